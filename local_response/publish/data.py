"""Data: everything a document shows as JSON, and its figures as CSV with CSVW metadata."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from local_response.model.figures import Figure
from local_response.publish.document import Block, ChartBlock, Document, Section, Spans
from local_response.publish.naming import area_name, measure_name, methods
from local_response.publish.tracing import place_of

SCHEMA_VERSION = 1
LICENCE_PAGE = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"

# Columns of the CSV: name, datatype by CSVW, what it holds.
COLUMNS = (
    ("id", "string", "id of the figure in the document, f1 onwards"),
    ("value", "number", "the number; empty where there is none"),
    ("status", "string", "published, computed, suppressed, missing or not_calculable"),
    ("text", "string", "as printed in the document"),
    ("unit", "string", "unit of value, lower and upper"),
    ("measure", "string", "id of what is counted"),
    ("measure_name", "string", "what is counted"),
    ("area", "string", "code of the area"),
    ("area_name", "string", "name of the area"),
    ("period", "string", "written form: 2023-Q3, 2023, 2022/23, mid-2023 or a day"),
    ("breakdown", "string", "dimension=value, separated by semicolons; empty for all"),
    ("lower", "number", "lower limit of the interval"),
    ("upper", "number", "upper limit of the interval"),
    ("level", "number", "coverage of the interval, 0 to 1"),
    ("method", "string", "id of the method"),
    ("inputs", "string", "ids of the figures it was made from, separated by spaces"),
    ("releases", "string", "ids of the releases it was read from, separated by spaces"),
    ("place", "string", "sheet or file, rows and columns"),
    ("reason", "string", "why there is no value"),
)


def data(document: Document) -> dict[str, Any]:
    """A document as plain values for JSON; docs/documents.md says what each holds."""
    used = {figure.method for figure in document.figures.values()}
    return {
        "schema": "local-response/document",
        "schema_version": SCHEMA_VERSION,
        "title": document.title,
        "area": {"code": document.area_code, "name": document.area},
        "as_of": document.as_of,
        "evidence_to": document.evidence_to,
        "attribution": list(document.attribution),
        "figures": {name: _figure(figure, document.inputs[name]) for name, figure in document.figures.items()},
        "facts": {name: asdict(fact) for name, fact in document.facts.items()},
        "methods": {name: dict(record) for name, record in methods().items() if name in used},
        "releases": [asdict(release) for release in document.releases],
        "sections": [_section(section) for section in (document.brief, *document.sections)],
    }


def json_text(document: Document) -> str:
    """The JSON of a document, a line for each figure, fact, method, release and section."""
    parts = [f"{json.dumps(name)}: {_lines(value)}" for name, value in data(document).items()]
    return "{\n" + ",\n".join(parts) + "\n}\n"


def _lines(value: Any) -> str:
    if isinstance(value, dict) and value and all(isinstance(inner, dict) for inner in value.values()):
        return "{\n" + ",\n".join(f"{json.dumps(name)}: {_json(inner)}" for name, inner in value.items()) + "\n}"
    if isinstance(value, list) and value:
        return "[\n" + ",\n".join(_json(inner) for inner in value) + "\n]"
    return _json(value)


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def csv_text(document: Document) -> str:
    """One row a figure. A text that a spreadsheet would take for a formula is led by an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([name for name, _, _ in COLUMNS])
    for row in figure_rows(document):
        writer.writerow([safe(row[name]) for name, _, _ in COLUMNS])
    return out.getvalue()


def csvw_text(document: Document, csv_name: str) -> str:
    """CSVW metadata of that CSV: title, licence, publishers and a description of each column."""
    columns = [
        {"name": name, "titles": name, "datatype": kind, "dc:description": words, "required": name == "id"}
        for name, kind, words in COLUMNS
    ]
    described = {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en-GB"}],
        "url": csv_name,
        "dc:title": f"Figures of: {document.title}",
        "dc:description": " ".join(document.attribution),
        "dc:license": {"@id": LICENCE_PAGE},
        "dc:source": sorted({release.title for release in document.releases}),
        "dialect": {"lineTerminators": ["\r\n"]},
        "tableSchema": {"columns": columns, "primaryKey": "id"},
    }
    return json.dumps(described, ensure_ascii=False, indent=1) + "\n"


def figure_rows(document: Document) -> list[dict[str, Any]]:
    """The figures of a document, a row each, by the names of COLUMNS."""
    return [_row(name, figure, document.inputs[name]) for name, figure in document.figures.items()]


def safe(cell: Any) -> Any:
    """A cell that no spreadsheet runs as a formula: numbers stay, a text that could begin one gets an apostrophe."""
    if isinstance(cell, str) and cell[:1] in ("=", "+", "-", "@", "\t", "\r"):
        try:
            float(cell.replace(",", "").rstrip("%"))
        except ValueError:
            return f"'{cell}"
    return cell


def figure_ids(blocks: Iterable[Block]) -> list[str]:
    """Ids of the figures that blocks show, in order, without repeats."""
    found: dict[str, None] = {}
    for block in blocks:
        if isinstance(block, ChartBlock):
            found |= dict.fromkeys(block.mark_ids)
        for spans in _all_spans(block):
            found |= {span.id: None for span in spans if span.kind == "figure"}
    return list(found)


def _all_spans(block: Block) -> list[Spans]:
    match block.kind:
        case "paragraph":
            return [block.spans]
        case "finding":
            return [block.spans, *block.caveats]
        case "bullets":
            return [block.lead, *block.items]
        case "chart":
            return [block.title, block.description, *_all_spans(block.table)]
        case "table":
            cells = [cell.spans for row in block.rows for cell in row]
            return [block.caption, *block.header, *cells, *block.notes]


def _figure(figure: Figure, inputs: Sequence[str]) -> dict[str, Any]:
    return {
        "value": figure.value,
        "status": figure.status,
        "text": figure.text,
        "unit": figure.unit,
        "measure": figure.measure,
        "area": figure.area,
        "period": figure.period,
        "breakdown": dict(figure.breakdown),
        "method": figure.method,
        "reason": figure.reason,
        "citations": _citations(figure),
        "inputs": list(inputs),
        "parameters": dict(figure.parameters),
        "lower": figure.lower,
        "upper": figure.upper,
        "level": figure.level,
        "decimals": figure.decimals,
    }


def _citations(figure: Figure) -> list[dict[str, Any]]:
    """The cells of a figure, those of one table of one release together: a sum can have thousands."""
    tables: dict[tuple[str, ...], list[list[int]]] = {}
    for cell in figure.citations:
        cells = tables.setdefault((cell.release, cell.sheet, cell.edition, cell.published, cell.rule), [])
        if cell.row is not None and cell.column is not None:
            cells.append([cell.row, cell.column])
    names = ("release", "sheet", "edition", "published", "rule")
    return [{**dict(zip(names, table, strict=True)), "cells": cells} for table, cells in tables.items()]


def _row(name: str, figure: Figure, inputs: Sequence[str]) -> dict[str, Any]:
    return {
        "id": name,
        "value": figure.value,
        "status": figure.status,
        "text": figure.text,
        "unit": figure.unit,
        "measure": figure.measure,
        "measure_name": measure_name(figure.measure),
        "area": figure.area,
        "area_name": area_name(figure.area),
        "period": figure.period,
        "breakdown": "; ".join(f"{key}={value}" for key, value in sorted(figure.breakdown.items())),
        "lower": figure.lower,
        "upper": figure.upper,
        "level": figure.level,
        "method": figure.method,
        "inputs": " ".join(inputs),
        "releases": " ".join(dict.fromkeys(citation.release for citation in figure.citations)),
        "place": place_of(figure),
        "reason": figure.reason,
    }


def _section(section: Section) -> dict[str, Any]:
    return {"id": section.id, "title": section.title, "blocks": [_block(block) for block in section.blocks]}


def _block(block: Block) -> dict[str, Any]:
    if not isinstance(block, ChartBlock):
        return asdict(block)
    marks = [
        {"series": mark.series, "category": mark.category, "area": mark.area, "figure": figure_id}
        for mark, figure_id in zip(block.chart.marks, block.mark_ids, strict=True)
    ]
    breaks = [{**asdict(mark), "fact": name} for mark, name in zip(block.chart.breaks, block.break_ids, strict=True)]
    return {
        "kind": "chart",
        "id": block.id,
        "chart": block.chart.kind,
        "title": _plain(block.title),
        "description": _plain(block.description),
        "unit": block.chart.unit,
        "marks": marks,
        "breaks": breaks,
        "table": asdict(block.table),
    }


def _plain(spans: Spans) -> Sequence[dict[str, Any]]:
    return [asdict(span) for span in spans]

"""PDF: a tagged document by Typst, built with its PDF/UA-1 checks, from the same Document as the page."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from local_response.model.periods import Period
from local_response.model.releases import LICENCE_LINE
from local_response.publish.charts.drawing import Drawing
from local_response.publish.document import STRENGTHS, Block, ChartBlock, Document, Finding, Section, Table, written
from local_response.publish.fonts import font_folder
from local_response.publish.html import drawings
from local_response.publish.tracing import MANY_INPUTS

if TYPE_CHECKING:
    import typst

FILLED = {"Strong": 3, "Moderate": 2, "Weak": 1}


def pdf(document: Document, drawn: dict[str, Drawing] | None = None) -> bytes:
    """The PDF of a document, equal bytes for equal input. drawn: its charts where they are drawn already."""
    day = datetime.fromisoformat(document.as_of).replace(tzinfo=UTC)
    data = _data(document, drawings(document) if drawn is None else drawn)
    data["date"] = {"year": day.year, "month": day.month, "day": day.day}
    _forget_the_one_before()
    made = _compiler().compile(
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(day.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no single PDF")
    _compiled.append(document.title)
    return made


_compiled: list[str] = []
BLANKS = 12


def _forget_the_one_before() -> None:
    """Typst keeps about 100 MB of each document for ten compilations; blank ones make it let go of the last.

    43 profiles in one process then take 430 MB, not 1,600. Nothing is done before the first document.
    """
    if not _compiled:
        return
    _compiled.clear()
    for _ in range(BLANKS):
        _blank().compile(format="pdf")


@cache
def _blank() -> typst.Compiler:
    import typst

    template = Path(__file__).parent / "templates" / "blank.typ"
    return typst.Compiler(template, template.parent, ignore_system_fonts=True)


@cache
def _compiler() -> typst.Compiler:
    """One compiler a process: it keeps the fonts. System fonts are left out so that output is equal everywhere."""
    import typst

    template = Path(__file__).parent / "templates" / "document.typ"  # a real file: bytes compile only once
    return typst.Compiler(template, template.parent, [font_folder()], ignore_system_fonts=True)


def _data(document: Document, drawn: dict[str, Drawing]) -> dict[str, Any]:
    charts = [block for section in (document.brief, *document.sections) for block in section.blocks]
    tables = [{"chart": block.id, "table": _table(block.table)} for block in charts if isinstance(block, ChartBlock)]
    return {
        "title": document.title,
        "area": document.area,
        "as_of": Period.parse(document.as_of).label,
        "dates": [asdict(span) for span in document.dates],
        "licence": LICENCE_LINE,
        "attribution": document.attribution,
        "strengths": [
            {"word": word, "meaning": meaning, "filled": FILLED.get(word, 0)} for word, meaning in STRENGTHS.values()
        ],
        "brief": _section(document.brief, drawn),
        "sections": [_section(section, drawn) for section in document.sections],
        "tables": tables,
        "sources": _sources(document),
    }


def _sources(document: Document) -> list[dict[str, Any]]:
    """The source lines of figures that are shown, and of those they were made from where their list is short.

    The lists of hundreds that a comparison of all areas is made from are in the page and the data, not on paper.
    """
    kept = _kept(document)
    groups = [asdict(group) for group in document.sources]
    for group in groups:
        for release in group["releases"]:
            for table in release["tables"]:
                table["lines"] = [_line(line) for line in table["lines"] if line["id"] in kept]
            release["tables"] = [table for table in release["tables"] if table["lines"]]
        group["releases"] = [release for release in group["releases"] if release["tables"]]
    return [group for group in groups if group["releases"]]


def _kept(document: Document) -> set[str]:
    lines = [
        line
        for group in document.sources
        for release in group.releases
        for table in release.tables
        for line in table.lines
    ]
    inputs = {line.id: [name for name, _ in line.inputs] for line in lines if len(line.inputs) <= MANY_INPUTS}
    waiting = [line.id for line in lines if line.shown]
    kept = set(waiting)
    while waiting:
        new = set(inputs.get(waiting.pop(), ())) - kept
        kept |= new
        waiting += new
    return kept


def _line(line: dict[str, Any]) -> dict[str, Any]:
    many = len(line["inputs"]) > MANY_INPUTS
    return {**line, "inputs": [] if many else line["inputs"], "many": len(line["inputs"]) if many else 0}


def _section(section: Section, drawn: dict[str, Drawing]) -> dict[str, Any]:
    return {"title": section.title, "blocks": [_block(block, drawn) for block in section.blocks]}


def _block(block: Block, drawn: dict[str, Drawing]) -> dict[str, Any]:
    if isinstance(block, ChartBlock):
        drawing = drawn[block.id]
        return {
            "kind": "chart",
            "id": block.id,
            "title": [asdict(span) for span in block.title],
            "alt": f"{written(block.title)}. {written(block.description)}",
            "svg": drawing.wide,
            "width": drawing.width,
            "key": drawing.key,
        }
    if isinstance(block, Finding):
        return {**asdict(block), "filled": FILLED.get(block.strength, 0)}
    if isinstance(block, Table):
        return _table(block)
    return asdict(block)


def _table(table: Table) -> dict[str, Any]:
    return asdict(table)

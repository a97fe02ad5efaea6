"""Workbook: every figure of a document as XLSX laid out by the Analysis Function's guidance, a sheet a section."""

from __future__ import annotations

import tempfile
import warnings
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from local_response.publish.charts.look import SHORTHAND, SHORTHAND_MEANS
from local_response.publish.data import figure_ids, figure_rows
from local_response.publish.document import Document
from local_response.publish.naming import method_of

HEADINGS = {
    "id": "Figure",
    "measure_name": "What is counted",
    "area_name": "Area",
    "period": "Period",
    "breakdown": "Breakdown",
    "value": "Value",
    "unit": "Unit",
    "lower": "Lower limit",
    "upper": "Upper limit",
    "method": "Method",
    "place": "Where from",
    "inputs": "Made from",
    "reason": "Why there is no value",
}
NOT_APPLICABLE = "[z]"
LONGEST = 30_000  # characters of a cell, under the 32,767 of a spreadsheet


def xlsx(document: Document) -> bytes:
    """The workbook: cover with the licence, contents, a sheet of figures a section, their inputs, methods, releases."""
    gptables = _gptables()
    cover = gptables.Cover(
        title=f"Figures of: {document.title}",
        intro=["Every figure of the document, with the cell of the published file that it came from."],
        about=[f"Figures about the area run to {document.evidence_to}.", *document.attribution],
    )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures.xlsx"
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # gptables calls pandas in ways that will go
            warnings.filterwarnings("ignore", "No note text provided")  # methods and releases have sheets instead
            book = gptables.produce_workbook(
                filename=str(path),
                sheets=_sheets(document),
                cover=cover,
                workbook_options={"strings_to_formulas": False, "strings_to_urls": False},
            )
        day = datetime.fromisoformat(document.as_of).replace(tzinfo=UTC)
        book.set_properties({"title": document.title, "created": day})
        book.close()
        return path.read_bytes()


def _gptables() -> Any:
    """The gptables package. Its import leaves a file open, which is no fault of ours to warn about."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        import gptables
    return gptables


def _sheets(document: Document) -> dict[str, Any]:
    rows = {str(row["id"]): row for row in figure_rows(document)}
    parts = [(section.title, figure_ids(section.blocks)) for section in (document.brief, *document.sections)]
    shown = {name for _, ids in parts for name in ids}
    parts.append(("What computed figures were made from", [name for name in rows if name not in shown]))
    tables = [_figures(title, [rows[name] for name in ids]) for title, ids in parts if ids]
    tables += [_methods(document), _releases(document)]
    return {f"Table_{number}": _sheet(f"table_{number}", *table) for number, table in enumerate(tables, 1)}


def _figures(title: str, rows: list[dict[str, Any]]) -> tuple[str, list[str], list[list[Any]], list[str]]:
    used = [name for name in HEADINGS if any(row[name] not in (None, "") for row in rows)]
    statuses = {row["status"] for row in rows}
    legend = [meaning for status, meaning in SHORTHAND_MEANS.items() if status in statuses]
    return title, [HEADINGS[name] for name in used], [[_cell(row, name) for name in used] for row in rows], legend


def _methods(document: Document) -> tuple[str, list[str], list[list[Any]], list[str]]:
    used = dict.fromkeys(figure.method for figure in document.figures.values())
    found = [(name, method_of(name)) for name in used]
    cells = [[name, record["name"], record["formula"], record["source"]] for name, record in found]
    return "Methods that the figures were made by", ["Method", "Name", "Formula", "Source"], cells, []


def _releases(document: Document) -> tuple[str, list[str], list[list[Any]], list[str]]:
    cells = [
        [
            _filled(words)
            for words in (one.id, one.publisher, one.title, one.edition, one.published, one.licence, one.page)
        ]
        for one in document.releases
    ]
    headings = ["Release", "Publisher", "Title", "Edition", "Published", "Licence", "Page"]
    return "Releases that the figures were read from", headings, cells, []


def _sheet(name: str, title: str, headings: list[str], cells: list[list[Any]], legend: list[str]) -> Any:
    import pandas

    return _gptables().GPTable(
        table=pandas.DataFrame(cells, columns=headings, dtype=object),
        table_name=name,
        title=title,
        instructions="This worksheet contains one table.",
        legend=[*legend, f"{NOT_APPLICABLE} does not apply"],
        index_columns={},
    )


def _cell(row: dict[str, Any], name: str) -> Any:
    if name == "value" and row["value"] is None:
        return SHORTHAND[row["status"]]
    return _filled(row[name])


def _filled(value: Any) -> Any:
    """No cell is left empty: a reader could not tell why."""
    if value in (None, ""):
        return NOT_APPLICABLE
    if value == "%":  # gptables takes no cell of symbols alone
        return "per cent"
    return value[:LONGEST] if isinstance(value, str) else value

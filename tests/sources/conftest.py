"""What tests of the readers share: the extracts, observations by key, and writers of the published layouts."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import pytest
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import CoveredTableCell, Table, TableCell, TableRow
from odf.text import P
from openpyxl import Workbook

from local_response.sources.table import SourceTable

HERE = Path(__file__).parent
Grid = Sequence[Sequence[object]]
Observations = dict[tuple[str, ...], float]
NOTES = (
    "Table of contents",
    "Source: Home Office",
    "Notes: some cells refer to notes",
    "This worksheet contains one table.",
)


@pytest.fixture
def extracts() -> Path:
    return HERE / "fixtures"


@pytest.fixture
def broken() -> Path:
    return HERE / "broken"


@pytest.fixture
def observed() -> Callable[[SourceTable], Observations]:
    """Every row of a table by measure, area, period and dimensions; NaN where it has no value."""

    def observations(table: SourceTable) -> Observations:
        names = sorted(table.dimensions)
        columns = [table.measure, table.area, table.period, *(table.dimensions[name] for name in names)]
        words = [[labels.values[code] for code in labels.codes] for labels in columns]
        keys = list(zip(*words, strict=True))
        assert len(set(keys)) == len(keys), "a combination stands twice"
        return dict(zip(keys, table.value.tolist(), strict=True))

    return observations


@pytest.fixture
def cells_of() -> Callable[[Path], list[list[str]]]:
    """The cells of a CSV."""

    def read(path: Path) -> list[list[str]]:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return list(csv.reader(stream))

    return read


@pytest.fixture
def write_ods() -> Callable[..., Path]:
    """Writes an ODS. merged: (row, column, cells) spans, from 0, whose first cell covers the others."""

    def write(path: Path, sheets: dict[str, Grid], merged: Iterable[tuple[int, int, int]] = ()) -> Path:
        spans = {(row, column): width for row, column, width in merged}
        covered = {(row, column + step) for (row, column), width in spans.items() for step in range(1, width)}
        document = OpenDocumentSpreadsheet()
        for name, rows in sheets.items():
            table = Table(name=name)
            for number, row in enumerate(rows):
                line = TableRow()
                for place, cell in enumerate(row):
                    line.addElement(_ods_cell(cell, spans.get((number, place), 1), (number, place) in covered))
                table.addElement(line)
            document.spreadsheet.addElement(table)
        document.save(path)
        return path

    return write


def _ods_cell(cell: object, width: int, is_covered: bool) -> TableCell:
    if is_covered:
        return CoveredTableCell()
    words: dict[str, object] = {"numbercolumnsspanned": width} if width > 1 else {}
    if cell in ("", None):
        return TableCell(**words)
    if isinstance(cell, float | int):
        held = TableCell(valuetype="float", value=cell, **words)
    else:
        held = TableCell(valuetype="string", **words)
    held.addElement(P(text=str(cell)))
    return held


@pytest.fixture
def write_xlsx() -> Callable[..., Path]:
    """Writes an XLSX; blank cells are left out, as spreadsheet programs do."""

    def write(path: Path, sheets: dict[str, Grid]) -> Path:
        book = Workbook()
        book.remove(book.active)
        for name, rows in sheets.items():
            sheet = book.create_sheet(name)
            for row in rows:
                sheet.append([None if cell == "" else cell for cell in row])
        book.save(path)
        return path

    return write


@pytest.fixture
def as_published() -> Callable[..., list[list[object]]]:
    """A wide export turned into the layout of the published sheet.

    header_row: 4 or 6, as the releases have it. Keys that repeat are blank, a total row has blank keys to the right,
    the first column is named after the responders (and is missing for local authorities), the last block is "Total".
    """

    def layout(rows: list[list[str]], title: str, column: str, header_row: int) -> list[list[object]]:
        places = [place for place in range(1, len(rows[0])) if column or place != 1]
        width = len(places)
        lines: list[list[object]] = [[title, *[""] * (width - 1)]]
        lines += [[NOTES[number % len(NOTES)], *[""] * (width - 1)] for number in range(header_row - 2)]
        lines.append([column if place == 1 else rows[0][place] for place in places])
        keys = [place for place in places if place < 5]
        above: list[str] = [""] * len(keys)
        for row in rows[1:]:
            now = ["Total" if place == 1 and row[1].endswith("total") else row[place] for place in keys]
            shown = _blanked(now, above)
            lines.append([*shown, *(float(row[place]) for place in places if place >= 5)])
            above = now
        return lines

    return layout


def _blanked(now: list[str], above: list[str]) -> list[object]:
    first = next((place for place, (a, b) in enumerate(zip(now, above, strict=True)) if a != b), len(now) - 1)
    return [
        "" if place < first or (place > 0 and key == "Total" and place > first) else key
        for place, key in enumerate(now)
    ]

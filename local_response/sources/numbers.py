"""Numbers as publishers print them: text with spaces, "-00 " for zero, marks for suppressed and missing."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from local_response.sources.faults import Fault, cell_place
from local_response.sources.sheet import Cell, Sheet, text_of
from local_response.sources.table import MISSING, PUBLISHED, SUPPRESSED

# Marks of the Government Analysis Function's guidance on symbols in tables, and those of the ONS and Home Office.
_SUPPRESSED_MARKS = {"[c]", "c", "*", "[s]"}
_MISSING_MARKS = {"", "[x]", "[z]", "[w]", "x", "z", "..", ":", "n/a", "[n/a]", "no data", "not available"}
_NOTE_AFTER_NUMBER = re.compile(r"(?<=\d)\s*\[(?:[a-z]{1,2}|notes? ?[\d, ]+)\]$", re.IGNORECASE)
_THOUSANDS = re.compile(r"-?\d{1,3}(,\d{3})+(\.\d+)?")


@dataclass(frozen=True)
class Numbers:
    """A block of cells as numbers. value: float64, rows x columns, NaN where status is not PUBLISHED."""

    value: NDArray[np.float64]
    status: NDArray[np.int8]


def read_numbers(sheet: Sheet, first_row: int, columns: Sequence[int], faults: list[Fault]) -> Numbers:
    """The numbers in some columns of a sheet from a row to its end.

    first_row, columns: counted from 0. Adds a fault for each cell that is neither a number nor a mark.
    """
    rows = sheet.rows[first_row:]
    value = _one_column(rows, columns[0]) if len(columns) == 1 else _block(rows, columns)
    unusual = ~np.isfinite(value)
    status = np.zeros(value.shape, dtype=np.int8)
    for number, place in np.argwhere(unusual):
        mark = text_of(rows[number][columns[place]]).casefold()
        status[number, place] = SUPPRESSED if mark in _SUPPRESSED_MARKS else MISSING
        if mark not in _SUPPRESSED_MARKS | _MISSING_MARKS:
            faults.append(_not_a_number(sheet, first_row + int(number), columns[int(place)], mark))
    value[unusual] = np.nan
    return Numbers(value + 0.0, status)  # + 0.0 turns the "-00" of the crime tables, minus zero, into zero


def _one_column(rows: Sequence[Sequence[Cell]], column: int) -> NDArray[np.float64]:
    cells = [row[column] for row in rows]
    numbers = (cell if type(cell) is float else _number(cell) for cell in cells)
    return np.fromiter(numbers, dtype=np.float64, count=len(cells)).reshape(-1, 1)


def _block(rows: Sequence[Sequence[Cell]], columns: Sequence[int]) -> NDArray[np.float64]:
    """Rows whose cells are all numbers are taken whole: that is what makes a table of a hundred columns fast."""
    start, stop = (columns[0], columns[-1] + 1) if columns else (0, 0)
    together = list(columns) == list(range(start, stop))
    value = np.empty((len(rows), len(columns)), dtype=np.float64)
    for number, row in enumerate(rows):
        cells = row[start:stop] if together else [row[column] for column in columns]
        try:
            value[number] = list(map(float, cells))  # type: ignore[arg-type]  # a cell that float refuses is handled
        except (ValueError, TypeError):
            value[number] = [_number(cell) for cell in cells]
    return value


def check_counts(
    sheet: Sheet,
    first_row: int,
    columns: Sequence[int],
    numbers: Numbers,
    faults: list[Fault],
    *,
    negative: bool = False,
) -> None:
    """Add a fault for each number that is not whole, or below zero unless negative says that those are published."""
    with np.errstate(invalid="ignore"):
        wrong = ((numbers.value < 0) & (not negative)) | (np.floor(numbers.value) != numbers.value)
    wrong &= numbers.status == PUBLISHED
    for row, column in np.argwhere(wrong):
        number = numbers.value[row, column]
        kind = "a negative count" if number < 0 else "a count that is not whole"
        faults.append(
            Fault(
                cell_place(sheet.name, first_row + int(row) + 1, columns[int(column)] + 1),
                f"{number:g} is {kind}",
                "Counts are whole and 0 or more: download the file again, or correct the cell from the published one.",
            )
        )


def _number(cell: Cell) -> float:
    if isinstance(cell, float | int) and not isinstance(cell, bool):
        return float(cell)
    text = text_of(cell)
    if text.casefold() in _SUPPRESSED_MARKS | _MISSING_MARKS:
        return np.nan
    try:
        return float(text)
    except ValueError:
        plain = _NOTE_AFTER_NUMBER.sub("", text)
    try:
        return float(plain.replace(",", "") if _THOUSANDS.fullmatch(plain) else plain)
    except ValueError:
        return np.nan  # the mark is looked at once more by read_numbers, which adds the fault


def _not_a_number(sheet: Sheet, row: int, column: int, text: str) -> Fault:
    return Fault(
        cell_place(sheet.name, row + 1, column + 1),
        f"{text!r} is not a number",
        "Write the number, leave the cell blank for a missing figure, or write [c] for a suppressed one.",
    )

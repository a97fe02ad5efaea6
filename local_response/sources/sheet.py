"""Sheet: the cells of one table as they stand in the file, and the columns of labels made from them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from local_response.sources.table import Labels

_NOTE_MARK = re.compile(r"\s*\[notes? ?[\d, ]+\]$", re.IGNORECASE)
Cell = object  # str, float, int, bool or a date, as the file holds it


@dataclass(frozen=True, eq=False)
class Sheet:
    """Cells of one sheet, all rows of equal length; row 1 and column 1 of the file come first.

    name: of the sheet, or the file's name for a CSV. is_text: the cells came from a text file.
    """

    file: str
    name: str
    rows: Sequence[Sequence[Cell]]
    is_text: bool = False

    @property
    def place(self) -> str:
        """As written in a message: "file.ods, sheet Table_13"."""
        return self.file if self.name == self.file else f"{self.file}, sheet {self.name}"

    def texts(self, row: int) -> list[str]:
        """The cells of a row (counted from 0) as text."""
        return [text_of(cell) for cell in self.rows[row]]

    def header(self, row: int) -> list[str]:
        """The cells of a header row as text, without the marks of notes such as "[note 3]"."""
        return [_NOTE_MARK.sub("", text) for text in self.texts(row)]

    def lines_above(self, row: int) -> list[str]:
        """The filled cells above a row, in order: title and notes."""
        return [text for number in range(row) for text in self.texts(number) if text]


def text_of(cell: Cell) -> str:
    """A cell as printed, without outer or doubled spaces: 2007.0 is "2007", None is ""."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())


def labels_of(cells: Iterable[Cell]) -> Labels:
    """A column of labels from cells; blank cells become the label ""."""
    cells = list(cells)
    place = {cell: number for number, cell in enumerate(dict.fromkeys(cells))}
    codes = np.fromiter(map(place.__getitem__, cells), dtype=np.int32, count=len(cells))
    return merged([text_of(cell) for cell in place], codes)


def merged(values: Sequence[str], codes: NDArray[np.int32]) -> Labels:
    """Labels whose values may repeat, made to name each value once."""
    places: dict[str, int] = {}
    where = np.fromiter((places.setdefault(value, len(places)) for value in values), dtype=np.int32, count=len(values))
    return Labels(tuple(places), where[codes] if len(places) < len(values) else codes)


def pruned(labels: Labels) -> Labels:
    """Labels without the values that no row has."""
    used, codes = np.unique(labels.codes, return_inverse=True)
    return Labels(tuple(labels.values[code] for code in used), codes.astype(np.int32))


def relabelled(labels: Labels, new: dict[str, str]) -> Labels:
    """Labels with some values written otherwise, such as "Total" as "all"."""
    return merged([new.get(value, value) for value in labels.values], labels.codes)


def constant(value: str, rows: int) -> Labels:
    """The same label in every row."""
    return Labels((value,), np.zeros(rows, dtype=np.int32))


def selected(labels: Labels, rows: NDArray[np.bool_] | NDArray[np.intp]) -> Labels:
    """The labels of some rows."""
    return Labels(labels.values, labels.codes[rows])


def code_of(labels: Labels, value: str) -> int:
    """The code of a value, -1 where no row has it."""
    return labels.values.index(value) if value in labels.values else -1

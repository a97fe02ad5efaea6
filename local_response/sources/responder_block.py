"""Block: a responder table as a matrix, one row a combination of keys, one column a nationality; its sum checks."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from local_response.model.measures import ALL
from local_response.sources.faults import Fault, cell_place
from local_response.sources.repeats import combined
from local_response.sources.sheet import Sheet, code_of, selected
from local_response.sources.sums import Sums, group_sums
from local_response.sources.table import Labels


@dataclass(frozen=True)
class Block:
    """A responder table, totals written "all" in every key.

    keys: responder, exploitation, age and gender, one label a row. nationalities: one a column. value, status, row,
    column, present: rows x columns; row and column are the cell, counted from 1; present is False where a long table
    leaves a combination out, and value is 0 there.
    """

    sheet: Sheet
    keys: tuple[Labels, ...]
    nationalities: tuple[str, ...]
    value: NDArray[np.float64]
    status: NDArray[np.int8]
    row: NDArray[np.int32]
    column: NDArray[np.int32]
    present: NDArray[np.bool_]

    def only(self, rows: NDArray[np.bool_] | NDArray[np.intp]) -> Block:
        """The block with some of its rows."""
        return Block(
            self.sheet,
            tuple(selected(key, rows) for key in self.keys),
            self.nationalities,
            self.value[rows],
            self.status[rows],
            self.row[rows],
            self.column[rows],
            self.present[rows],
        )

    def words(self, row: int) -> str:
        """What a row counts: "Kent Police, Labour, Adult (18 or over), Male"."""
        names = [key.values[key.codes[row]] for key in self.keys]
        return ", ".join(name for name in names if name != ALL) or "the whole table"


def without_repeats(block: Block, faults: list[Fault]) -> tuple[Block, list[str]]:
    """The block with each combination once, and warnings of rows that repeated one.

    Adds a fault for each row that repeats a combination with other figures.
    """
    numbers = combined(block.keys)
    _, first, place = np.unique(numbers, return_index=True, return_inverse=True)
    if first.size == numbers.size:
        return block, []
    warnings = []
    for row in np.flatnonzero(first[place] != np.arange(numbers.size)):
        earlier = int(first[place[row]])
        here, there = int(block.row[row, 0]), int(block.row[earlier, 0])
        if np.array_equal(block.value[row], block.value[earlier], equal_nan=True):
            warnings.append(f"{block.sheet.name}: row {here} repeats row {there} ({block.words(int(row))}); read once.")
            continue
        column = int(np.argmax(block.value[row] != block.value[earlier]))
        faults.append(
            Fault(
                cell_place(block.sheet.name, here, int(block.column[row, column])),
                f"{block.words(int(row))} was already in row {there} with other figures "
                f"({block.value[earlier, column]:g} there, {block.value[row, column]:g} here)",
                "Keep the row that the publisher prints.",
            )
        )
    return block.only(np.sort(first)), warnings


def check_totals(block: Block) -> Sums:
    """Compare every total with its parts: nationalities, genders, ages, exploitation types and responders."""
    sums = Sums()
    totals = np.array([name == ALL for name in block.nationalities])
    if totals.any() and not totals.all():
        column = int(np.argmax(totals))
        sums.compare(
            block.value[:, ~totals].sum(axis=1),
            block.value[:, column],
            lambda row: cell_place(block.sheet.name, int(block.row[row, column]), int(block.column[row, column])),
            block.words,
            "nationalities",
        )
    names = ("responders", "exploitation types", "ages", "genders")
    is_all = [key.codes == code_of(key, ALL) for key in block.keys]
    for level, name in enumerate(names):
        below = np.logical_and.reduce([np.ones(len(block.value), bool), *is_all[level + 1 :]])
        _check_level(block, below & ~is_all[level], below & is_all[level], level, name, sums)
    return sums


def _check_level(
    block: Block, parts: NDArray[np.bool_], totals: NDArray[np.bool_], level: int, name: str, sums: Sums
) -> None:
    """Compare rows that total over one key (and those right of it) with the rows that they total."""
    if not parts.any() or not totals.any():
        return
    groups = combined(block.keys[:level]) if level else np.zeros(len(block.value), dtype=np.int64)
    _, place = np.unique(groups, return_inverse=True)
    added = group_sums(block.value[parts], place[parts], int(place.max()) + 1)
    rows = np.flatnonzero(totals)
    width = len(block.nationalities)

    def cell(index: int) -> str:
        row, column = rows[index // width], index % width
        return cell_place(block.sheet.name, int(block.row[row, column]), int(block.column[row, column]))

    def words(index: int) -> str:
        nationality = block.nationalities[index % width]
        return block.words(int(rows[index // width])) + ("" if nationality == ALL else f", {nationality}")

    sums.compare(added[place[rows]].ravel(), block.value[rows].ravel(), cell, words, name)

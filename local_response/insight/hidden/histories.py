"""Capture histories: who is on which lists, read from a CSV file or made from numbers, with every fault named."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import numpy as np

from local_response.insight.hidden.terms import IntArray, count_on_all, lists_in, mask_of
from local_response.model.errors import CannotEstimateError, SourceFormatError, SourceValueError

COUNT_NAMES = ("count", "frequency", "n", "freq")
MOST_LISTS = 8
LARGEST_COUNT = 2**31
MOST_FAULTS_SHOWN = 12


@dataclass(frozen=True, eq=False)
class CaptureTable:
    """How many people are on each combination of lists.

    lists: names, 2 to 8. counts: 2^lists whole numbers; place = sum of 2^i over the lists i a person is on; place 0,
    the people on no list, is 0 because nobody knows it.
    """

    lists: tuple[str, ...]
    counts: IntArray

    @property
    def people(self) -> int:
        """People on at least one list."""
        return int(self.counts.sum())

    @property
    def name_order(self) -> tuple[int, ...]:
        """Numbers of the lists by name, so that a draw does not depend on the order of columns."""
        return tuple(sorted(range(len(self.lists)), key=self.lists.__getitem__))

    def list_sizes(self) -> dict[str, int]:
        """People on each list."""
        on_all = count_on_all(self.counts)
        return {name: int(on_all[1 << place]) for place, name in enumerate(self.lists)}

    def without(self, name: str) -> CaptureTable:
        """The table of the other lists: people only on the list left out are then seen by nobody."""
        gone = self.lists.index(name)
        counts = np.moveaxis(self.counts.reshape(-1, 2, 1 << gone), 1, 0).sum(axis=0).reshape(-1)
        counts[0] = 0
        return CaptureTable(self.lists[:gone] + self.lists[gone + 1 :], counts)

    def merged(self, names: Sequence[str], together: str) -> CaptureTable:
        """The table with some lists as one, in the place of the first; on it is whoever was on any of them."""
        members = [self.lists.index(name) for name in names]
        kept = [place for place in range(len(self.lists)) if place not in members[1:]]
        counts = np.zeros(1 << len(kept), dtype=np.int64)
        for mask in np.flatnonzero(self.counts):
            on = {members[0] if place in members else place for place in lists_in(int(mask))}
            counts[mask_of(kept.index(place) for place in on)] += self.counts[mask]
        lists = tuple(together if place == members[0] else self.lists[place] for place in kept)
        return CaptureTable(lists, counts)

    def empty_overlaps(self) -> tuple[tuple[str, str], ...]:
        """Pairs of lists with nobody in common."""
        on_all = count_on_all(self.counts)
        pairs = combinations(range(len(self.lists)), 2)
        return tuple((self.lists[a], self.lists[b]) for a, b in pairs if on_all[mask_of((a, b))] == 0)

    def overlapping_triples(self) -> int:
        """Triples of lists of which every two share somebody; with none, the full two-list model is not identifiable.

        Source: Chan, Silverman and Vincent (2021), section 2.6.
        """
        on_all = count_on_all(self.counts)
        triples = combinations(range(len(self.lists)), 3)
        return sum(all(on_all[mask_of(pair)] for pair in combinations(triple, 2)) for triple in triples)


def capture_table(
    lists: Sequence[str], histories: Sequence[Sequence[int]], counts: Sequence[int | float], place: str = "the table"
) -> CaptureTable:
    """A checked capture table.

    lists: a name for each list, 2 to 8, all different. histories: a row of 0 and 1 for each combination of lists,
    none twice and none all 0; combinations not given have 0 people. counts: people of each history, whole numbers
    from 0 to 2^31. place: where the rows come from, for messages.
    Raises SourceValueError with every fault found; CannotEstimateError where the rows are sound and no method can
    say anything: one list, more than eight, nobody at all, nobody on two lists.
    """
    names = [name.strip() for name in lists]
    _check_lists(names, place)
    faults = [fault for row, cells in enumerate(histories, 1) for fault in _row_faults(row, cells, counts[row - 1])]
    faults += _repeated(histories)
    if faults:
        shown = "; ".join(faults[:MOST_FAULTS_SHOWN])
        more = f"; and {len(faults) - MOST_FAULTS_SHOWN} more" if len(faults) > MOST_FAULTS_SHOWN else ""
        raise SourceValueError(
            f"{place}: {shown}{more}. Give each combination of lists once, as 0 and 1, with a whole count."
        )
    filled = np.zeros(1 << len(names), dtype=np.int64)
    for cells, count in zip(histories, counts, strict=True):
        filled[mask_of(i for i, cell in enumerate(cells) if cell)] = int(count)
    table = CaptureTable(tuple(names), filled)
    _check_can_say_anything(table, place)
    return table


def read_capture_histories(path: Path) -> CaptureTable:
    """Read a CSV file: a column of 0 and 1 for each list, and a column of counts.

    The count column is the one named count, frequency, freq or n (any case); without one, the last column. Rows may
    come in any order. Raises SourceFormatError for a file that is not laid out so, and the errors of capture_table.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.reader(file, strict=True) if any(cell.strip() for cell in row)]
    except FileNotFoundError as error:
        raise SourceFormatError(f"{path}: no such file. Give the path of a CSV file of lists and counts.") from error
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise SourceFormatError(f"{path}: cannot be read as CSV ({error}). Save it as UTF-8 CSV.") from error
    if len(rows) < 2 or len(rows[0]) < 2:
        raise SourceFormatError(
            f"{path}: needs a row of names, with one column a list and one of counts, and rows below it."
        )
    header = [name.strip() for name in rows[0]]
    ragged = [str(line) for line, row in enumerate(rows[1:], 2) if len(row) != len(header)]
    if ragged:
        raise SourceFormatError(
            f"{path}: {len(header)} columns in row 1, another number in row {', '.join(ragged[:8])}. "
            "Give every row a cell for every column."
        )
    named = [place for place, name in enumerate(header) if name.lower() in COUNT_NAMES]
    if len(named) > 1:
        raise SourceFormatError(f"{path}: more than one column of counts: {', '.join(header[i] for i in named)}.")
    last = named[0] if named else len(header) - 1
    cells = [[_number(cell) for cell in row] for row in rows[1:]]
    return capture_table(
        header[:last] + header[last + 1 :],
        [row[:last] + row[last + 1 :] for row in cells],  # type: ignore[misc]  # faulty cells are named there
        [row[last] for row in cells],
        str(path),
    )


def _number(cell: str) -> float:
    """A cell as a number; NaN, which no check lets through, where it is not one."""
    try:
        return float(cell)
    except ValueError:
        return float("nan")


def _check_lists(names: Sequence[str], place: str) -> None:
    if len(names) > MOST_LISTS:
        raise CannotEstimateError(
            f"{place}: cannot be estimated, because there are {len(names)} lists and {MOST_LISTS} are the most. "
            "Combine lists that come from the same kind of source."
        )
    if len(names) < 2:
        raise CannotEstimateError(
            f"{place}: cannot be estimated, because there is one list only, and nothing to compare it with. "
            "Two lists are the least, and with two the lists must be assumed independent; three or more are better."
        )
    if len(set(names)) < len(names) or not all(names):
        raise SourceFormatError(f"{place}: lists need names that differ, found {', '.join(map(repr, names))}.")


def _row_faults(row: int, cells: Sequence[float], count: float) -> list[str]:
    faults = []
    if any(cell not in (0, 1) for cell in cells):
        faults.append(f"row {row} has a cell that is not 0 or 1")
    elif not any(cells):
        faults.append(
            f"row {row} is a history on no list (the people on no list are what is estimated: leave the row out)"
        )
    if count != count:
        faults.append(f"row {row} has a count that is not a number")
    elif count < 0:
        faults.append(f"row {row} has a negative count ({count:g})")
    elif count > LARGEST_COUNT:
        faults.append(f"row {row} has a count over 2^31 ({count:g})")
    elif count != int(count):
        faults.append(f"row {row} has a fractional count ({count:g})")
    return faults


def _repeated(histories: Sequence[Sequence[float]]) -> list[str]:
    seen: dict[tuple[float, ...], int] = {}
    faults = []
    for row, cells in enumerate(histories, 1):
        first = seen.setdefault(tuple(cells), row)
        if first != row:
            faults.append(f"row {row} repeats the history of row {first}")
    return faults


def _check_can_say_anything(table: CaptureTable, place: str) -> None:
    if table.people == 0:
        raise CannotEstimateError(f"{place}: cannot be estimated, because nobody is on any list.")
    if table.people > LARGEST_COUNT:
        raise SourceValueError(f"{place}: the counts add up to more than 2^31. Check that they are people.")
    shared = [mask for mask in np.flatnonzero(table.counts) if len(lists_in(int(mask))) > 1]
    if not shared:
        raise CannotEstimateError(
            f"{place}: cannot be estimated, because nobody is on more than one list: there is no overlap at all, and "
            "the people on no list could be any number."
        )
    empty = [name for name, size in table.list_sizes().items() if size == 0]
    if empty:
        raise CannotEstimateError(
            f"{place}: cannot be estimated, because nobody is on {', '.join(empty)}. Leave out a list without people."
        )

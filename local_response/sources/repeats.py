"""Finds combinations that stand twice in a long table."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from local_response.sources.faults import Fault, cell_place
from local_response.sources.table import Labels


def combined(keys: Sequence[Labels]) -> NDArray[np.int64]:
    """One number for each combination of keys."""
    numbers = np.zeros(len(keys[0]), dtype=np.int64)
    for key in keys:
        numbers = numbers * (len(key.values) + 1) + key.codes
    return numbers


def refuse_repeats(
    sheet: str,
    keys: Sequence[Labels],
    value: NDArray[np.float64],
    lines: NDArray[np.int32] | NDArray[np.intp],
    column: int,
    faults: list[Fault],
) -> None:
    """Add a fault for each row whose combination of keys an earlier row has already.

    lines: row of the file of each row, column: of the figure; both counted from 1.
    """
    numbers = combined(keys)
    order = np.argsort(numbers, kind="stable")
    for place in np.flatnonzero(np.diff(numbers[order]) == 0):
        earlier, later = int(order[place]), int(order[place + 1])
        words = ", ".join(key.values[key.codes[later]] for key in keys)
        same = value[earlier] == value[later]
        finding = f"{words} was already in row {lines[earlier]}" + (
            " with the same figure"
            if same
            else f" with another figure: {value[earlier]:g} there, {value[later]:g} here"
        )
        faults.append(
            Fault(cell_place(sheet, int(lines[later]), column), finding, "Keep the row that the publisher prints.")
        )

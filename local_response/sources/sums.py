"""Checks that the parts of a table sum to its totals: less is listed, more cannot be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from local_response.sources.faults import Fault


@dataclass
class Sums:
    """What the checks of one table found. faults: parts over their total; disagreements: sentences."""

    faults: list[Fault] = field(default_factory=list)
    disagreements: list[str] = field(default_factory=list)

    def compare(
        self,
        parts: NDArray[np.float64],
        totals: NDArray[np.float64],
        place: Callable[[int], str],
        what: Callable[[int], str],
        of: str,
    ) -> None:
        """Compare two rows of numbers, place by place; a NaN on either side is not compared.

        parts: sums of the parts. place, what: the total's cell and what it counts, by index. of: name of the parts.
        """
        differs = np.flatnonzero(np.abs(parts - totals) > 1e-6)
        for index in map(int, differs):
            part, total = parts[index], totals[index]
            finding = f"the {of} of {what(index)} sum to {part:,.0f}, the total says {total:,.0f}"
            if part > total:
                self.faults.append(
                    Fault(place(index), f"{finding}: the parts exceed it by {part - total:,.0f}", _REMEDY)
                )
            else:
                self.disagreements.append(f"{place(index)}: {finding}, {total - part:,.0f} more.")


_REMEDY = "Compare with the table as published, correct the cell that was altered, or ask the publisher."


def group_sums(
    values: NDArray[np.float64], groups: NDArray[np.intp] | NDArray[np.int64], count: int
) -> NDArray[np.float64]:
    """Sums of rows by group: values is rows x columns, the result groups x columns, NaN for a group without rows."""
    sums = np.zeros((count, values.shape[1]))
    order = np.argsort(groups, kind="stable")
    if order.size:
        ordered = groups[order]
        starts = np.flatnonzero(np.r_[True, ordered[1:] != ordered[:-1]])
        sums[:] = np.nan
        sums[ordered[starts]] = np.add.reduceat(values[order], starts, axis=0)
    else:
        sums[:] = np.nan
    return sums

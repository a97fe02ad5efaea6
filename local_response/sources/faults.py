"""Faults found in a file: gathered while it is checked, reported together, each with place, finding and remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from local_response.model.errors import SourceFormatError, SourceValueError
from local_response.model.figures import column_letters

SHOWN = 20


@dataclass(frozen=True)
class Fault:
    """One value that cannot be. place: sheet, row and column; finding: what stands there; remedy: what to do."""

    place: str
    finding: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.place}: {self.finding}. {self.remedy}"


def cell_place(sheet: str, row: int, column: int) -> str:
    """A cell as a reader of the file finds it: "Table_13, row 7, column F". row, column: counted from 1."""
    return f"{sheet}, row {row}, column {column_letters(column)}"


def refuse_values(file: str, faults: Sequence[Fault]) -> None:
    """Raise SourceValueError listing every fault (the first twenty in full), or nothing where there is none."""
    if not faults:
        return
    count = "one value that cannot be" if len(faults) == 1 else f"{len(faults)} values that cannot be"
    lines = [f"{file}: {count}; nothing was added.", *(f"  {fault}" for fault in faults[:SHOWN])]
    if len(faults) > SHOWN:
        lines.append(f"  and {len(faults) - SHOWN} more of the same kind.")
    raise SourceValueError("\n".join(lines))


def missing_column(place: str, missing: Sequence[str], found: Sequence[str], what: str) -> SourceFormatError:
    """The error for a table that lacks columns. found: the header cells that are there."""
    names = ", ".join(repr(name) for name in missing)
    shown = ", ".join(repr(name) for name in found[:12]) + (", ..." if len(found) > 12 else "")
    noun = "column" if len(missing) == 1 else "columns"
    return SourceFormatError(
        f"{place}: it looks like {what}, but has no {noun} {names}. Found: {shown}. "
        "Download the table again; if the publisher has renamed the column, put the published name back, "
        "or report the new name so that the reader learns it."
    )

"""Figure: a number with its trace; Citation: the cell of a published file it was read from."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, Protocol

Status = Literal["published", "suppressed", "missing", "computed", "not_calculable"]
WITH_VALUE = ("published", "computed")


@dataclass(frozen=True)
class Citation:
    """A cell of a published file, or the rule by which the file says a figure without a cell.

    release: id of the release. sheet: sheet name, or file name for a CSV. row, column: counted from 1; None where
    the file leaves the row out and rule says what that means. edition, published: of the publication that states
    the figure ("" for an unknown date).
    """

    release: str
    sheet: str
    row: int | None
    column: int | None
    edition: str
    published: str = ""
    rule: str = ""

    @property
    def place(self) -> str:
        """As written in a source line: "Table_13, row 512, column CU"."""
        if self.row is None or self.column is None:
            return f"{self.sheet}: {self.rule}"
        return f"{self.sheet}, row {self.row}, column {column_letters(self.column)}"


@dataclass(frozen=True)
class Figure:
    """A number that is about something and can be traced.

    value: None unless status is "published" (printed by the publisher, or a sum of printed cells) or "computed";
    reason says why. unit: "referrals", "per 100,000 residents", "%", ... breakdown: dimension -> value, only the
    dimensions that are not summed over. method: id in definitions/methods.toml ("published", "sum", ...).
    citations: the cells of a published figure or of a sum. inputs, parameters: what a computed one was made from,
    in the order its method states. lower, upper, level: its interval, in the figure's unit.
    """

    value: float | None
    status: Status
    unit: str
    measure: str
    area: str
    period: str
    method: str
    breakdown: Mapping[str, str] = field(default_factory=dict)
    reason: str = ""
    citations: tuple[Citation, ...] = ()
    inputs: tuple[Figure, ...] = ()
    parameters: Mapping[str, float | str] = field(default_factory=dict)
    lower: float | None = None
    upper: float | None = None
    level: float | None = None
    decimals: int = 0

    def __post_init__(self) -> None:
        if (self.value is not None) != (self.status in WITH_VALUE):
            raise ValueError(f"value {self.value!r} cannot be {self.status}")
        if self.value is None and not self.reason:
            raise ValueError(f"a figure that is {self.status} needs its reason")

    @property
    def known(self) -> float:
        """The value. Raises ValueError where there is none."""
        if self.value is None:
            raise ValueError(f"{self.measure} {self.area} {self.period} is {self.status}: {self.reason}")
        return self.value

    @property
    def text(self) -> str:
        """As printed: "1,234", "4.5", "12%"; "not loaded", "suppressed" or "not calculable" without a value."""
        if self.value is None:
            return {"missing": "not loaded", "not_calculable": "not calculable"}.get(self.status, self.status)
        return self.format(self.value)

    def format(self, number: float) -> str:
        """A number as this figure prints it: its decimals, thousands commas, a percent sign where that is the unit."""
        shown = f"{number:,.{self.decimals}f}"
        if float(shown.replace(",", "")) == 0:  # never "-0"
            shown = shown.lstrip("-")
        return f"{shown}%" if self.unit == "%" else shown


class FigureSource(Protocol):
    """Where figures come from: the evidence store, or a stand-in for it in a test."""

    def figures(
        self,
        measure: str,
        *,
        areas: Sequence[str] | None = None,
        periods: Sequence[str] | None = None,
        by: Sequence[str] = (),
        where: Mapping[str, str] | None = None,
    ) -> list[Figure]:
        """Exactly one figure for each combination of area, period and value of the dimensions in `by`."""
        ...

    def figure(self, measure: str, area: str, period: str, **breakdown: str) -> Figure:
        """One figure; status "missing" with the reason where no release holds it."""
        ...

    def periods(self, measure: str, area: str | None = None) -> list[str]:
        """Periods for which the measure has figures, in order of time."""
        ...

    def local_authority_names(self) -> Mapping[str, str]:
        """Code of each local authority in the lookups -> its name."""
        ...

    def __hash__(self) -> int:
        """By identity: what is worked out once for all areas is kept by source."""
        ...


def column_letters(column: int) -> str:
    """The spreadsheet name of a column counted from 1: 1 is A, 27 is AA. Raises ValueError below 1."""
    if column < 1:
        raise ValueError(f"columns count from 1, got {column}")
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters

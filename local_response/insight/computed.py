"""Figures made from figures: each keeps its inputs and the name of its method, so that anyone can work it again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from local_response.insight import recipes
from local_response.insight.recipes import worked
from local_response.model.figures import Citation, Figure
from local_response.model.periods import in_order

PER_RESIDENTS = "per 100,000 residents"
SEVERAL = "several"
TableOfFigures = Sequence[Sequence[Figure]]
"""Figures of all forces: a row a force, in one order."""


def rate(count: Figure, residents: Figure, level: float = 0.95, decimals: int = 1) -> Figure:
    """Events per 100,000 residents of the same area. count: events; residents: mid-year population."""
    return worked(recipes.rate, (count, residents), {"level": level}, count, PER_RESIDENTS, decimals)


def percentage(part: Figure, whole: Figure, level: float = 0.95, decimals: int = 0) -> Figure:
    """A part as a percentage of its whole, with Wilson's limits."""
    return worked(recipes.percentage, (part, whole), {"level": level}, part, "%", decimals)


def counts_compared(later: Figure, earlier: Figure) -> Figure:
    """How many times the earlier count the later count is, for periods of equal length, with an exact interval."""
    return worked(recipes.counts_ratio, (later, earlier), {"level": 0.95}, later, "times", 2)


def total(parts: Sequence[Figure], *, breakdown: Mapping[str, str] | None = None) -> Figure:
    """The sum of figures of one measure: across quarters of one stretch, or across categories that do not overlap.

    Unknown, with the reason, where a part is. The cells of every part are cited; a period that spans several is
    written "2023-Q1 to 2023-Q3". Raises ValueError without parts, or for parts of different measures or units.
    """
    if not parts or len({(part.measure, part.unit) for part in parts}) > 1:
        raise ValueError("a total needs parts, all of one measure and unit")
    first = parts[0]
    where = first.breakdown if breakdown is None else breakdown
    period = span([part.period for part in parts])
    area = first.area if len({part.area for part in parts}) == 1 else SEVERAL
    if unknown := next((part for part in parts if part.value is None), None):
        reason = f"a part is {unknown.status}: {unknown.reason}"
        return Figure(None, unknown.status, first.unit, first.measure, area, period, "sum", where, reason)
    cells: tuple[Citation, ...] = tuple(dict.fromkeys(cell for part in parts for cell in part.citations))
    value = sum(part.known for part in parts)
    method = "sum" if len(parts) > 1 else first.method
    return Figure(value, "published", first.unit, first.measure, area, period, method, where, citations=cells)


def mean(quarters: Sequence[Figure]) -> Figure:
    """Mean count of a force's quarters."""
    found = worked(recipes.mean, quarters, {}, quarters[-1], quarters[-1].unit, 0)
    return replace(found, period=span([quarter.period for quarter in quarters]))


def usual_rates(
    own_residents: Figure, counts: Sequence[Figure], residents: Sequence[Figure], level: float = 0.95
) -> Figure:
    """Rate per 100,000 of all forces together, with the range usual for a force of one size.

    The range allows for chance and for how much forces differ beyond it (additive, winsorised; see funnel.py).
    own_residents: size the range is for. counts, residents: one a force, in one order.
    """
    inputs = (own_residents, *counts, *residents)
    found = worked(recipes.usual_rates, inputs, {"level": level}, counts[0], PER_RESIDENTS, 1)
    return replace(found, area=own_residents.area)


def usual_limit(usual: Figure, side: str) -> Figure:
    """The lower or upper end of a usual range as a figure of its own. side: "lower" or "upper"."""
    return worked(recipes.usual_limit, usual.inputs, {**usual.parameters, "side": side}, usual, PER_RESIDENTS, 1)


def spread_between(usual: Figure) -> Figure:
    """How many times more the rates behind a usual range differ than chance allows."""
    return replace(worked(recipes.spread, usual.inputs, {}, usual, "times chance", 1), area=SEVERAL)


def apartness(table: TableOfFigures, own: int, other: int, area: str, weights: Sequence[float]) -> Figure:
    """How far two areas are apart in their features: 1 is one typical spread in each (see similar.py).

    table: a column a feature; the first feature is a size and is taken as its logarithm. own, other: rows of the two
    areas. area: code of the other. weights: one a feature, 0 or more, not all 0.
    """
    parameters: dict[str, float | str] = {
        "own": own,
        "other": other,
        "features": len(table[0]),
        "weights": " ".join(f"{weight:g}" for weight in weights),
    }
    return replace(worked(recipes.distance, _flat(table), parameters, table[other][0], "spreads apart", 2), area=area)


def next_quarter(table: TableOfFigures, residents: Sequence[Figure], own: int, level: float = 0.95) -> Figure:
    """Events to expect in the quarter after the last of the table, with the range that would be no surprise.

    table: a column a quarter, successive and of one stretch. residents: one a force. own: row of the force.
    """
    parameters: dict[str, float | str] = {"own": own, "areas": len(table), "level": level}
    return worked(recipes.next_quarter, (*_flat(table), *residents), parameters, table[own][-1], "referrals", 0)


def least_fall(table: TableOfFigures, own: int, level: float = 0.95) -> Figure:
    """The least fall of one quarter's count that could be told from chance, from the force's mean in the table."""
    parameters: dict[str, float | str] = {"own": own, "areas": len(table), "level": level}
    return worked(recipes.least_fall, _flat(table), parameters, table[own][-1], table[own][-1].unit, 0)


def dispersion(table: TableOfFigures) -> Figure:
    """How many times more the quarters of forces vary than chance allows, at least 1. table: a column a quarter."""
    found = worked(recipes.dispersion, _flat(table), {"areas": len(table)}, table[0][-1], "times chance", 2)
    return replace(found, area=SEVERAL, period=span([figure.period for figure in table[0]]))


def share_standing_out(
    table: TableOfFigures, persons: Sequence[Figure], own: int, category: int, level: float = 0.95
) -> Figure:
    """A category's percentage of a force's people, drawn towards the other forces where the count is small.

    table: a column a category. persons: people of each force. own, category: row and column.
    """
    parameters: dict[str, float | str] = {"own": own, "areas": len(table), "category": category, "level": level}
    return worked(recipes.standing_out, (*_flat(table), *persons), parameters, table[own][category], "%", 0)


def shares_compared(
    own: Figure, country: Figure, other_own: Figure, other_country: Figure, dispersions: tuple[Figure, Figure]
) -> Figure:
    """An area's share of the country in one source over its share in another, each count over its dispersion."""
    inputs = (own, country, other_own, other_country, *dispersions)
    return worked(recipes.shares_ratio, inputs, {"level": 0.95}, own, "times", 2)


def span(periods: Sequence[str]) -> str:
    """One written period, or the first and last of several, themselves spans or not: "2023-Q1 to 2023-Q3"."""
    ordered = in_order([end for text in periods for end in text.split(" to ")])
    return ordered[0] if len(ordered) == 1 else f"{ordered[0]} to {ordered[-1]}"


def _flat(table: TableOfFigures) -> tuple[Figure, ...]:
    return tuple(figure for row in table for figure in row)

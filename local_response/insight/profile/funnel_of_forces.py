"""The marks of a funnel of all forces: each rate by size, between the ends of the range usual for that size."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from local_response.definitions.areas import area as area_of
from local_response.insight.computed import spread_between, usual_limit, usual_rates
from local_response.model.figures import Figure
from local_response.model.profiles import Mark
from local_response.model.sentences import Text, interval, plain, say

LIMITS_EVERY = 4  # the lines of the funnel are drawn through every fourth area by size


@dataclass(frozen=True)
class FunnelOfForces:
    """marks: rates, sizes and the two ends of the usual range. spread: how many times chance the rates differ."""

    marks: tuple[Mark, ...]
    spread: Figure


def funnel_of_forces(
    counts: Mapping[str, Figure], residents: Mapping[str, Figure], rates: Mapping[str, Figure]
) -> FunnelOfForces:
    """All three by code of force area, of the areas in rates; each of those with a number of residents."""
    codes = list(rates)
    by_size = sorted(codes, key=lambda code: residents[code].known)
    ends = [*by_size[::LIMITS_EVERY], by_size[-1]]
    all_counts, all_residents = [counts[code] for code in codes], [residents[code] for code in codes]
    ranges = {code: usual_rates(residents[code], all_counts, all_residents) for code in dict.fromkeys(ends)}
    marks = [Mark("Rate", area_of(code).name, rates[code], code) for code in codes]
    marks += [Mark("Residents", area_of(code).name, residents[code], code) for code in codes]
    for side, name in (("upper", "Upper end of the usual range"), ("lower", "Lower end of the usual range")):
        marks += [Mark(name, area_of(code).name, usual_limit(found, side), code) for code, found in ranges.items()]
    return FunnelOfForces(tuple(marks), spread_between(next(iter(ranges.values()))))


def widened(spread: Figure) -> Text:
    """What the usual range allows for."""
    return say(
        "Rates differ {spread} times as much as chance alone would bring, so the usual range is widened for ordinary "
        "differences between forces. The order is not a ranking.",
        spread=spread,
    )


def limits_cell(figure: Figure) -> Text:
    """The limits of a rate as a table cell: "3.1 to 4.5"."""
    if figure.level is None:
        return plain("not calculable")
    return interval(figure)[2:]

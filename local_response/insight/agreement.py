"""Sources side by side: whether two of them give one area a different share of the country, by more than chance."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from local_response.insight.dispersion import dispersion_after_effects
from local_response.insight.limits import clopper_pearson_limits
from local_response.insight.rates import share
from local_response.model.estimates import Estimate, not_calculable

Verdict = Literal["agree", "first_higher", "second_higher", "cannot_tell"]


@dataclass(frozen=True)
class SourceCount:
    """What one source says of an area and of the country.

    source: its name. area: events in the area; country: in the whole country, the area with it; None: not known.
    dispersion: how many times more such counts vary than chance allows, 1 or more (see source_dispersion).
    """

    source: str
    area: float | None
    country: float | None
    dispersion: float = 1.0


@dataclass(frozen=True)
class Agreement:
    """Two sources on one area.

    first_share, second_share: the area's share of the country in each. ratio: first over second, with its interval.
    verdict: "agree" where the interval holds 1: not told apart, which is not proof that they are equal.
    """

    first: SourceCount
    second: SourceCount
    first_share: Estimate
    second_share: Estimate
    ratio: Estimate
    verdict: Verdict


def agreement(first: SourceCount, second: SourceCount, level: float = 0.95) -> Agreement:
    """Compare an area's share of the country in two sources.

    The ratio of shares has Clopper and Pearson's limits of the area's events in the first among those of both, as
    rate_ratio does; each count is divided by its dispersion first, so that over-dispersed counts tell less.
    Sources: Przyborowski and Wilenski (1940), Biometrika 31, 313-323; the division by dispersion is quasi-likelihood,
    McCullagh and Nelder (1989), section 9.2.
    """
    ratio = _share_ratio(first, second, level)
    verdict: Verdict = "cannot_tell"
    if ratio.value is not None and ratio.lower is not None and ratio.upper is not None:
        verdict = "first_higher" if ratio.lower > 1 else "second_higher" if ratio.upper < 1 else "agree"
    first_share, second_share = (share(count.area, count.country, level) for count in (first, second))
    return Agreement(first, second, first_share, second_share, ratio, verdict)


def side_by_side(sources: Sequence[SourceCount], level: float = 0.95) -> list[Agreement]:
    """Every pair of sources, in the order that they are given."""
    return [agreement(first, second, level) for first, second in combinations(sources, 2)]


def source_dispersion(table: Sequence[Sequence[float]]) -> float:
    """How many times more one source's counts vary than chance allows, at least 1.

    table: areas x periods of that source, none missing; from dispersion_after_effects.
    """
    return max(1.0, dispersion_after_effects(table)[0])


def _share_ratio(first: SourceCount, second: SourceCount, level: float) -> Estimate:
    method = "share_ratio"
    one, other = _usable(first), _usable(second)
    if isinstance(one, str):
        return not_calculable(method, one)
    if isinstance(other, str):
        return not_calculable(method, other)
    (a, country_a), (b, country_b) = one, other
    if b == 0:
        return not_calculable(method, f"{second.source} has no events in the area to compare with")
    scale = country_b / country_a
    low, high = (float(limit) for limit in clopper_pearson_limits(a, a + b, level))
    return Estimate(a / b * scale, low / (1 - low) * scale, high / (1 - high) * scale, level, method)


def _usable(count: SourceCount) -> tuple[float, float] | str:
    """Events in the area and the country, each over the dispersion; or why they cannot be used."""
    if count.dispersion < 1:
        raise ValueError(f"a dispersion is 1 or more, got {count.dispersion}")
    if count.area is None or count.country is None:
        return f"{count.source} has no count for the area or the country"
    if not 0 <= count.area <= count.country or count.country == 0:
        return f"{count.source} has no events in the country, or fewer than in the area"
    return count.area / count.dispersion, count.country / count.dispersion

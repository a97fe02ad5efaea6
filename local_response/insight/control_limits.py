"""Control limits and significance where chance alone is at work: rates, ratios and shares about one target.

An area is outside its limits exactly when the target is outside the area's own interval. Two pairs of limits are
usual: 95% (0.025 on each side) and 99.8% (0.001 on each side).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from local_response.insight.limits import FloatArray, exact_limits, normal_quantile
from local_response.insight.rates import LEVELS, ratios

Resolution = Literal["published", "exact"]
_HALVINGS = 2.0**23


@dataclass(frozen=True)
class Signals:
    """How each area stands to its limits, one element an area, in the order that went in.

    code: 0 inside the narrowest limits, 1 above them, 2 above the next, -1 and -2 below; 0 where not calculable.
    calculable: False where an area has no count or no size. levels: of the limits, narrowest first.
    """

    code: NDArray[np.int8]
    calculable: NDArray[np.bool_]
    levels: tuple[float, ...]

    @property
    def label(self) -> NDArray[np.str_]:
        """In words: "High (0.025)", "Low (0.001)", "Not significant", "Not calculable"; the number is the tail."""
        tails = [f"({(1 - level) / 2:.3g})" for level in self.levels]
        words = np.array(["Not significant"] + [f"High {t}" for t in tails] + [f"Low {t}" for t in tails[::-1]])
        return np.where(self.calculable, words[self.code], "Not calculable")


@dataclass(frozen=True)
class LimitsByEvents:
    """For each number of events, where it would sit on the limits of one level.

    lower_expected: expected events of an area for which this many lie on the lower limit; upper_expected the same
    for the upper limit. lower_ratio, upper_ratio: observed / expected there. Multiply by a rate for a rate funnel.
    """

    events: FloatArray
    lower_expected: FloatArray
    lower_ratio: FloatArray
    upper_expected: FloatArray
    upper_ratio: FloatArray


def limits_by_events(events: ArrayLike, level: float = 0.95, resolution: Resolution = "published") -> LimitsByEvents:
    """The funnel of a ratio (or of a rate, divided by it) from Poisson limits, one row a number of events.

    events: above 0. resolution: "exact" for limits as exact_limits gives them; "published" rounds as the published
    tables do, which look for the limit E in steps of 2^-23 of E / (1 + events + E) and leave out a tail of about
    1e-10: up to 4 parts in a million off for 1 event. Raises ValueError for 0 events.
    Source: PHEindicatormethods (calculate_funnel_limits); Garwood (1936).
    """
    x = np.asarray(events, dtype=np.float64)
    if not (x > 0).all():
        raise ValueError("limits by events need more than 0 events")
    upper_expected, lower_expected = exact_limits(x, level)
    if resolution == "published":
        tail = (1 - level) / 2
        left_out = _tail_left_out(upper_expected)
        upper_expected = _halved(special.gammaincinv(x, tail + (1 - tail) * left_out), x)
        left_out = _tail_left_out(lower_expected)
        lower_expected = _halved(special.gammainccinv(x + 1, tail * (1 - left_out)), x)
    return LimitsByEvents(x, lower_expected, x / lower_expected, upper_expected, x / upper_expected)


def poisson_control_limits(expected: ArrayLike, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Counts between which an area stays by chance, given how many events are expected; not rounded to whole events.

    expected: 0 or more. The lower limit is 0 where even no events at all would be no surprise.
    Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202, appendix (interpolated Poisson limits).
    """
    mean = np.asarray(expected, dtype=np.float64)
    tail = (1 - level) / 2
    with np.errstate(invalid="ignore"):
        low_exists = np.exp(-mean) < tail
        lower = np.where(low_exists, special.pdtrik(tail, np.where(low_exists, mean, 100.0)), 0.0)
        # The count whose exact lower limit is the mean; below -log(1 - tail) not even 1 event is needed.
        high_exists = np.exp(-mean) < 1 - tail
        upper = np.where(high_exists, special.pdtrik(1 - tail, np.where(high_exists, mean, 100.0)) + 1, 1.0)
    return np.where(np.isnan(mean), np.nan, lower), np.where(np.isnan(mean), np.nan, upper)


def share_control_limits(wholes: ArrayLike, target: float, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Shares between which an area stays by chance: those whose Wilson interval just reaches the target.

    wholes: above 0. target: between 0 and 1. Solving Wilson's interval for the share leaves the target plus and
    minus z times its standard error at the target.
    Source: PHEindicatormethods (calculate_funnel_limits, proportion); Wilson (1927).
    """
    n = np.asarray(wholes, dtype=np.float64)
    half = normal_quantile(level) * np.sqrt(target * (1 - target) / n)
    return np.maximum(target - half, 0.0), np.minimum(target + half, 1.0)


def ratio_signals(
    observed: ArrayLike, expected: ArrayLike, target: float = 1.0, levels: Sequence[float] = LEVELS
) -> Signals:
    """Which areas are outside the limits of a ratio funnel; with populations as expected, of a rate funnel.

    target: the ratio (or events per person) that every area is compared with.
    The limits are those of the ratio: exact below 10 observed events, Byar's from 10 up.
    Source: PHEindicatormethods (assign_funnel_significance).
    """
    table = ratios(observed, expected, 1.0, levels)
    return signals_between(
        np.full(table.value.shape, target),
        [(table.lower[level], table.upper[level]) for level in sorted(levels)],
        levels,
        reverse=True,
    )


def rate_signals(counts: ArrayLike, populations: ArrayLike, levels: Sequence[float] = LEVELS) -> Signals:
    """Which areas are outside the limits about the rate of all areas together.

    counts: events; populations: above 0. Areas without either are left out of the pooled rate.
    Source: PHEindicatormethods (assign_funnel_significance, rate).
    """
    return ratio_signals(counts, populations, pooled(counts, populations), levels)


def share_signals(
    parts: ArrayLike, wholes: ArrayLike, target: float | None = None, levels: Sequence[float] = LEVELS
) -> Signals:
    """Which areas are outside the limits of a share funnel; target: the share of all areas together unless given.

    Source: PHEindicatormethods (assign_funnel_significance, proportion).
    """
    x, n = np.asarray(parts, dtype=np.float64), np.asarray(wholes, dtype=np.float64)
    centre = pooled(x, n) if target is None else target
    with np.errstate(divide="ignore", invalid="ignore"):
        value = np.where(n > 0, x / n, np.nan)
        limits = [share_control_limits(np.where(n > 0, n, np.nan), centre, level) for level in sorted(levels)]
    return signals_between(value, limits, levels)


def signals_between(
    values: FloatArray,
    limits: Sequence[tuple[FloatArray, FloatArray]],
    levels: Sequence[float],
    reverse: bool = False,
) -> Signals:
    """Signals of values against limits, narrowest first; reverse when the limits are the areas' own intervals."""
    code = np.zeros(values.shape, dtype=np.int8)
    calculable = ~np.isnan(values)
    for step, (lower, upper) in enumerate(limits, start=1):
        calculable &= ~(np.isnan(lower) & np.isnan(upper))
        above, below = values > upper, values < lower
        if reverse:
            above, below = below, above
        code[above], code[below] = step, -step
    code[~calculable] = 0
    return Signals(code, calculable, tuple(sorted(levels)))


def pooled(counts: ArrayLike, sizes: ArrayLike) -> float:
    """Events of all areas over their sizes together, leaving out areas without a count or a size.

    Raises ValueError when no area has both.
    """
    x, n = np.asarray(counts, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    usable = (x >= 0) & (n > 0)
    if not usable.any():
        raise ValueError("no area has both a count and a size")
    return float(x[usable].sum() / n[usable].sum())


def _halved(expected: FloatArray, events: FloatArray) -> FloatArray:
    """The middle of the cell of width 2^-23 that E / (1 + events + E) lies in: where halving stops."""
    place = expected / (1 + events + expected)
    middle = (np.floor(place * _HALVINGS) + 0.5) / _HALVINGS
    return np.asarray((1 + events) * middle / (1 - middle), dtype=np.float64)


def _tail_left_out(expected: FloatArray) -> FloatArray:
    """Probability of the counts from the first above E that is at most 1e-10 times as likely as all below it."""
    low, high = expected, expected + 10 * np.sqrt(expected) + 50
    for _ in range(60):
        middle = (low + high) / 2
        likely = middle * np.log(expected) - expected - special.gammaln(middle + 1) > np.log(1e-10)
        low, high = np.where(likely, middle, low), np.where(likely, high, middle)
    return np.asarray(special.gammainc(np.ceil(high), expected), dtype=np.float64)

"""Rates per population, shares and ratios, with their limits: a whole array at once, or one Estimate.

A row that cannot be calculated says why and never stops the rest. The rule for which limits a row gets is that of
PHEindicatormethods: exact (chi-squared) limits below 10 events, Byar's from 10 up, Wilson's for shares.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from local_response.insight.limits import (
    EXACT_BELOW,
    FloatArray,
    byar_lower,
    byar_upper,
    clopper_pearson_limits,
    exact_limits,
    normal_quantile,
    wilson_limits,
)
from local_response.model.estimates import Estimate, not_calculable

LEVELS = (0.95, 0.998)
PER = 100_000
_BLOCK = 16_384

REASONS = (
    "",
    "there is no count",
    "the count is below zero",
    "there is no population to divide by",
    "the population is zero",
    "the population is below zero",
    "the part is larger than the whole",
    "fewer than 10 events is too few for a directly standardised rate",
    "a band has no count",
    "a band has no population",
)
"""Why a row has no value; a row's reason_code is a place in this list."""


@dataclass(frozen=True)
class RateTable:
    """One row an area, in the order that went in; every array has the same shape.

    value: in the unit asked for (per 100,000, a share of 1, a ratio); NaN where not calculable.
    lower, upper: by level of confidence, such as 0.95.
    method_code, reason_code: places in METHODS and REASONS, kept as small numbers so that a million rows stay light.
    """

    value: FloatArray
    lower: Mapping[float, FloatArray]
    upper: Mapping[float, FloatArray]
    methods: tuple[str, ...]
    method_code: NDArray[np.uint8]
    reason_code: NDArray[np.uint8]

    @property
    def method(self) -> NDArray[np.str_]:
        """Id of each row's method in definitions/methods.toml; empty where there is no count."""
        return np.asarray(self.methods)[self.method_code]

    @property
    def reason(self) -> NDArray[np.str_]:
        """Why a row is not calculable, a clause in plain English; empty where it is."""
        return np.asarray(REASONS)[self.reason_code]

    def estimate(self, row: int, level: float = 0.95) -> Estimate:
        """One row as an Estimate. Raises KeyError for a level that was not asked for."""
        method = str(self.method.flat[row]) or self.methods[-1]
        lower, upper = self.lower[level].flat[row], self.upper[level].flat[row]
        if reason := str(self.reason.flat[row]):
            return not_calculable(method, reason)
        return Estimate(float(self.value.flat[row]), float(lower), float(upper), level, method)


def rates(counts: ArrayLike, populations: ArrayLike, per: float = PER, levels: Sequence[float] = LEVELS) -> RateTable:
    """Crude rates, each with exact limits below 10 events and Byar's from 10 up.

    counts: events, 0 or more (NaN: not known). populations: above 0, of the same areas and period.
    per: the unit of the answer, 100,000 people unless said. levels: any number of levels of confidence.
    Source: PHEindicatormethods (phe_rate); Garwood (1936); Breslow and Day (1987).
    """
    return _count_over(counts, populations, per, levels, ("rate_exact", "rate_byar", ""))


def ratios(observed: ArrayLike, expected: ArrayLike, per: float = 1.0, levels: Sequence[float] = LEVELS) -> RateTable:
    """Ratios of observed to expected events, the expected taken as known without error.

    observed: events, 0 or more. expected: above 0. per: 1 for a ratio, 100 for an index.
    Source: as for rates; an indirectly standardised ratio is this with expected from reference rates.
    """
    return _count_over(observed, expected, per, levels, ("ratio_exact", "ratio_byar", ""))


def proportions(parts: ArrayLike, wholes: ArrayLike, per: float = 1.0, levels: Sequence[float] = LEVELS) -> RateTable:
    """Shares of a whole with Wilson's limits.

    parts: 0 up to the whole. wholes: above 0. per: 1 for a share, 100 for percent.
    Source: PHEindicatormethods (phe_proportion); Wilson (1927).
    """
    x, n = _same_shape(parts, wholes)
    reason = _reason_codes(x, n)
    reason[(reason == 0) & (x > n)] = REASONS.index("the part is larger than the whole")
    x = np.where(reason == 0, x, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        value = x / n * per
    limits = {level: wilson_limits(x, n, level) for level in levels}
    return RateTable(
        value,
        {level: pair[0] * per for level, pair in limits.items()},
        {level: pair[1] * per for level, pair in limits.items()},
        ("share_wilson",),
        np.zeros(x.shape, dtype=np.uint8),
        reason,
    )


def rate_per_100k(count: float | None, residents: float | None, level: float = 0.95) -> Estimate:
    """Rate per 100,000 residents. count: 0 or more; residents: above 0; None: not known.

    Without a count or residents the Estimate has no value and says why.
    """
    return rates([_nan(count)], [_nan(residents)], PER, (level,)).estimate(0, level)


def share(part: float | None, whole: float | None, level: float = 0.95) -> Estimate:
    """A part as a share of its whole, between 0 and 1, with Wilson's limits; None: not known."""
    return proportions([_nan(part)], [_nan(whole)], 1.0, (level,)).estimate(0, level)


def rate_ratio(
    count_a: float | None, population_a: float | None, count_b: float | None, population_b: float | None,
    level: float = 0.95,
) -> Estimate:  # fmt: skip
    """How many times the rate of b is the rate of a, with an exact interval.

    Given the events of both together, those of a are binomial; Clopper and Pearson's limits for that share become
    limits for the ratio. The interval covers at least as often as level says, so it is never too narrow.
    counts: 0 or more; populations: above 0; a and b must not share events. None: not known.
    Source: Przyborowski and Wilenski (1940), Biometrika 31, 313-323; Clopper and Pearson (1934).
    """
    method = "rate_ratio_exact"
    sides = _same_shape([_nan(count_a), _nan(count_b)], [_nan(population_a), _nan(population_b)])
    codes = _reason_codes(*sides)
    if codes.any():
        return not_calculable(method, REASONS[int(codes[codes > 0][0])])
    (a, b), (population_a, population_b) = sides
    if b == 0:
        return not_calculable(method, "there are no events to compare with")
    scale = float(population_b / population_a)
    low, high = (float(limit) for limit in clopper_pearson_limits(a, a + b, level))
    return Estimate(float(a / b * scale), low / (1 - low) * scale, high / (1 - high) * scale, level, method)


def _count_over(
    counts: ArrayLike, populations: ArrayLike, per: float, levels: Sequence[float], methods: tuple[str, ...]
) -> RateTable:
    x, n = _same_shape(counts, populations)
    reason = _reason_codes(x, n)
    method = np.where(x < EXACT_BELOW, 0, 1).astype(np.uint8)
    method[np.isnan(x)] = 2
    x = np.where(reason == 0, x, np.nan)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.asarray(per / n, dtype=np.float64)
        value = x * scale
        limits = {level: _by_the_rule(x, scale, level) for level in levels}
    return RateTable(
        value,
        {level: pair[0] for level, pair in limits.items()},
        {level: pair[1] for level, pair in limits.items()},
        methods,
        method,
        reason,
    )


def _by_the_rule(x: FloatArray, scale: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    """Limits times scale, block by block: a million rows stay in the processor's cache."""
    lower, upper = np.empty(x.shape), np.empty(x.shape)
    flat_x, flat_scale, flat_lower, flat_upper = (array.reshape(-1) for array in (x, scale, lower, upper))
    for start in range(0, x.size, _BLOCK):
        rows = slice(start, start + _BLOCK)
        low, high = _limits_of_block(flat_x[rows], level)
        np.multiply(low, flat_scale[rows], out=flat_lower[rows])
        np.multiply(high, flat_scale[rows], out=flat_upper[rows])
    return lower, upper


def _limits_of_block(x: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    """Byar's limits, overwritten by exact ones below 10 events; small whole counts come from a table."""
    z = normal_quantile(level)
    lower, upper = byar_lower(x, z), byar_upper(x, z)
    small = np.nonzero(x < EXACT_BELOW)
    events = x[small]
    if events.size:
        whole = events == np.floor(events)
        low_table, high_table = _small_whole_counts(level)
        place = np.floor(events).astype(np.intp)
        low, high = low_table[place], high_table[place]
        if not whole.all():
            low[~whole], high[~whole] = exact_limits(events[~whole], level)
        lower[small], upper[small] = low, high
    return lower, upper


@cache
def _small_whole_counts(level: float) -> tuple[FloatArray, FloatArray]:
    return exact_limits(np.arange(EXACT_BELOW), level)


def _same_shape(counts: ArrayLike, populations: ArrayLike) -> tuple[FloatArray, FloatArray]:
    x, n = np.broadcast_arrays(np.asarray(counts, dtype=np.float64), np.asarray(populations, dtype=np.float64))
    return np.atleast_1d(x), np.atleast_1d(n)


def _reason_codes(x: FloatArray, n: FloatArray) -> NDArray[np.uint8]:
    codes = np.zeros(x.shape, dtype=np.uint8)
    codes[n < 0] = 5
    codes[n == 0] = 4
    codes[np.isnan(n)] = 3
    codes[x < 0] = 2
    codes[np.isnan(x)] = 1
    return codes


def _nan(number: float | None) -> float:
    return np.nan if number is None else float(number)

"""Rates standardised for age or another make-up of the population, directly and indirectly.

Tables have one row an area and one column a band (of age, say), in the same order everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from local_response.insight.limits import EXACT_BELOW, FloatArray, byar_limits
from local_response.insight.rates import LEVELS, PER, REASONS, RateTable, ratios


@dataclass(frozen=True)
class IndirectlyStandardised:
    """Observed against what the reference rates would give; one element an area.

    reference_rate: crude rate of the reference population, in the unit of rate. ratio: observed / expected.
    rate: ratio x reference_rate.
    """

    observed: FloatArray
    expected: FloatArray
    reference_rate: float
    ratio: RateTable
    rate: RateTable


def directly_standardised(
    counts: ArrayLike,
    populations: ArrayLike,
    standard: ArrayLike,
    per: float = PER,
    levels: Sequence[float] = LEVELS,
    event_squares: ArrayLike | None = None,
) -> RateTable:
    """Rates that the standard population would have, with Dobson's limits; none below 10 events in all.

    counts: areas x bands, 0 or more. populations: the same shape, above 0. standard: one number a band.
    event_squares: where one person may have several events, the sum over persons of their events squared,
    areas x bands; without it events count as independent. A band without a count leaves its area not calculable.
    Source: Dobson, Kuulasmaa, Eberle and Scherer (1991), Statistics in Medicine 10, 457-462; the limit of 10
    events is that of PHEindicatormethods (calculate_dsr).
    """
    x, n = (np.atleast_2d(np.asarray(table, dtype=np.float64)) for table in (counts, populations))
    weights = np.asarray(standard, dtype=np.float64)
    if x.shape != n.shape or weights.shape != x.shape[1:]:
        raise ValueError(f"need areas x bands alike, got {x.shape}, {n.shape} and {weights.shape}")
    squares = x if event_squares is None else np.atleast_2d(np.asarray(event_squares, dtype=np.float64))
    reason = _band_reasons(x, n)
    total = x.sum(axis=1)
    reason[(reason == 0) & (total < EXACT_BELOW)] = REASONS.index(
        "fewer than 10 events is too few for a directly standardised rate"
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        value = (weights * x / n).sum(axis=1) / weights.sum() * per
        variance = (weights**2 * squares / n**2).sum(axis=1) / weights.sum() ** 2 * per**2
    value[reason > 0] = np.nan
    limits = {level: dobson_limits(value, variance, total, level) for level in levels}
    return RateTable(
        value,
        {level: pair[0] for level, pair in limits.items()},
        {level: pair[1] for level, pair in limits.items()},
        ("dsr_dobson",),
        np.zeros(len(value), dtype=np.uint8),
        reason,
    )


def dobson_limits(
    value: ArrayLike, variance: ArrayLike, total_count: ArrayLike, level: float = 0.95
) -> tuple[FloatArray, FloatArray]:
    """Limits of a weighted sum of counts: Byar's limits of the total, scaled to the variance of the sum.

    value and its variance: in one unit; total_count: events behind it, above 0.
    Source: Dobson et al. (1991), Statistics in Medicine 10, 457-462.
    """
    middle, total = np.asarray(value, dtype=np.float64), np.asarray(total_count, dtype=np.float64)
    lower, upper = byar_limits(total, level)
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.sqrt(np.asarray(variance, dtype=np.float64) / total)
        return middle + scale * (lower - total), middle + scale * (upper - total)


def indirectly_standardised(
    counts: ArrayLike,
    populations: ArrayLike,
    reference_counts: ArrayLike,
    reference_populations: ArrayLike,
    per: float = PER,
    levels: Sequence[float] = LEVELS,
) -> IndirectlyStandardised:
    """Observed events against those that the reference population's rates would give each area.

    counts, populations: areas x bands. reference_counts, reference_populations: one number a band; populations
    above 0. Limits: exact below 10 observed events, Byar's from 10 up, the expected taken as known.
    Source: PHEindicatormethods (calculate_ISRatio, calculate_ISRate); Breslow and Day (1987), IARC 82, chapter 2.
    """
    x, n = (np.atleast_2d(np.asarray(table, dtype=np.float64)) for table in (counts, populations))
    events, people = (np.asarray(row, dtype=np.float64) for row in (reference_counts, reference_populations))
    if not (people > 0).all():
        raise ValueError("every band needs a reference population above 0")
    observed, expected = x.sum(axis=1), (n * events / people).sum(axis=1)
    reference_rate = float(events.sum() / people.sum() * per)
    return IndirectlyStandardised(
        observed,
        expected,
        reference_rate,
        ratios(observed, expected, 1.0, levels),
        ratios(observed, expected, reference_rate, levels),
    )


def _band_reasons(x: FloatArray, n: FloatArray) -> NDArray[np.uint8]:
    codes = np.zeros(len(x), dtype=np.uint8)
    codes[~(n > 0).all(axis=1)] = REASONS.index("a band has no population")
    codes[~(x >= 0).all(axis=1)] = REASONS.index("a band has no count")
    return codes

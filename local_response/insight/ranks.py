"""How sure a place in an order of areas is: nearly never sure enough to print a league table."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import special

from local_response.insight.limits import FloatArray
from local_response.insight.shrinkage import ShrunkRates

_POINTS = 200


@dataclass(frozen=True)
class RankIntervals:
    """One element an area; rank 1 has the highest true rate, 0 where an area has no rate.

    lower, upper: ranks between which the area lies with probability level, given the counts of all areas.
    median: in the middle of its probable ranks. areas: how many are ranked. probability: areas x ranks.
    """

    lower: NDArray[np.intp]
    median: NDArray[np.intp]
    upper: NDArray[np.intp]
    areas: int
    level: float
    probability: FloatArray


def rank_intervals(rates: ShrunkRates, level: float = 0.95) -> RankIntervals:
    """Interval of each area's rank by its true rate, worked out and not simulated, so no seed is needed.

    rates: from shrink_rates. Given an area's own rate, the others lie above it independently, so the number above is
    a sum of unequal chances; this is averaged over 200 equally likely values of its rate.
    Source: Goldstein and Spiegelhalter (1996), Journal of the Royal Statistical Society A 159, 385-443 (intervals
    for ranks from the posterior); Marshall and Spiegelhalter (1998), British Medical Journal 316, 1701-1704.
    """
    ranked = np.nonzero(~np.isnan(rates.value))[0]
    shape, rate = rates.posterior_shape[ranked], rates.posterior_rate[ranked]
    k = len(ranked)
    levels = (np.arange(_POINTS) + 0.5) / _POINTS
    probability = np.full((len(rates.value), k), np.nan)
    for place, area in enumerate(ranked):
        values = special.gammaincinv(shape[place], levels) / rate[place]
        above = special.gammaincc(shape, values[:, None] * rate)
        probability[area] = _number_of(np.delete(above, place, axis=1)).mean(axis=0)
    tail = (1 - level) / 2
    lower, median, upper = (_rank_at(probability, p) for p in (tail, 0.5, 1 - tail))
    return RankIntervals(lower, median, upper, k, level, probability)


def _number_of(chances: FloatArray) -> FloatArray:
    """Distribution of how many of independent events happen, one row a set of chances (points x events)."""
    points, events = chances.shape
    spread = np.zeros((points, events + 1))
    spread[:, 0] = 1.0
    for event in range(events):
        p = chances[:, event : event + 1]
        spread[:, 1:] = spread[:, 1:] * (1 - p) + spread[:, :-1] * p
        spread[:, :1] *= 1 - p
    return spread


def _rank_at(probability: FloatArray, share: float) -> NDArray[np.intp]:
    reached = np.cumsum(probability, axis=1) >= share - 1e-9
    ranks = np.argmax(reached, axis=1) + 1
    return np.where(np.isnan(probability[:, 0]), 0, ranks) if probability.size else np.zeros(len(probability), np.intp)

"""What would be unusual next quarter: a range from an area's own past, drawn towards the country.

The level of an area is a gamma distribution that forgets: each quarter the new count comes in, and part of what was
known goes back to what is known of any area. Counts vary about their level more than chance allows, by a dispersion
that all areas share. The next count is then negative binomial.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from local_response.insight.limits import FloatArray
from local_response.insight.shrinkage import fit_gamma

_MEMORIES = np.concatenate(
    [np.array([0.002, 0.005, 0.01, 0.02, 0.05]), np.arange(0.1, 0.96, 0.05), np.array([0.97, 0.99, 1.0])]
)
_DISPERSIONS = np.array([1.0, 1.1, 1.2, 1.35, 1.5, 1.75, 2.0, 2.5, 3.0, 4.0, 6.0])
FEWEST_QUARTERS = 4
FEWEST_WITH_COUNTRY = 2
Verdict = Literal["below", "inside", "above"]


@dataclass(frozen=True)
class Country:
    """What all areas tell about one.

    shape, mean: of the gamma distribution of areas' levels, in events a quarter per unit of size; shape 0 where one
    series stands alone. memory: how much of what was known is kept from one quarter to the next, up to 1.
    dispersion: variance over mean of a count about its level, 1 or more. areas, quarters: what it was fitted on.
    """

    shape: float
    mean: float
    memory: float
    dispersion: float
    areas: int
    quarters: int


@dataclass(frozen=True)
class NextRange:
    """Counts of the next quarter that would be no surprise: lower and upper are themselves inside.

    expected: the mean. shape: of the negative binomial; quarters: of its own past that the area brought.
    """

    lower: int
    expected: float
    upper: int
    level: float
    shape: float
    quarters: int


def fit_country(table: ArrayLike, sizes: ArrayLike) -> Country:
    """Learn from all areas how much they differ and how quickly their levels move.

    table: areas x successive quarters with no break among them, counts of 0 or more, none missing, at least 3 areas
    and 2 quarters. sizes: one an area, above 0 (residents, say).
    The gamma distribution is fitted to each area's total; memory and dispersion are those of a grid that make the
    quarters likeliest, each forecast from those before it.
    Source: Smith (1979), JRSS B 41, 375-387 and Harvey and Fernandes (1989), Journal of Business and Economic
    Statistics 7, 407-417 (memory); Clayton and Kaldor (1987), Biometrics 43, 671-681 (shrinkage).
    """
    x, n = np.asarray(table, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    if x.ndim != 2 or x.shape[0] < 3 or x.shape[1] < 2 or not (x >= 0).all():
        raise ValueError("need at least 3 areas x 2 quarters of counts of 0 or more, none missing")
    if len(n) != len(x) or not (n > 0).all():
        raise ValueError("every area needs a size above 0")
    candidates = [_best_memory(x, n, *_gamma_of_levels(x, n, d), d) for d in _DISPERSIONS]
    return max(candidates, key=lambda scored: scored[0])[1]


def fit_alone(counts: ArrayLike) -> Country:
    """Learn from one series how quickly its level moves, with no other areas to lean on.

    counts: successive quarters with no break among them, at least 4, none missing, events among the first ones.
    Source: Harvey and Fernandes (1989), Journal of Business and Economic Statistics 7, 407-417.
    """
    x = _checked(counts, FEWEST_QUARTERS)
    return _best_memory(x[None, :], np.ones(1), 0.0, 1.0, 1.0)[1]


def next_range(past: ArrayLike, size: float, country: Country, level: float = 0.95) -> NextRange:
    """The range of the quarter after the past ones.

    past: the area's counts in successive quarters with no break among them, none missing; at least 2 where the country
    says what areas are like, 4 for a series alone. size: in the unit that country was fitted with (1 for fit_alone).
    level: of the range; as counts are whole it covers at least that by the model.
    Raises ValueError for a shorter past, a missing count, or a series alone without any event.
    """
    x = _checked(past, FEWEST_WITH_COUNTRY if country.shape > 0 else FEWEST_QUARTERS)
    if not size > 0:
        raise ValueError(f"a size is above 0, got {size}")
    if country.shape == 0 and x.sum() == 0:
        raise ValueError("a series alone needs events before a range can be stated")
    shape, rate = _levels(x[None, :], np.array([size]), country)
    expected = float(shape[0, -1] / rate[0, -1] * size)
    spread = float(_next_shape(shape[:, -1], expected, country.dispersion)[0])
    tail = (1 - level) / 2
    lower, upper = (_quantile(spread, spread / (spread + expected), p) for p in (tail, 1 - tail))
    return NextRange(lower, expected, upper, level, spread, len(x))


def judge(newest: float, range_before: NextRange) -> Verdict:
    """Whether the newest count fell outside the range that was made before it."""
    if newest < range_before.lower:
        return "below"
    return "above" if newest > range_before.upper else "inside"


def _checked(past: ArrayLike, fewest: int) -> FloatArray:
    x = np.asarray(past, dtype=np.float64)
    if x.ndim != 1 or len(x) < fewest or not (x >= 0).all():
        raise ValueError(f"need at least {fewest} successive counts of 0 or more, none missing")
    return x


def _gamma_of_levels(x: FloatArray, n: FloatArray, dispersion: float) -> tuple[float, float]:
    """Shape and mean of areas' levels; each count tells as much as one that is dispersion times smaller."""
    shape, mean = fit_gamma(x.sum(axis=1) / dispersion, n * x.shape[1] / dispersion)
    return min(shape, 1e4), mean  # keeps forgetting finite where areas do not differ at all


def _best_memory(x: FloatArray, n: FloatArray, shape: float, mean: float, dispersion: float) -> tuple[float, Country]:
    """The likeliest memory of a grid, with its log likelihood."""
    countries = [Country(shape, mean, float(memory), float(dispersion), *x.shape) for memory in _MEMORIES]
    scores = [_log_likelihood(x, n, country) for country in countries]
    best = int(np.argmax(scores))
    return scores[best], countries[best]


def _levels(x: FloatArray, n: FloatArray, country: Country) -> tuple[FloatArray, FloatArray]:
    """Shape and rate of each area's level before each quarter and after the last: areas x (quarters + 1)."""
    start, start_rate = country.shape, country.shape / country.mean
    a, b = np.full(len(x), start), np.full(len(x), start_rate)
    shapes, rates = [a], [b]
    for quarter in range(x.shape[1]):
        a, b = a + x[:, quarter] / country.dispersion, b + n / country.dispersion
        # What is not kept is replaced by what is known of any area, so the mean drifts to the country's.
        a = country.memory * a + (1 - country.memory) * start
        b = country.memory * b + (1 - country.memory) * start_rate
        shapes.append(a)
        rates.append(b)
    return np.column_stack(shapes), np.column_stack(rates)


def _next_shape(shape: FloatArray, expected: ArrayLike, dispersion: float) -> FloatArray:
    """Shape of the negative binomial whose variance is dispersion x mean and that of the level besides."""
    mean = np.asarray(expected, dtype=np.float64)
    return np.asarray(1 / (1 / shape + (dispersion - 1) / mean), dtype=np.float64)


def _log_likelihood(x: FloatArray, n: FloatArray, country: Country) -> float:
    """Of every quarter but the first, each given those before it; areas that have shown nothing are left out."""
    a, b = (table[:, 1:-1] for table in _levels(x, n, country))
    counts = x[:, 1:]
    known = a > 0
    expected = np.where(known, a / np.where(known, b, 1.0) * n[:, None], 1.0)
    r = _next_shape(np.where(known, a, 1.0), expected, country.dispersion)
    terms = special.gammaln(r + counts) - special.gammaln(r) - special.gammaln(counts + 1)
    terms += r * np.log(r / (r + expected)) + counts * np.log(expected / (r + expected))
    return float(terms[known].sum())


def _quantile(shape: float, share: float, p: float) -> int:
    """The smallest count that a negative binomial reaches with probability p; share: its chance parameter."""
    low, high = -1, 1
    while special.betainc(shape, high + 1, share) < p:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (low, middle) if special.betainc(shape, middle + 1, share) >= p else (middle, high)
    return high

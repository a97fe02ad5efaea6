"""Rates and shares of small areas drawn towards all areas together, the less of their own there is the more.

Empirical Bayes: how much areas truly differ is measured over all of them, then each area's own figure is weighed
against the rest. The measured spread is taken as known, so intervals are a little too narrow when areas are few.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from local_response.insight.control_limits import pooled
from local_response.insight.limits import FloatArray

_NO_SPREAD = 1e7
"""A shape or concentration as high as this: chance alone explains how areas differ."""


@dataclass(frozen=True)
class ShrunkRates:
    """One element an area; NaN where it has no count or size.

    raw: events per unit of size. value: the same drawn towards mean. lower, upper: interval at level. own_weight:
    share of value that is the area's own, 0 to 1. mean: of all areas. prior_shape: of the gamma distribution of
    true rates over areas; its square root is 1 over their relative standard deviation.
    posterior_shape, posterior_rate: of each area's gamma distribution, for ranks and forecasts.
    """

    raw: FloatArray
    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    level: float
    own_weight: FloatArray
    mean: float
    prior_shape: float
    posterior_shape: FloatArray
    posterior_rate: FloatArray


@dataclass(frozen=True)
class ShrunkShares:
    """Areas x categories, or one element an area for a single share; rows of value sum to 1.

    raw, value, lower, upper: between 0 and 1. own_weight: one element an area. reference: shares of all areas
    together, which each area is drawn towards. concentration: how many events of its own make an area's weight a
    half.
    """

    raw: FloatArray
    value: FloatArray
    lower: FloatArray
    upper: FloatArray
    level: float
    own_weight: FloatArray
    reference: FloatArray
    concentration: float


def shrink_rates(counts: ArrayLike, sizes: ArrayLike, level: float = 0.95) -> ShrunkRates:
    """Gamma-Poisson shrinkage of rates, the gamma fitted by marginal maximum likelihood.

    counts: events, 0 or more; sizes: above 0 (people, or expected events); areas without either stay NaN.
    Source: Clayton and Kaldor (1987), Biometrics 43, 671-681.
    Raises ValueError for fewer than 2 usable areas, or no events.
    """
    x, n = np.asarray(counts, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    usable = (x >= 0) & (n > 0)
    if usable.sum() < 2 or not x[usable].sum() > 0:
        raise ValueError("shrinkage needs at least 2 areas with sizes, and events among them")
    shape, mean = fit_gamma(x[usable], n[usable])
    x, n = np.where(usable, x, np.nan), np.where(usable, n, np.nan)
    return _posterior(x, n, shape, mean, level)


def fit_gamma(counts: FloatArray, sizes: FloatArray) -> tuple[float, float]:
    """Shape and mean of the gamma distribution of true rates that makes the counts likeliest (negative binomial).

    A shape of 1e7 means that chance explains all the differences.
    Source: Clayton and Kaldor (1987), Biometrics 43, 671-681, section 3.1.
    """
    # One order whatever came in, so that rounding in the sums cannot make a result depend on it.
    order = np.lexsort((sizes, counts))
    counts, sizes = counts[order], sizes[order]

    def log_likelihood(shapes: FloatArray) -> FloatArray:
        a = shapes[:, None]
        mean = _means_for(shapes, counts, sizes)[:, None]
        terms = special.gammaln(counts + a) - special.gammaln(a)
        terms += a * np.log(a) - (counts + a) * np.log(a + sizes * mean) + counts * np.log(mean)
        return np.asarray(terms.sum(axis=1), dtype=np.float64)

    shape = _maximise(log_likelihood, 1e-3)
    return shape, float(_means_for(np.array([shape]), counts, sizes)[0])


def shrink_shares(table: ArrayLike, level: float = 0.95) -> ShrunkShares:
    """Dirichlet shrinkage of the make-up of each area towards that of all areas together.

    table: areas x categories, counts of 0 or more that add to each area's total; an area without events gets the
    make-up of all. Limits are of each category by itself.
    Source: Minka (2000), Estimating a Dirichlet distribution (the concentration, by maximum likelihood with the
    mean held at the pooled shares); Mosimann (1962), Biometrika 49, 65-82.
    Raises ValueError for a missing or negative count, or no events.
    """
    x = np.atleast_2d(np.asarray(table, dtype=np.float64))
    if not (x >= 0).all() or not x.sum() > 0:
        raise ValueError("need areas x categories of counts of 0 or more, none missing, and events among them")
    reference = x.sum(axis=0) / x.sum()
    concentration = fit_concentration(x, reference)
    total = x.sum(axis=1, keepdims=True)
    alpha = concentration * reference + x
    with np.errstate(invalid="ignore", divide="ignore"):
        raw = x / total
    lower, upper = _beta_limits(alpha, concentration + total - alpha, level)
    weight = (total / (total + concentration))[:, 0]
    return ShrunkShares(raw, alpha / (concentration + total), lower, upper, level, weight, reference, concentration)


def shrink_share(parts: ArrayLike, wholes: ArrayLike, level: float = 0.95) -> ShrunkShares:
    """Beta-binomial shrinkage of one share an area: the case of two categories.

    parts: 0 up to the whole; wholes: 0 or more. Source and errors: as shrink_shares.
    """
    x, n = np.asarray(parts, dtype=np.float64), np.asarray(wholes, dtype=np.float64)
    both = shrink_shares(np.column_stack([x, n - x]), level)
    first = (both.raw[:, 0], both.value[:, 0], both.lower[:, 0], both.upper[:, 0])
    return ShrunkShares(*first, level, both.own_weight, both.reference[:1], both.concentration)


def fit_concentration(table: FloatArray, reference: FloatArray) -> float:
    """Concentration of the Dirichlet distribution about the reference shares that makes the table likeliest.

    table: areas x categories; reference: shares that sum to 1. 1e7 means that areas do not differ but by chance.
    """
    used = reference > 0
    x, shares = table[:, used], reference[used]
    x = x[np.lexsort(x.T)]  # one order whatever came in, as in fit_gamma
    total = x.sum(axis=1)

    def log_likelihood(concentrations: FloatArray) -> FloatArray:
        s = concentrations[:, None]
        alpha = s[:, :, None] * shares
        terms = special.gammaln(s) - special.gammaln(s + total)
        terms = terms + (special.gammaln(alpha + x) - special.gammaln(alpha)).sum(axis=2)
        return np.asarray(terms.sum(axis=1), dtype=np.float64)

    return _maximise(log_likelihood, 1e-2)


def _posterior(x: FloatArray, n: FloatArray, shape: float, mean: float, level: float) -> ShrunkRates:
    after, rate = x + shape, n + shape / mean
    tail = (1 - level) / 2
    lower, upper = (special.gammaincinv(after, p) / rate for p in (tail, 1 - tail))
    weight = n / rate
    return ShrunkRates(x / n, after / rate, lower, upper, level, weight, mean, shape, after, rate)


def _means_for(shapes: FloatArray, counts: FloatArray, sizes: FloatArray) -> FloatArray:
    """The likeliest mean for each shape, by repeated weighting of each area's rate by its size and spread."""
    mean = np.full(shapes.shape, pooled(counts, sizes))
    rates = counts / sizes
    for _ in range(200):
        weights = shapes[:, None] * sizes / (shapes[:, None] + sizes * mean[:, None])
        mean, before = (weights * rates).sum(axis=1) / weights.sum(axis=1), mean
        if np.allclose(mean, before, rtol=1e-13, atol=0):
            break
    return np.asarray(mean, dtype=np.float64)


def _maximise(log_likelihood: Callable[[FloatArray], FloatArray], low: float) -> float:
    """Where a curve in one positive number is highest, by finer and finer grids: no start value, no order effect."""
    left, right = np.log(low), np.log(_NO_SPREAD)
    best = left
    for _ in range(7):
        grid = np.linspace(left, right, 41)
        best = float(grid[np.argmax(log_likelihood(np.exp(grid)))])
        step = (right - left) / 40
        left, right = max(best - step, np.log(low)), min(best + step, np.log(_NO_SPREAD))
    return float(np.exp(best))


def _beta_limits(a: FloatArray, b: FloatArray, level: float) -> tuple[FloatArray, FloatArray]:
    tail = (1 - level) / 2
    some = (a > 0) & (b > 0)
    safe_a, safe_b = np.where(some, a, 1.0), np.where(some, b, 1.0)
    # A category that nobody has, or that everybody has, is known: 0 or 1.
    known = np.where(a > 0, 1.0, 0.0)
    lower = np.where(some, special.betaincinv(safe_a, safe_b, tail), known)
    upper = np.where(some, special.betaincinv(safe_a, safe_b, 1 - tail), known)
    return lower, upper

"""A trend in quarterly counts, stated only where its conditions hold."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from local_response.insight.limits import FloatArray
from local_response.insight.quarters import split_at_breaks
from local_response.model.estimates import Estimate, not_calculable
from local_response.model.periods import Period

FEWEST_FOR_TREND = 8
Marker = Literal["rising", "falling", "not_told", "not_stated"]


def trend(periods: Sequence[str], counts: ArrayLike, breaks: Sequence[date], level: float = 0.95) -> Estimate:
    """Change a year, as a share of the count (0.1: up by a tenth), or why no trend is stated.

    Conditions: periods are successive quarters, none missing; no break falls inside; at least 8 of them; some events.
    A log-linear Poisson model in time; its interval is widened by Pearson's dispersion, never narrowed, and uses
    Student's t. A trend is told from none when the interval leaves out 0. It knows nothing of seasons.
    Source: McCullagh and Nelder (1989), Generalized Linear Models, section 6.2.
    """
    method = "trend_quasi_poisson"
    x = np.asarray(counts, dtype=np.float64)
    if len(x) != len(periods):
        raise ValueError(f"need one count a period, got {len(x)} for {len(periods)}")
    if len(split_at_breaks(periods, breaks)) > 1:
        return not_calculable(method, "the way of counting changed inside the series")
    if len(x) < FEWEST_FOR_TREND:
        return not_calculable(method, f"fewer than {FEWEST_FOR_TREND} quarters")
    parsed = [Period.parse(text) for text in periods]
    if any(later.start != _day_after(earlier) for earlier, later in pairwise(parsed)):
        return not_calculable(method, "the quarters are not successive")
    if not (x >= 0).all():
        return not_calculable(method, "a quarter has no count")
    if not x.sum() > 0:
        return not_calculable(method, "there are no events")
    slope, error = _poisson_slope(x)
    half = float(special.stdtrit(len(x) - 2, 0.5 + level / 2)) * error
    low, middle, high = (float(np.expm1(4 * b)) for b in (slope - half, slope, slope + half))
    return Estimate(middle, low, high, level, method)


def trend_marker(change: Estimate) -> Marker:
    """What may be drawn beside a series: an arrow only where the interval of the change leaves out 0.

    change: from trend. "not_told": no direction can be told from chance. "not_stated": a condition does not hold.
    """
    if change.lower is None or change.upper is None:
        return "not_stated"
    if change.lower > 0:
        return "rising"
    return "falling" if change.upper < 0 else "not_told"


def _day_after(period: Period) -> date:
    return date.fromordinal(period.end.toordinal() + 1)


def _poisson_slope(counts: FloatArray) -> tuple[float, float]:
    """Slope a quarter on the log scale, and its standard error times the root of the dispersion (at least 1)."""
    time = np.arange(len(counts)) - (len(counts) - 1) / 2
    design = np.column_stack([np.ones_like(time), time])
    beta = np.array([np.log(counts.mean()), 0.0])
    for _ in range(50):
        mean = np.exp(design @ beta)
        information = design.T @ (design * mean[:, None])
        step = np.linalg.solve(information, design.T @ (counts - mean))
        beta = beta + np.clip(step, -2.0, 2.0)
        if np.abs(step).max() < 1e-12:
            break
    mean = np.exp(design @ beta)
    dispersion = max(1.0, float(((counts - mean) ** 2 / mean).sum() / (len(counts) - 2)))
    covariance = np.linalg.inv(design.T @ (design * mean[:, None]))
    return float(beta[1]), float(np.sqrt(covariance[1, 1] * dispersion))

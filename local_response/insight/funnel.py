"""A funnel: areas against limits that narrow with size, for chance alone and widened for over-dispersion."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from local_response.insight.control_limits import (
    Signals,
    poisson_control_limits,
    pooled,
    rate_signals,
    share_control_limits,
    share_signals,
    signals_between,
)
from local_response.insight.dispersion import Dispersion, estimate_dispersion
from local_response.insight.limits import FloatArray, normal_quantile
from local_response.insight.rates import LEVELS

Model = Literal["chance", "multiplicative", "additive"]


@dataclass(frozen=True)
class Funnel:
    """Areas, their target and how much they differ; one element an area, NaN where it has no count or size.

    kind: "rate" for events per person (or any size), "share" for a part of a whole. values and target: events per
    unit of size, between 0 and 1 for a share. dispersion: measured over the areas that are calculable.
    """

    kind: Literal["rate", "share"]
    counts: FloatArray
    sizes: FloatArray
    values: FloatArray
    target: float
    dispersion: Dispersion

    def limits(self, sizes: ArrayLike, level: float = 0.95, model: Model = "additive") -> tuple[FloatArray, FloatArray]:
        """Lower and upper control limit for areas of these sizes, in the unit of values.

        sizes: above 0. model: "chance" for no widening (exact for rates), "multiplicative" for standard errors
        times the root of phi, "additive" for the variance plus that between areas.
        The widened limits are set on the root (rates) or arcsine (shares) scale and carried back.
        Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202, sections 3 and 4.
        """
        n = np.asarray(sizes, dtype=np.float64)
        if model == "chance":
            if self.kind == "share":
                return share_control_limits(n, self.target, level)
            lower, upper = poisson_control_limits(n * self.target, level)
            return lower / n, upper / n
        half = normal_quantile(level) * self._widened_error(n, model)
        if self.kind == "rate":
            return self.target * np.maximum(1 - half, 0) ** 2, self.target * (1 + half) ** 2
        centre = np.arcsin(np.sqrt(self.target))
        return np.sin(np.maximum(centre - half, 0)) ** 2, np.sin(np.minimum(centre + half, np.pi / 2)) ** 2

    def signals(self, model: Model = "additive", levels: Sequence[float] = LEVELS) -> Signals:
        """Which areas are outside the limits. model "chance" classifies as PHEindicatormethods does."""
        if model == "chance":
            judge = rate_signals if self.kind == "rate" else share_signals
            return judge(self.counts, self.sizes, levels=levels)
        limits = [self.limits(self.sizes, level, model) for level in sorted(levels)]
        return signals_between(self.values, limits, levels)

    def scores(self, model: Model = "additive") -> FloatArray:
        """Each area's distance from the target in standard errors, widened by the model; for p-values."""
        error = _standard_error(self.kind, self.sizes, self.target)
        plain = _scores(self.kind, self.values, error, self.target)
        return plain if model == "chance" else plain * error / self._widened_error(self.sizes, model)

    def _widened_error(self, sizes: FloatArray, model: Model) -> FloatArray:
        error = _standard_error(self.kind, sizes, self.target)
        if model == "multiplicative":
            error = error * np.sqrt(self.dispersion.scale)
        else:
            error = np.hypot(error, self.dispersion.spread)
        return error


def rate_funnel(counts: ArrayLike, populations: ArrayLike, winsorised: float = 0.1) -> Funnel:
    """A funnel of events per person about the rate of all areas together.

    counts: events, 0 or more; populations: above 0; areas without either are kept as not calculable.
    Scores are 2 (root of observed - root of expected), near standard normal by chance when 5 or more are expected.
    Raises ValueError for fewer than 3 calculable areas, or no events at all.
    """
    return _funnel("rate", counts, populations, winsorised)


def share_funnel(parts: ArrayLike, wholes: ArrayLike, winsorised: float = 0.1) -> Funnel:
    """A funnel of parts of wholes about the share of all areas together.

    parts: 0 up to the whole; wholes: above 0. Scores are on the arcsine scale. Raises ValueError as rate_funnel,
    and where every area has none or all.
    """
    return _funnel("share", parts, wholes, winsorised)


def _funnel(kind: Literal["rate", "share"], counts: ArrayLike, sizes: ArrayLike, winsorised: float) -> Funnel:
    x, n = np.asarray(counts, dtype=np.float64), np.asarray(sizes, dtype=np.float64)
    usable = (x >= 0) & (n > 0)
    if kind == "share":
        usable &= x <= n
    x, n = np.where(usable, x, np.nan), np.where(usable, n, np.nan)
    target = pooled(x, n)
    if target <= 0 or (kind == "share" and target >= 1):
        raise ValueError(f"a funnel needs areas that can differ, got a target of {target}")
    error = _standard_error(kind, n, target)
    expected = n * target
    variance = expected if kind == "rate" else expected * (1 - target)
    dispersion = estimate_dispersion(
        _scores(kind, x / n, error, target)[usable],
        error[usable],
        ((x - expected) ** 2 / variance)[usable],
        winsorised,
    )
    return Funnel(kind, x, n, x / n, target, dispersion)


def _standard_error(kind: str, sizes: FloatArray, target: float) -> FloatArray:
    """By chance alone: of the root of the ratio to target, or of the arcsine of the root of the share."""
    return np.asarray(0.5 / np.sqrt(sizes * target if kind == "rate" else sizes), dtype=np.float64)


def _scores(kind: str, values: FloatArray, error: FloatArray, target: float) -> FloatArray:
    moved = np.sqrt(values / target) - 1 if kind == "rate" else np.arcsin(np.sqrt(values)) - np.arcsin(target**0.5)
    return np.asarray(moved / error, dtype=np.float64)

"""Limits of the total by profile likelihood, for one model: multinomial and Poisson.

These limits hold only if the model is right and was not chosen by looking at the data: they are too narrow after
any choice of model (Chan, Silverman and Vincent 2021, section 3.4, coverage 61 % in place of 95 %).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtri, gammaln, xlogy

from local_response.insight.hidden.fitting import estimable, fit
from local_response.insight.hidden.terms import BoolArray, FloatArray, Frame, IntArray

MOST_TIMES_TOTAL = 3.0
"""An upper limit beyond so many times the estimate is left open, as Rcapture's closedpCI.t does."""


@dataclass(frozen=True)
class ProfileLimits:
    """A total and its limits. lower, upper: by level; upper is None where it lies beyond MOST_TIMES_TOTAL."""

    total: float
    lower: dict[float, float]
    upper: dict[float, float | None]


def multinomial_profile(
    frame: Frame, row: BoolArray, counts: IntArray, levels: Sequence[float] = (0.95, 0.8)
) -> ProfileLimits:
    """Total and limits from the multinomial likelihood, which knows that the total is a whole population.

    row: a model that has an estimate. counts: 2^lists counts. levels: between 0 and 1.
    Source: Cormack (1992), Biometrics 48, 567-576; the limits of Rcapture closedpCI.t (Rivest and Baillargeon).
    """
    from scipy.optimize import minimize_scalar  # imported here: 0.2 s that a page without these limits need not wait

    profile = _Unseen(frame, row, counts)
    poisson_total = profile.people + profile.unseen

    def log_likelihood(total: float) -> float:
        unseen = total - profile.people
        people = gammaln(total + 1) - xlogy(total, total) - gammaln(unseen + 1) + xlogy(unseen, unseen)
        return float(people) + profile.poisson(unseen)

    best = minimize_scalar(
        lambda total: -log_likelihood(total),
        bounds=(profile.people, MOST_TIMES_TOTAL * poisson_total),
        method="bounded",
        options={"xatol": 1e-5},
    )
    total, most = float(best.x), -float(best.fun)
    return _limits(log_likelihood, total, most, profile.people, MOST_TIMES_TOTAL * poisson_total, levels)


def poisson_profile(frame: Frame, row: BoolArray, counts: IntArray, levels: Sequence[float] = (0.95,)) -> ProfileLimits:
    """Total and limits from the Poisson likelihood of the people seen, over the unseen number.

    row: a model that has an estimate. counts: 2^lists counts. levels: between 0 and 1.
    Source: the independence estimates of Binette and Steorts (2022), JRSS A.
    """
    profile = _Unseen(frame, row, counts)
    total = profile.people + profile.unseen

    def log_likelihood(candidate: float) -> float:
        return profile.given_unseen(max(candidate - profile.people, 1e-9))

    return _limits(log_likelihood, total, log_likelihood(total), profile.people, np.inf, levels)


def _limits(
    log_likelihood: Callable[[float], float],
    total: float,
    most: float,
    people: float,
    farthest: float,
    levels: Sequence[float],
) -> ProfileLimits:
    from scipy.optimize import brentq

    lower: dict[float, float] = {}
    upper: dict[float, float | None] = {}
    for level in levels:
        drop = most - float(chdtri(1, 1 - level)) / 2

        def over(candidate: float, drop: float = drop) -> float:
            return log_likelihood(candidate) - drop

        low = people + (total - people) * 1e-9
        lower[level] = low if over(low) > 0 else float(brentq(over, low, total, xtol=1e-5))
        high = min(farthest, people + 1.5 * (total - people))
        while over(high) > 0 and high < farthest:
            high = min(farthest, people + 2 * (high - people))
        upper[level] = None if over(high) > 0 else float(brentq(over, total, high, xtol=1e-5))
    return ProfileLimits(total, lower, upper)


class _Unseen:
    """The likelihood of one model as the unseen number is held at one value after another, each from the last fit."""

    def __init__(self, frame: Frame, row: BoolArray, counts: IntArray) -> None:
        self.active, self.kept = (found[0] for found in estimable(frame, row[None, :], counts[None, :]))
        self.design = frame.design[self.kept][:, self.active]
        self.seen = counts[1:][self.kept].astype(np.float64)
        fitted = fit(frame, row, counts)
        self.people, self.unseen = float(counts[1:].sum()), float(fitted.unseen[0])
        self.best = fitted.coefficients[0, self.active]
        self.saturated = float((xlogy(self.seen, self.seen) - self.seen).sum())

    def poisson(self, unseen: float) -> float:
        """Best log likelihood when the unseen are one more history, with a count of its own; 0 for a perfect fit."""
        lone = np.zeros((1, self.design.shape[1]))
        lone[0, 0] = 1.0
        design, seen = np.concatenate([self.design, lone]), np.append(self.seen, unseen)
        saturated = self.saturated + float(xlogy(unseen, unseen)) - unseen
        return _maximum(design, seen, np.zeros(len(seen)), self.best) - saturated

    def given_unseen(self, unseen: float) -> float:
        """Best log likelihood of the people seen when the expected unseen number is held."""
        fixed = np.full(len(self.seen), np.log(unseen))
        return _maximum(self.design[:, 1:], self.seen, fixed, self.best[1:]) - self.saturated


def _maximum(design: FloatArray, seen: FloatArray, fixed: FloatArray, start: FloatArray) -> float:
    """Greatest Poisson log likelihood (less its constant) of a log-linear model with an offset, by Newton's method."""
    here = start.copy()

    def value(point: FloatArray) -> tuple[float, FloatArray]:
        log_mean = np.minimum(fixed + design @ point, 80.0)
        mean = np.exp(log_mean)
        return float(seen @ log_mean - mean.sum()), mean

    likelihood, mean = value(here)
    for _ in range(100):
        slope = design.T @ (seen - mean)
        step = np.linalg.solve(design.T @ (design * mean[:, None]), slope)
        scale = min(1.0, 4.0 / max(float(np.abs(design @ step).max()), 1e-300))
        trial, mean = value(here + scale * step)
        while trial < likelihood - 1e-9 * (1 + abs(likelihood)) and scale > 1e-6:
            scale /= 2
            trial, mean = value(here + scale * step)
        here, likelihood = here + scale * step, trial
        if slope @ step < 1e-11 and scale == 1.0:
            break
    return likelihood

"""Bayesian thresholding (Silverman 2020, JRSS A 183, 691-736, section 5): fit all effects, keep those that stand out.

The published program samples by Markov chain Monte Carlo. Here the posterior is integrated by importance sampling
from a Student t fitted at its peak, which needs no burn-in, is repeatable, and reports how well it went.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from local_response.insight.hidden.existence import MEANINGS, existence_codes
from local_response.insight.hidden.fitting import estimable
from local_response.insight.hidden.terms import BoolArray, FloatArray, Frame, IntArray, frame
from local_response.model.errors import CannotEstimateError

PROPER_VARIANCE = 1.0
"""Variance of the normal prior of each interaction; its mean is 0."""
MAIN_EFFECT_PRECISION = 1e-4
TAIL_FREEDOM = 8
DRAWS = 100_000
CLOSE_CALL = 0.1
"""A ratio this near the threshold is decided by the sampling error as much as by the data."""


@dataclass(frozen=True)
class ThresholdPosterior:
    """Posterior of the total after thresholding.

    quantiles: by probability. kept: interactions that stood out, as masks. at_minus_infinity: interactions whose
    lists share nobody, which stay in the model there (improper prior only). ratios: posterior mean over standard
    deviation of each effect that was weighed. close_calls: effects whose ratio is within CLOSE_CALL of the threshold:
    another seed, or another program, may decide them the other way. effective_draws: how many independent draws the
    sample is worth.
    """

    quantiles: dict[float, float]
    kept: frozenset[int]
    at_minus_infinity: frozenset[int]
    ratios: dict[int, float]
    close_calls: frozenset[int]
    effective_draws: float


def threshold_posterior(
    counts: IntArray,
    *,
    order: int = 2,
    threshold: float = 2.0,
    proper: bool = True,
    probabilities: Sequence[float] = (0.025, 0.1, 0.5, 0.9, 0.975),
    seed: int = 1234,
) -> ThresholdPosterior:
    """Fit all two-list effects, drop those with |mean / sd| below the threshold, and fit again.

    counts: 2^lists counts. order: 2, or 3 to consider then the three-list effects whose pairs were all kept.
    threshold: above 0. proper: normal priors of variance 1 on the interactions; otherwise flat ones, and then the
    first model must have a maximum likelihood estimate. Raises CannotEstimateError where it has none, or where
    the sample is too poor to quote; ValueError for another order or a threshold of 0 or less.
    """
    if order not in (2, 3) or threshold <= 0:
        raise ValueError(f"need order 2 or 3 and a threshold above 0, got {order} and {threshold}")
    shared = frame(len(counts).bit_length() - 1, order)
    size = np.bitwise_count(shared.terms)
    row = size <= 2
    if not proper:
        code = int(existence_codes(shared, row, counts)[0])
        if code:
            raise CannotEstimateError(f"Bayesian thresholding cannot be applied, because {MEANINGS[code]}.")
    random = np.random.default_rng(seed)
    absent = row & ~estimable(shared, row[None, :], counts[None, :])[0][0] & (not proper)
    first = _posterior(shared, row, absent, counts, proper, random)
    ratios = first.ratios()
    weighed = (size == 2) & ~absent
    row = row & ((size < 2) | absent | (np.abs(ratios) >= threshold))
    if order == 3:
        pairs = (shared.smaller @ (row & ~absent).astype(np.int64)) == 3
        triples = (size == 3) & pairs
        if triples.any() and (proper or existence_codes(shared, row | triples, counts)[0] == 0):
            tried = _posterior(shared, row | triples, absent, counts, proper, random)
            ratios, weighed = np.where(triples, tried.ratios(), ratios), weighed | triples
            row = row | (triples & (np.abs(ratios) >= threshold))
    final = _posterior(shared, row, absent, counts, proper, random)
    return ThresholdPosterior(
        quantiles={p: final.total_quantile(p, int(counts[1:].sum())) for p in probabilities},
        kept=shared.interactions(row & ~absent),
        at_minus_infinity=shared.interactions(absent),
        ratios={int(shared.terms[i]): float(ratios[i]) for i in np.flatnonzero(weighed)},
        close_calls=frozenset(
            int(shared.terms[i]) for i in np.flatnonzero(weighed & (np.abs(np.abs(ratios) - threshold) < CLOSE_CALL))
        ),
        effective_draws=final.effective_draws(),
    )


@dataclass(frozen=True, eq=False)
class _Sample:
    """Weighted draws of the coefficients of one model; weights add up to 1."""

    active: BoolArray
    draws: FloatArray
    weights: FloatArray

    def ratios(self) -> FloatArray:
        mean = self.weights @ self.draws
        spread = np.sqrt(self.weights @ (self.draws - mean) ** 2)
        ratios = np.zeros(len(self.active))
        ratios[self.active] = mean / spread
        return ratios

    def total_quantile(self, probability: float, people: int) -> float:
        order = np.argsort(self.draws[:, 0])
        reached = np.cumsum(self.weights[order])
        return people + float(np.exp(np.interp(probability, reached, self.draws[order, 0])))

    def effective_draws(self) -> float:
        return float(1 / (self.weights**2).sum())


def _posterior(
    shared: Frame, row: BoolArray, absent: BoolArray, counts: IntArray, proper: bool, random: np.random.Generator
) -> _Sample:
    """Importance sample of the posterior; histories that contain an absent effect are left out."""
    active = row & ~absent
    kept = ~((shared.design @ absent.astype(np.float64)) > 0)
    design, seen = shared.design[kept][:, active], counts[1:][kept].astype(np.float64)
    precision = np.zeros(int(active.sum()))
    if proper:
        interaction = np.bitwise_count(shared.terms[active]) > 1
        precision = np.where(interaction, 1 / PROPER_VARIANCE, MAIN_EFFECT_PRECISION)
    peak, curvature = _peak(design, seen, precision)
    root = np.linalg.cholesky(np.linalg.inv(curvature))
    normal = random.standard_normal((DRAWS, len(peak)))
    shrink = np.sqrt(random.chisquare(TAIL_FREEDOM, DRAWS) / TAIL_FREEDOM)
    steps = normal / shrink[:, None]
    draws = peak + steps @ root.T
    log_mean = np.minimum(draws @ design.T, 80.0)
    target = log_mean @ seen - np.exp(log_mean).sum(axis=1) - (draws**2 @ precision) / 2
    proposal = -(TAIL_FREEDOM + len(peak)) / 2 * np.log1p((steps**2).sum(axis=1) / TAIL_FREEDOM)
    weights = np.exp(target - proposal - (target - proposal).max())
    sample = _Sample(active, draws, weights / weights.sum())
    if sample.effective_draws() < DRAWS / 100:
        raise CannotEstimateError(
            "Bayesian thresholding cannot be given, because the posterior is too far from its approximation: "
            f"{DRAWS:,} draws are worth {sample.effective_draws():.0f}. The lists overlap too little for this method."
        )
    return sample


def _peak(design: FloatArray, seen: FloatArray, precision: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Peak of the posterior and the curvature there, by Newton's method with short steps."""
    here = np.zeros(design.shape[1])
    here[0] = np.log(5 * seen.sum())

    def height(point: FloatArray) -> tuple[float, FloatArray]:
        log_mean = np.minimum(design @ point, 80.0)
        mean = np.exp(log_mean)
        return float(seen @ log_mean - mean.sum() - (point**2 @ precision) / 2), mean

    level, mean = height(here)
    for _ in range(200):
        slope = design.T @ (seen - mean) - precision * here
        curvature = design.T @ (design * mean[:, None]) + np.diag(precision)
        step = np.linalg.solve(curvature + 1e-12 * np.eye(len(here)), slope)
        scale = min(1.0, 4.0 / max(float(np.abs(design @ step).max()), 1e-300))
        reached, mean = height(here + scale * step)
        while reached < level - 1e-9 * (1 + abs(level)) and scale > 1e-8:
            scale /= 2
            reached, mean = height(here + scale * step)
        here, level = here + scale * step, reached
        if slope @ step < 1e-12 and scale == 1.0:
            break
    return here, design.T @ (design * mean[:, None]) + np.diag(precision)

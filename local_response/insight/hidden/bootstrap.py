"""Bootstrap limits that repeat the choice of model in every replicate, corrected for bias and acceleration (BCa).

Multinomial resampling of the people seen; acceleration by leaving out one person of each capture history in turn.
Sources: Efron (1987), JASA 82, 171-185; Chan, Silverman and Vincent (2021), section 3.3; Silverman, Chan and
Vincent (2024), section 2.5. The same seed gives the same limits, whatever the order of rows or lists.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from scipy.special import ndtr, ndtri

from local_response.insight.hidden.existence import existence_codes
from local_response.insight.hidden.fitting import fit
from local_response.insight.hidden.models import RankedModels
from local_response.insight.hidden.terms import FloatArray, IntArray

PROBABILITIES = (0.025, 0.1, 0.9, 0.975)
REPLICATES = 1000
TABLES_AT_ONCE = 250
ENDLESS = 1e30
"""Stands for infinity while quantiles are interpolated; no population comes near it."""

Estimator = Callable[[IntArray], FloatArray]
"""From tables by 2^lists histories to one total a table, NaN where there is none; it chooses the model itself."""
Progress = Callable[[int, int], None]
"""Called with how many tables are done and how many there are."""


@dataclass(frozen=True, eq=False)
class BcaLimits:
    """Limits of a total.

    limits: by probability, infinite where the lists set none; None where there are none to give: reason says why.
    replicates: how many were drawn. usable: how many had an estimate. acceleration, bias: the corrections.
    beyond: how many replicates lie beyond the limit that has fewest; with fewer than about 5 it changes with the seed.
    """

    limits: dict[float, float] | None
    replicates: int
    usable: int
    acceleration: float
    bias: float
    beyond: float = 0.0
    reason: str = ""


def bca_limits(
    counts: IntArray,
    estimate: Estimator,
    drawn: IntArray,
    *,
    probabilities: Sequence[float] = PROBABILITIES,
    progress: Progress | None = None,
) -> BcaLimits:
    """BCa limits of whatever estimate gives for a table.

    counts: 2^lists counts. drawn: replicates of the table (see resampled), 1,000 for limits to be quoted.
    probabilities: between 0 and 1.
    """
    left_out, weights = leave_one_person_out(counts)
    every = np.concatenate([counts[None, :], drawn, left_out])
    totals = np.empty(len(every))
    for first in range(0, len(every), TABLES_AT_ONCE):
        piece = slice(first, first + TABLES_AT_ONCE)
        totals[piece] = estimate(every[piece])
        if progress is not None:
            progress(min(first + TABLES_AT_ONCE, len(every)), len(every))
    own, replicates, left = totals[0], totals[1 : len(drawn) + 1], totals[len(drawn) + 1 :]
    return bca(float(own), replicates, left, weights, probabilities)


def bca(
    total: float, drawn: FloatArray, jackknifed: FloatArray, weights: FloatArray, probabilities: Sequence[float]
) -> BcaLimits:
    """BCa limits from the totals of the replicates and of the tables with one person left out (weights: how many).

    A total may be infinite (no upper bound in that table); a limit is then infinite where such totals reach it.
    """
    usable = drawn[~np.isnan(drawn)]
    acceleration = _acceleration(jackknifed, weights)
    bias = float(ndtri((usable < total).mean())) if len(usable) else np.nan
    limits, reason, beyond = None, "", 0.0
    if not np.isfinite(total):
        reason = "the table itself has no estimate"
    elif not np.isfinite(acceleration):
        reason = "the table without one of its people has no estimate"
    elif not np.isfinite(bias):
        reason = "the estimate lies outside all of the replicates"
    else:
        shifted = bias + ndtri(np.asarray(probabilities))
        levels = ndtr(bias + shifted / (1 - acceleration * shifted))
        beyond = float(np.minimum(levels, 1 - levels).min()) * len(usable)
        found = np.quantile(np.minimum(usable, ENDLESS), levels, method="median_unbiased")
        limits = {p: float(one) if one < ENDLESS / 1e6 else inf for p, one in zip(probabilities, found, strict=True)}
    return BcaLimits(limits, len(drawn), len(usable), acceleration, bias, beyond, reason)


def resampled(counts: IntArray, replicates: int, seed: int, list_order: Sequence[int] | None = None) -> IntArray:
    """Tables drawn with the seen people's shares of the capture histories: replicates by 2^lists histories.

    replicates: 1 or more; ValueError below. list_order: numbers of the lists in an order that does not depend on the
    columns of a file (by name, say), so that permuted columns draw the same replicates.
    """
    if replicates < 1:
        raise ValueError(f"need 1 replicate or more, got {replicates}")
    order = np.arange(len(counts))
    if list_order is not None:
        renamed = np.zeros(len(counts), dtype=np.int64)
        for new, old in enumerate(list_order):
            renamed |= (np.arange(len(counts)) >> old & 1) << new
        order = np.argsort(renamed)
    people = int(counts.sum())
    drawn = np.empty((replicates, len(counts)), dtype=np.int64)
    shares = counts[order] / people
    drawn[:, order] = np.random.default_rng(seed).multinomial(people, shares, size=replicates)
    return drawn


def leave_one_person_out(counts: IntArray) -> tuple[IntArray, FloatArray]:
    """The table less one person of each history that has any, and how many people each stands for."""
    held = np.flatnonzero(counts)
    tables = np.repeat(counts[None, :], len(held), axis=0)
    tables[np.arange(len(held)), held] -= 1
    return tables, counts[held].astype(np.float64)


def _acceleration(jackknifed: FloatArray, weights: FloatArray) -> float:
    if not np.isfinite(jackknifed).all():
        return float("nan")
    away = np.average(jackknifed, weights=weights) - jackknifed
    spread = float(weights @ away**2)
    return float(weights @ away**3) / (6 * spread**1.5) if spread > 0 else 0.0


@dataclass(frozen=True, eq=False)
class TopModelsBootstrap:
    """The top models by BIC refitted to every replicate and every table with one person left out.

    totals, bics: models by replicates. jackknife_totals, jackknife_bics: models by tables. NaN where no estimate.
    """

    ranked: RankedModels
    totals: FloatArray
    bics: FloatArray
    jackknife_totals: FloatArray
    jackknife_bics: FloatArray
    weights: FloatArray

    def limits(self, top: int, probabilities: Sequence[float] = PROBABILITIES) -> BcaLimits:
        """BCa limits where each replicate takes its best model by BIC among the first top of the ranking."""
        drawn, left = slice(0, top), self.jackknife_totals[:top]
        return bca(
            float(self.ranked.fits.total[0]),
            _best(self.totals[drawn], self.bics[drawn]),
            _best(left, self.jackknife_bics[:top]),
            self.weights,
            probabilities,
        )

    def ranks_of_best(self) -> IntArray:
        """For each replicate, the place (from 1) in the ranking of its best model by BIC; 0 where it has none."""
        masked = np.where(np.isfinite(self.bics), self.bics, np.inf)
        return np.where(np.isfinite(masked.min(axis=0)), masked.argmin(axis=0) + 1, 0)


def bootstrap_top_models(
    ranked: RankedModels, drawn: IntArray, top: int | None = None, *, progress: Progress | None = None
) -> TopModelsBootstrap:
    """Refit the first top models of a ranking (all when not given) to replicates, for limits that repeat the choice.

    drawn: replicates of the table (see resampled). Work grows as top times replicates.
    Source: Silverman, Chan and Vincent (2024), section 2.5.
    """
    left, weights = leave_one_person_out(ranked.counts)
    tables = np.concatenate([drawn, left])
    models = min(top or len(ranked.rows), len(ranked.rows))
    totals, bics = np.full((models, len(tables)), np.nan), np.full((models, len(tables)), np.nan)
    for place in range(models):
        row, start = ranked.rows[place], ranked.fits.coefficients[place]
        sound = np.flatnonzero(existence_codes(ranked.frame, row, tables) == 0)
        if len(sound):
            fits = fit(ranked.frame, row, tables[sound], start)
            totals[place, sound], bics[place, sound] = fits.total, fits.bic
        if progress is not None:
            progress(place + 1, models)
    replicates = len(drawn)
    return TopModelsBootstrap(
        ranked,
        totals[:, :replicates],
        bics[:, :replicates],
        totals[:, replicates:],
        bics[:, replicates:],
        weights,
    )


def _best(totals: FloatArray, bics: FloatArray) -> FloatArray:
    """The total of the lowest BIC of each column; NaN where there is none."""
    masked = np.where(np.isfinite(bics), bics, np.inf)
    best: FloatArray = totals[masked.argmin(axis=0), np.arange(totals.shape[1])]
    return best

"""Forward stepwise choice of two-list (or larger) effects, by p-value and by AIC, for many tables at once."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, ndtr, pdtr, pdtrc, xlogy

from local_response.insight.hidden.existence import existence_codes
from local_response.insight.hidden.fitting import Fits, Packing, estimable, fit
from local_response.insight.hidden.terms import BoolArray, FloatArray, Frame, IntArray, count_on_all, frame

THRESHOLD = 0.02
"""p-value below which an effect joins the model (Chan, Silverman and Vincent 2021, section 4.3)."""


@dataclass(frozen=True, eq=False)
class Chosen:
    """The models chosen for a batch of tables, one row a table: models by terms of the frame, and their fits."""

    frame: Frame
    rows: BoolArray
    fits: Fits


def stepwise_by_p_value(counts: IntArray, threshold: float = THRESHOLD, order: int = 2) -> Chosen:
    """Start from main effects and add the effect with the smallest p-value, while it is below the threshold.

    counts: tables by 2^lists histories, or one table. threshold: 0 to 1. order: most lists tied by one effect, 2 or
    more. The p-value of an effect is the one-sided Poisson probability of the people on all its lists, given the
    model without it. An effect that would leave no estimate, or more than one, is passed over.
    Source: Chan, Silverman and Vincent (2021), JASA 116, 1297-1306, section 3.2.
    """
    counts = np.atleast_2d(counts)
    shared = frame(len(counts[0]).bit_length() - 1, order)
    rows = np.repeat(shared.base[None, :], len(counts), axis=0)
    fits = fit(shared, rows, counts)
    on_all = count_on_all(counts)[:, shared.terms].astype(np.float64)
    growing = np.arange(len(counts))
    while len(growing):
        scores = _log_p_values(on_all[growing], fits.expected[growing] @ shared.design)
        scores[~addable(shared, rows[growing])] = 0.0
        best = _best_sound_addition(shared, rows[growing], counts[growing], scores, threshold)
        going_on = best >= 0
        growing, best = growing[going_on], best[going_on]
        if not len(growing):
            break
        rows[growing, best] = True
        step = fit(shared, rows[growing], counts[growing], fits.coefficients[growing])
        for name in Fits.__dataclass_fields__:
            getattr(fits, name)[growing] = getattr(step, name)
    mark_without_limit(shared, rows, counts, fits)
    return Chosen(shared, rows, fits)


def stepwise_by_aic(counts: IntArray, p_value_limit: float = 0.05) -> Chosen:
    """Start from main effects and add the two-list effect that lowers AIC most, while its Wald p-value is in the limit.

    counts: 2^lists counts of one table. p_value_limit: 0 to 1; the search stops at an effect above it, and at one
    estimated at minus infinity, which has no Wald p-value. Source: Bales, Hesketh and Silverman (2015),
    Significance 12(3), 16-21; Silverman (2020), JRSS A 183, 691-736, section 3.
    """
    shared = frame(len(counts).bit_length() - 1, 2)
    row = shared.base.copy()
    best = fit(shared, row, counts)
    while True:
        added = np.flatnonzero(addable(shared, row[None, :])[0])
        trials = np.repeat(row[None, :], len(added), axis=0)
        trials[np.arange(len(added)), added] = True
        sound = existence_codes(shared, trials, counts) == 0 if len(added) else np.zeros(0, bool)
        if not sound.any():
            break
        trials, added = trials[sound], added[sound]
        fits = fit(shared, trials, counts, best.coefficients)
        place = int(np.nanargmin(fits.aic))
        if fits.aic[place] >= best.aic[0]:
            break
        chosen = fits.row(place)
        if _wald_p_value(shared, trials[place], counts, chosen, int(added[place])) > p_value_limit:
            break
        row, best = trials[place], chosen
    return Chosen(shared, row[None, :], best)


def mark_without_limit(shared: Frame, rows: BoolArray, counts: IntArray, fits: Fits) -> None:
    """Set the totals of main-effects models that have no estimate to infinity, and their BIC with them, in place.

    A table in which no two lists share anybody fits ever larger totals ever better; whatever number the fit stops at
    would be an accident. Models with interactions were checked before they were chosen.
    """
    base = np.flatnonzero((rows == shared.base).all(axis=1))
    if len(base):
        endless = base[existence_codes(shared, rows[base], counts[base]) != 0]
        fits.unseen[endless] = fits.total[endless] = fits.bic[endless] = np.inf


def addable(shared: Frame, rows: BoolArray) -> BoolArray:
    """Terms not in the model whose smaller terms all are."""
    parents = shared.smaller.sum(axis=1)
    present = rows.astype(np.float64) @ shared.smaller.T.astype(np.float64)
    addable: BoolArray = ~rows & (present == parents)
    return addable


def _log_p_values(observed: FloatArray, expected: FloatArray) -> FloatArray:
    """Log of the smaller one-sided Poisson p-value; by its leading term where it is too small for a float."""
    upper = np.where(observed > 0, pdtrc(np.maximum(observed - 1, 0), expected), 1.0)
    smaller = np.minimum(pdtr(observed, expected), upper)
    leading = xlogy(observed, expected) - expected - gammaln(observed + 1)
    with np.errstate(divide="ignore"):
        return np.where(smaller > 1e-290, np.log(smaller), np.minimum(leading, -667.0))


def _best_sound_addition(
    shared: Frame, rows: BoolArray, counts: IntArray, scores: FloatArray, threshold: float
) -> IntArray:
    """Place of the term to add to each model, -1 for none; scores of unsound terms are struck out as they are met."""
    limit = np.log(threshold) if threshold > 0 else -np.inf
    best = np.full(len(rows), -1)
    looking = np.arange(len(rows))
    while len(looking):
        place = scores[looking].argmin(axis=1)
        promising = scores[looking, place] < limit
        looking, place = looking[promising], place[promising]
        if not len(looking):
            break
        trials = rows[looking].copy()
        trials[np.arange(len(looking)), place] = True
        sound = existence_codes(shared, trials, counts[looking]) == 0
        best[looking[sound]] = place[sound]
        scores[looking[~sound], place[~sound]] = 0.0
        looking = looking[~sound]
    return best


def _wald_p_value(shared: Frame, row: BoolArray, counts: IntArray, one: Fits, term: int) -> float:
    coefficient = one.coefficients[0, term]
    if not np.isfinite(coefficient):
        return 1.0
    active, _ = estimable(shared, row[None, :], counts[None, :])
    place = int(active[0, :term].sum())
    variance = np.linalg.inv(Packing.of(shared, active).information(shared, one.expected))[0, place, place]
    return float(2 * ndtr(-abs(coefficient) / np.sqrt(variance)))

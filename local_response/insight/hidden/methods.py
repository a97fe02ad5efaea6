"""Each method's answer for one table, in one shape, so that they can be laid side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from math import isinf

import numpy as np
from scipy.special import ndtri

from local_response.insight.hidden.bootstrap import (
    REPLICATES,
    BcaLimits,
    Progress,
    bca_limits,
    bootstrap_top_models,
    resampled,
)
from local_response.insight.hidden.downhill import downhill_by_bic
from local_response.insight.hidden.existence import MEANINGS, existence_codes
from local_response.insight.hidden.fitting import fit, unseen_log_sd
from local_response.insight.hidden.graphical import graphical_posterior
from local_response.insight.hidden.histories import CaptureTable
from local_response.insight.hidden.models import effect_names, ranked_by_bic
from local_response.insight.hidden.profiles import multinomial_profile
from local_response.insight.hidden.stepwise import THRESHOLD, Chosen, stepwise_by_aic, stepwise_by_p_value
from local_response.insight.hidden.terms import FloatArray, IntArray, frame, lists_in, mask_of
from local_response.insight.hidden.threshold import threshold_posterior
from local_response.model.errors import CannotEstimateError
from local_response.model.estimates import Estimate, not_calculable

LEVEL = 0.95
TOP_MODELS = 60
"""How many of the best models by BIC each replicate chooses among (Silverman, Chan and Vincent 2024, section 3)."""
FEW_USABLE = 0.95
FEW_BEYOND = 5

NoProgress: Progress = lambda done, of: None  # noqa: E731


@dataclass(frozen=True)
class Settings:
    """What a run of the methods uses.

    order: most lists tied by one effect. replicates: bootstrap replicates, 0 for no bootstrap limits. seed: of all
    random numbers. threshold: p-value of the stepwise method, 0 to 1. cap: largest total of the graphical method, or
    None for 11 times the people seen.
    """

    order: int = 2
    replicates: int = REPLICATES
    seed: int = 1234
    threshold: float = THRESHOLD
    cap: float | None = None


@dataclass(frozen=True)
class Answer:
    """One method's total. effects: the effects of its model by list names. notes: what to know before using it."""

    estimate: Estimate
    label: str
    effects: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())


def main_effects(table: CaptureTable, settings: Settings, progress: Progress = NoProgress) -> Answer:
    """Lists assumed independent; limits conditional on that (normal on the log of the unseen number)."""
    shared = frame(len(table.lists), 1)
    code = int(existence_codes(shared, shared.base, table.counts)[0])
    if code:
        return Answer(not_calculable("hidden_main_effects", MEANINGS[code]), LABELS["hidden_main_effects"])
    fitted = fit(shared, shared.base, table.counts)
    spread = float(unseen_log_sd(shared, shared.base, table.counts, fitted)[0]) * float(ndtri((1 + LEVEL) / 2))
    unseen = float(fitted.unseen[0])
    lower, upper = (table.people + unseen * float(np.exp(move)) for move in (-spread, spread))
    return Answer(
        Estimate(table.people + unseen, lower, upper, LEVEL, "hidden_main_effects"),
        LABELS["hidden_main_effects"],
        notes=("the limits hold only if being on one list never changes the chance of being on another",),
    )


def stepwise(table: CaptureTable, settings: Settings, progress: Progress = NoProgress) -> Answer:
    """Forward stepwise by p-value, with BCa limits that repeat the choice."""

    def totals(tables: IntArray) -> FloatArray:
        return stepwise_by_p_value(tables, settings.threshold, max(settings.order, 2)).fits.total

    chosen = stepwise_by_p_value(table.counts, settings.threshold, max(settings.order, 2))
    return _with_bca("hidden_stepwise", table, settings, chosen, totals, progress)


def aic_stepwise(table: CaptureTable, settings: Settings, progress: Progress = NoProgress) -> Answer:
    """Forward stepwise by AIC, the way of the first UK estimate, with multinomial profile limits of the model found."""
    chosen = stepwise_by_aic(table.counts)
    reason = _no_estimate(chosen, table.counts)
    if reason:
        return Answer(not_calculable("hidden_aic_stepwise", reason), LABELS["hidden_aic_stepwise"])
    limits = multinomial_profile(chosen.frame, chosen.rows[0], table.counts, (LEVEL,))
    notes = ["the limits take the model as known, and are too narrow after a search"]
    if limits.upper[LEVEL] is None:
        notes.append("the upper limit is more than three times the estimate and is left open")
    return Answer(
        Estimate(limits.total, limits.lower[LEVEL], limits.upper[LEVEL], LEVEL, "hidden_aic_stepwise"),
        LABELS["hidden_aic_stepwise"],
        _effects(chosen, table),
        tuple(notes),
    )


def best_bic(table: CaptureTable, settings: Settings, progress: Progress = NoProgress) -> Answer:
    """The best of all models by BIC; BCa limits in which each replicate chooses among the best models."""
    ranked = ranked_by_bic(table.counts, settings.order)
    answer = Answer(
        Estimate(float(ranked.fits.total[0]), None, None, None, "hidden_best_bic"),
        LABELS["hidden_best_bic"],
        effect_names(ranked.frame.interactions(ranked.rows[0]), table.lists),
    )
    if settings.replicates == 0:
        return answer
    drawn = resampled(table.counts, settings.replicates, settings.seed, table.name_order)
    boot = bootstrap_top_models(ranked, drawn, TOP_MODELS, progress=progress)
    among = len(boot.totals)
    note = f"each replicate chooses among the {among} best of {ranked.checked:,} models"
    return _limited(answer, boot.limits(among), (note,) if among < len(ranked.rows) else ())


def downhill(table: CaptureTable, settings: Settings, progress: Progress = NoProgress) -> Answer:
    """Downhill search by BIC, with BCa limits that repeat the search."""

    def totals(tables: IntArray) -> FloatArray:
        return downhill_by_bic(tables, settings.order).fits.total

    chosen = downhill_by_bic(table.counts, settings.order)
    return _with_bca("hidden_downhill", table, settings, chosen, totals, progress)


def graphical(table: CaptureTable, settings: Settings, progress: Progress = NoProgress) -> Answer:
    """Average over decomposable graphical models, with the cap on the total and whether it binds."""
    posterior = graphical_posterior(table.counts, settings.cap)
    found = posterior.quantiles
    notes = [f"totals above {posterior.cap:,.0f} are ruled out beforehand"]
    if posterior.cap_binds:
        notes.append(f"{posterior.weight_at_cap:.1%} of the weight lies at that cap: the cap sets the upper limit")
    return Answer(
        Estimate(found[0.5], found[0.025], found[0.975], LEVEL, "hidden_graphical"),
        LABELS["hidden_graphical"],
        notes=tuple(notes),
    )


def bayesian_threshold(table: CaptureTable, settings: Settings, progress: Progress = NoProgress) -> Answer:
    """Bayesian thresholding with proper priors and threshold 2."""
    if len(table.lists) < 3:
        raise CannotEstimateError("Bayesian thresholding cannot be applied, because it needs three lists or more.")
    relabelled = _by_name(table)
    posterior = threshold_posterior(relabelled.counts, order=min(max(settings.order, 2), 3), seed=settings.seed)
    close = effect_names(_own_order(table, posterior.close_calls), table.lists)
    notes = (f"on a knife edge: {', '.join(close)} would go the other way with a little luck",) if close else ()
    found = posterior.quantiles
    return Answer(
        Estimate(found[0.5], found[0.025], found[0.975], LEVEL, "hidden_threshold"),
        LABELS["hidden_threshold"],
        effect_names(_own_order(table, posterior.kept), table.lists),
        notes,
    )


LABELS = {
    "hidden_main_effects": "Independent lists",
    "hidden_stepwise": "Stepwise by p-value",
    "hidden_aic_stepwise": "Stepwise by AIC",
    "hidden_best_bic": "Best of all models by BIC",
    "hidden_downhill": "Downhill search by BIC",
    "hidden_graphical": "Average of graphical models",
    "hidden_threshold": "Bayesian thresholding",
}
METHODS: dict[str, Callable[[CaptureTable, Settings, Progress], Answer]] = {
    "main": main_effects,
    "stepwise": stepwise,
    "aic": aic_stepwise,
    "bic": best_bic,
    "downhill": downhill,
    "graphical": graphical,
    "threshold": bayesian_threshold,
}
IDS = dict(zip(METHODS, LABELS, strict=True))


def answers(
    table: CaptureTable, names: Iterable[str], settings: Settings, progress: Callable[[str], Progress] | None = None
) -> tuple[Answer, ...]:
    """Every method's answer, in the order asked for; a method that cannot answer says why.

    names: keys of METHODS; ValueError for another. progress: makes the progress callback of each method's label.
    """
    wanted = list(names)
    if unknown := [name for name in wanted if name not in METHODS]:
        raise ValueError(f"no method called {', '.join(unknown)}; there are {', '.join(METHODS)}")
    found = []
    for name in wanted:
        label = LABELS[IDS[name]]
        try:
            found.append(METHODS[name](table, settings, progress(label) if progress else NoProgress))
        except CannotEstimateError as error:
            found.append(Answer(not_calculable(IDS[name], str(error)), label))
    return tuple(found)


def _with_bca(
    method: str,
    table: CaptureTable,
    settings: Settings,
    chosen: Chosen,
    totals: Callable[[IntArray], FloatArray],
    progress: Progress,
) -> Answer:
    reason = _no_estimate(chosen, table.counts)
    if reason:
        return Answer(not_calculable(method, reason), LABELS[method])
    total = float(chosen.fits.total[0])
    answer = Answer(Estimate(total, None, None, None, method), LABELS[method], _effects(chosen, table))
    if settings.replicates == 0:
        return answer
    drawn = resampled(table.counts, settings.replicates, settings.seed, table.name_order)
    return _limited(answer, bca_limits(table.counts, totals, drawn, progress=progress))


def _limited(answer: Answer, found: BcaLimits, notes: tuple[str, ...] = ()) -> Answer:
    """The answer with its bootstrap limits, or with the reason why there are none."""
    if found.limits is None:
        return replace(answer, notes=(f"no bootstrap limits: {found.reason}", *notes))
    if found.usable < FEW_USABLE * found.replicates:
        notes = (f"only {found.usable:,} of {found.replicates:,} replicates have an estimate", *notes)
    if found.beyond < FEW_BEYOND:
        notes = ("few replicates lie beyond a limit, which moves with the seed: ask for more replicates", *notes)
    lower, upper = found.limits[0.025], found.limits[0.975]
    if isinf(upper):
        notes = ("the upper limit is open: in many replicates no two lists share anybody", *notes)
    if isinf(lower):
        return replace(answer, notes=notes)
    bounded = replace(answer.estimate, lower=lower, upper=None if isinf(upper) else upper, level=LEVEL)
    return replace(answer, estimate=bounded, notes=notes)


def _no_estimate(chosen: Chosen, counts: IntArray) -> str:
    code = int(existence_codes(chosen.frame, chosen.rows, counts)[0])
    return MEANINGS[code] or ("" if chosen.fits.converged[0] else "the fit did not settle")


def _effects(chosen: Chosen, table: CaptureTable) -> tuple[str, ...]:
    return effect_names(chosen.frame.interactions(chosen.rows[0]), table.lists)


def _by_name(table: CaptureTable) -> CaptureTable:
    """The same table with its lists in the order of their names."""
    order = table.name_order
    counts = np.zeros_like(table.counts)
    for mask in np.flatnonzero(table.counts):
        counts[mask_of(new for new, old in enumerate(order) if mask >> old & 1)] = table.counts[mask]
    return CaptureTable(tuple(table.lists[old] for old in order), counts)


def _own_order(table: CaptureTable, terms: Iterable[int]) -> list[int]:
    """Terms of the table by name, as terms of the table itself."""
    return [mask_of(table.name_order[place] for place in lists_in(term)) for term in terms]

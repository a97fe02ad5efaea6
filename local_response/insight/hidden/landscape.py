"""The models that fit about as well as the best one, and what happens when one list is left out."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

import numpy as np

from local_response.insight.hidden.existence import existence_codes
from local_response.insight.hidden.histories import CaptureTable
from local_response.insight.hidden.models import RankedModels, bracket_name, effect_names, ranked_by_bic
from local_response.insight.hidden.stepwise import stepwise_by_p_value
from local_response.model.errors import CannotEstimateError
from local_response.model.estimates import Estimate, not_calculable

RIVAL_ODDS = 5.0
"""A rival is a model that is less than so many times as unlikely as the best one, by BIC."""
RIVAL_DISTANCE = 2 * log(RIVAL_ODDS)
SHOWN_DISTANCE = 10.0


@dataclass(frozen=True)
class LandscapeModel:
    """One model. name: in brackets, lists numbered from 1. effects: its two-list and larger effects by list names.

    at_minus_infinity: those whose lists share nobody. total: people. distance: BIC above the best model's.
    """

    name: str
    effects: tuple[str, ...]
    at_minus_infinity: tuple[str, ...]
    total: float
    bic: float
    distance: float


@dataclass(frozen=True)
class Landscape:
    """Models within a BIC distance of the best, best first.

    order: most lists tied by one effect. checked: models looked at. refused: those without an estimate, or with more
    than one.
    """

    models: tuple[LandscapeModel, ...]
    order: int
    checked: int
    refused: int

    @property
    def rivals(self) -> tuple[LandscapeModel, ...]:
        """The models within RIVAL_DISTANCE, the best one first: BIC gives odds below RIVAL_ODDS to 1 against each."""
        return tuple(model for model in self.models if model.distance <= RIVAL_DISTANCE)

    @property
    def rival_range(self) -> tuple[float, float]:
        """Lowest and highest total among the rivals."""
        totals = [model.total for model in self.rivals]
        return min(totals), max(totals)

    @property
    def widest_rival_distance(self) -> float:
        """BIC between the best model and its farthest rival."""
        return self.rivals[-1].distance


def landscape(table: CaptureTable, order: int = 2, within: float = SHOWN_DISTANCE) -> Landscape:
    """Every model within a BIC distance of the best.

    order: 1 to lists - 1. within: BIC, 0 or more. Raises CannotEstimateError where no model has an estimate, or there
    are too many models to fit them all.
    """
    return of_ranking(table, ranked_by_bic(table.counts, order), within)


def of_ranking(table: CaptureTable, ranked: RankedModels, within: float = SHOWN_DISTANCE) -> Landscape:
    """The landscape of models that are already fitted and ranked."""
    best = float(ranked.fits.bic[0])
    near = np.flatnonzero(ranked.fits.bic <= best + within)
    models = []
    for place in near:
        terms = ranked.frame.interactions(ranked.rows[place])
        absent = ranked.frame.terms[np.isneginf(ranked.fits.coefficients[place])]
        models.append(
            LandscapeModel(
                name=bracket_name(terms, ranked.frame.lists),
                effects=effect_names(terms, table.lists),
                at_minus_infinity=effect_names(map(int, absent), table.lists),
                total=float(ranked.fits.total[place]),
                bic=float(ranked.fits.bic[place]),
                distance=float(ranked.fits.bic[place]) - best,
            )
        )
    return Landscape(tuple(models), ranked.frame.order, ranked.checked, ranked.refused)


def odds_against(distance: float) -> float:
    """Odds that BIC gives against a model so far above the best (Kass and Raftery 1995, JASA 90, 773-795)."""
    return exp(distance / 2)


@dataclass(frozen=True)
class LeftOut:
    """The stepwise estimate without one list. people: those still seen. still_seen: share of all the people seen."""

    name: str
    people: int
    still_seen: float
    estimate: Estimate


def leave_one_list_out(table: CaptureTable, threshold: float = 0.02, order: int = 2) -> tuple[LeftOut, ...]:
    """The stepwise estimate without each list in turn: a sound estimate does not hang on one of them."""
    return tuple(_left_out(table, name, threshold, order) for name in table.lists)


def _left_out(table: CaptureTable, name: str, threshold: float, order: int) -> LeftOut:
    rest = table.without(name)
    return LeftOut(name, rest.people, rest.people / table.people, stepwise_estimate(rest, threshold, order))


def stepwise_estimate(table: CaptureTable, threshold: float = 0.02, order: int = 2) -> Estimate:
    """The stepwise total without limits; not calculable, with the reason, where the lists left cannot give one."""
    method = "hidden_stepwise"
    if len(table.lists) < 2:
        return not_calculable(method, "one list is left, and nothing to compare it with")
    if (table.counts[np.bitwise_count(np.arange(len(table.counts))) > 1] == 0).all():
        return not_calculable(method, "nobody is on more than one of the lists left")
    chosen = stepwise_by_p_value(table.counts, threshold, min(order, max(len(table.lists) - 1, 2)))
    if existence_codes(chosen.frame, chosen.rows, table.counts)[0] or not chosen.fits.converged[0]:
        return not_calculable(method, "even the model without interactions has no estimate")
    return Estimate(float(chosen.fits.total[0]), None, None, None, method)


def checked_order(table: CaptureTable, order: int) -> int:
    """The order to use: at most one less than the lists, for with all of them nothing is left to estimate from.

    Raises ValueError for an order below 1; CannotEstimateError for one above the lists less one, from 3 lists up.
    """
    if order < 1:
        raise ValueError(f"need an order of 1 or more, got {order}")
    if order > len(table.lists) - 1 and len(table.lists) > 2:
        raise CannotEstimateError(
            f"effects of {order} lists cannot be estimated from {len(table.lists)} lists, because nothing is then left "
            f"to estimate the unseen from. Ask for an order of {len(table.lists) - 1} or less."
        )
    return min(order, len(table.lists) - 1)

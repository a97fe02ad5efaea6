"""Hierarchical models: their names, all of them to an order, and the fit of all of them to one table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np

from local_response.insight.hidden.existence import existence_codes
from local_response.insight.hidden.fitting import Fits, fit
from local_response.insight.hidden.terms import BoolArray, Frame, IntArray, Interactions, frame, lists_in, mask_of
from local_response.model.errors import CannotEstimateError

MOST_MODELS = 40_000
"""Most models that are fitted one by one: every two-list model of six lists, every model of five."""


def bracket_name(interactions: Iterable[int], lists: int) -> str:
    """A model by its largest terms, lists numbered from 1, as in "[12,13,4]"; larger terms first."""
    terms = set(interactions) | {1 << i for i in range(lists)}
    largest = [term for term in terms if not any(term != other and term & other == term for other in terms)]
    order = sorted(largest, key=lambda term: (-term.bit_count(), lists_in(term)))
    return "[" + ",".join("".join(str(i + 1) for i in lists_in(term)) for term in order) + "]"


def from_bracket_name(name: str) -> Interactions:
    """The interactions of a model named in brackets. Raises ValueError for a name that is not one."""
    if not re.fullmatch(r"\[[1-8]+(,[1-8]+)*\]", name):
        raise ValueError(f"not a model in brackets, such as [12,13,4]: {name!r}")
    return closure(mask_of(int(digit) - 1 for digit in term) for term in name.strip("[]").split(","))


def effect_names(interactions: Iterable[int], list_names: Sequence[str]) -> tuple[str, ...]:
    """Interactions by the names of their lists, as in "LA:NG", smaller first and then in the order of the lists."""
    order = sorted(interactions, key=lambda term: (term.bit_count(), lists_in(term)))
    return tuple(":".join(list_names[i] for i in lists_in(term)) for term in order)


def closure(terms: Iterable[int]) -> Interactions:
    """These terms and every interaction inside them."""
    inside: set[int] = set()
    for term in terms:
        members = lists_in(term)
        for size in range(2, len(members) + 1):
            inside.update(mask_of(some) for some in combinations(members, size))
    return frozenset(inside)


@lru_cache(maxsize=16)
def hierarchical_models(lists: int, order: int) -> BoolArray:
    """Every hierarchical model with all main effects, to an order: models by terms of the frame.

    lists: 2 to 8. order: 1 to lists. Raises CannotEstimateError where there are more than MOST_MODELS.
    """
    shared = frame(lists, order)
    rows = shared.base[None, :]
    for size in range(2, order + 1):
        grown, models = [], 0
        for row in rows:
            grown.append(_with_terms_of_size(shared, row, size))
            models += len(grown[-1])
            if models > MOST_MODELS:
                raise _too_many(lists, order)
        rows = np.concatenate(grown)
    return rows


def _with_terms_of_size(shared: Frame, row: BoolArray, size: int) -> BoolArray:
    """The model with every choice of the terms of one size whose smaller terms it has."""
    parents = shared.smaller.sum(axis=1)
    ready = np.flatnonzero(
        (np.bitwise_count(shared.terms) == size) & ((shared.smaller & row[None, :]).sum(axis=1) == parents)
    )
    if len(ready) > MOST_MODELS.bit_length():
        raise _too_many(shared.lists, shared.order)
    choices = np.arange(1 << len(ready))
    grown = np.repeat(row[None, :], len(choices), axis=0)
    for place, term in enumerate(ready):
        grown[:, term] = (choices >> place & 1).astype(bool)
    return grown


def _too_many(lists: int, order: int) -> CannotEstimateError:
    return CannotEstimateError(
        f"{lists} lists with effects of up to {order} lists: cannot be estimated model by model, because there are "
        f"more than {MOST_MODELS:,} models. Ask for a lower order, or for the stepwise or downhill method."
    )


@dataclass(frozen=True, eq=False)
class RankedModels:
    """Models of one table that have an estimate, best BIC first.

    rows: models by terms of the frame. fits: in the same order. checked: how many models were looked at.
    refused: how many of them have no estimate or no single one.
    """

    frame: Frame
    counts: IntArray
    rows: BoolArray
    fits: Fits
    checked: int
    refused: int

    def name(self, place: int) -> str:
        """The model at a place in the ranking, in brackets."""
        return bracket_name(self.frame.interactions(self.rows[place]), self.frame.lists)


def ranked_by_bic(counts: IntArray, order: int) -> RankedModels:
    """Fit every hierarchical model to an order and rank those that have an estimate by BIC.

    counts: 2^lists counts by capture history. order: 1 to lists - 1. Raises CannotEstimateError where no model has
    an estimate, or there are too many. Source: Silverman, Chan and Vincent (2024), Statistics and Computing 34, 44.
    """
    return _ranked_by_bic(np.ascontiguousarray(counts, dtype=np.int64).tobytes(), order)


@lru_cache(maxsize=4)
def _ranked_by_bic(table: bytes, order: int) -> RankedModels:
    """Kept for the next who asks: the landscape and the best model want the same fits."""
    counts = np.frombuffer(table, dtype=np.int64)
    lists = len(counts).bit_length() - 1
    shared = frame(lists, order)
    rows = hierarchical_models(lists, order)
    sound = rows[existence_codes(shared, rows, counts) == 0]
    fits = fit(shared, sound, counts) if len(sound) else None
    kept = np.flatnonzero(fits.converged) if fits else np.zeros(0, dtype=np.int64)
    if fits is None or not len(kept):
        raise CannotEstimateError(
            "the lists cannot be estimated, because no model has a maximum likelihood estimate: too few people are "
            "on more than one list. Combine small lists, or add a list that overlaps the others."
        )
    ranking = kept[np.lexsort((fits.parameters[kept], fits.bic[kept]))]
    return RankedModels(shared, counts, sound[ranking], fits.rows(ranking), len(rows), len(rows) - len(kept))

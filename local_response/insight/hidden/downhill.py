"""Downhill search by BIC among hierarchical models, for many tables at once."""

from __future__ import annotations

import numpy as np

from local_response.insight.hidden.existence import existence_codes
from local_response.insight.hidden.fitting import Fits, fit
from local_response.insight.hidden.stepwise import Chosen, addable, mark_without_limit
from local_response.insight.hidden.terms import BoolArray, FloatArray, Frame, IntArray, frame

MOST_MOVES = 20


def downhill_by_bic(counts: IntArray, order: int) -> Chosen:
    """From main effects, move to the neighbouring model with the lowest BIC, for as long as that lowers it.

    counts: tables by 2^lists histories, or one table. order: most lists tied by one effect. A neighbour has one
    term more or one less. The end is a local optimum: it need not be the best model of all.
    Source: Silverman, Chan and Vincent (2024), Statistics and Computing 34, 44, section 5.2.
    """
    counts = np.atleast_2d(counts)
    shared = frame(len(counts[0]).bit_length() - 1, order)
    rows = np.repeat(shared.base[None, :], len(counts), axis=0)
    fits = fit(shared, rows, counts)
    mark_without_limit(shared, rows, counts, fits)
    moving = np.arange(len(counts))
    for _ in range(MOST_MOVES):
        flips = addable(shared, rows[moving]) | _removable(shared, rows[moving])
        owner, term = np.nonzero(flips)
        table = moving[owner]
        trials = rows[table].copy()
        trials[np.arange(len(term)), term] ^= True
        sound = existence_codes(shared, trials, counts[table]) == 0
        owner, table, trials = owner[sound], table[sound], trials[sound]
        if not len(owner):
            break
        found = fit(shared, trials, counts[table], fits.coefficients[table])
        best = _best_of_each(owner, found.bic)
        lower = found.bic[best] < fits.bic[table[best]] - 1e-9
        best = best[lower]
        moving = table[best]
        if not len(moving):
            break
        rows[moving] = trials[best]
        for name in Fits.__dataclass_fields__:
            getattr(fits, name)[moving] = getattr(found, name)[best]
    return Chosen(shared, rows, fits)


def _removable(shared: Frame, rows: BoolArray) -> BoolArray:
    """Interactions in the model that no larger term of it holds on to."""
    held = rows.astype(np.float64) @ shared.smaller.astype(np.float64)
    removable: BoolArray = rows & (held == 0) & (np.bitwise_count(shared.terms) > 1)
    return removable


def _best_of_each(owner: IntArray, bic: FloatArray) -> IntArray:
    """Place of the lowest BIC of each owner; those without a fit lose."""
    order = np.lexsort((np.nan_to_num(bic, nan=np.inf), owner))
    first = np.ones(len(order), dtype=bool)
    first[1:] = owner[order][1:] != owner[order][:-1]
    return order[first]

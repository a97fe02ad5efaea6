"""Whether a model has an estimate for a table at all, and whether it is the only one.

Code 0: fine. 1: no maximum likelihood estimate, not even with terms at minus infinity. 2: estimates are not
identifiable. 3: both. (Chan, Silverman and Vincent 2021, sections 2.4 to 2.7; Fienberg and Rinaldo 2012.)

An estimate exists when expected counts, all above zero, can share the model's margins with the counts seen. By
Stiemke's lemma that fails exactly when some direction of the parameters leaves the histories with people unchanged
and lowers others without raising any. So look first at the directions that leave histories with people unchanged:
mostly there are none, and nothing more is needed. One direction is settled by its signs; more by a linear program.
"""

from __future__ import annotations

import numpy as np

from local_response.insight.hidden.fitting import BYTES_AT_ONCE, Packing, estimable
from local_response.insight.hidden.terms import BoolArray, FloatArray, Frame, IntArray

NONE = 0
NO_ESTIMATE = 1
NOT_IDENTIFIABLE = 2
MEANINGS = {
    0: "",
    1: "no maximum likelihood estimate exists, even with effects at minus infinity: too few people are on "
    "more than one list for the effects asked for",
    2: "the estimate is not identifiable: different unseen numbers fit these counts equally well",
    3: "no maximum likelihood estimate exists, and the model is not identifiable",
}
NEARLY_ZERO = 1e-8


def existence_codes(frame: Frame, models: BoolArray, counts: IntArray) -> IntArray:
    """The code of each model and table.

    models: fits by terms of the frame, or one row. counts: fits by 2^lists histories, or one row.
    """
    models, counts = np.atleast_2d(models), np.atleast_2d(counts)
    batch = max(len(models), len(counts))
    models = np.broadcast_to(models, (batch, models.shape[1]))
    counts = np.broadcast_to(counts, (batch, counts.shape[1]))
    codes = np.zeros(batch, dtype=np.int64)
    at_once = max(1, BYTES_AT_ONCE // (8 * len(frame.terms) ** 2))
    for first in range(0, batch, at_once):
        piece = slice(first, first + at_once)
        codes[piece] = _codes(frame, models[piece], counts[piece])
    return codes


def _codes(frame: Frame, models: BoolArray, counts: IntArray) -> IntArray:
    """A larger model with the same histories left out vouches for the smaller ones inside it: check those first."""
    active, kept = estimable(frame, models, counts)
    occupied = kept & (counts[:, 1:] > 0)
    largest = (occupied.astype(np.float64) @ frame.design) > 0
    pattern = np.packbits(np.concatenate([kept, occupied], axis=1), axis=1)
    _, example, group = np.unique(pattern, axis=0, return_index=True, return_inverse=True)
    vouched = _full_rank(frame, occupied[example], largest[example])[group.reshape(-1)]
    codes = np.zeros(len(models), dtype=np.int64)
    doubtful = np.flatnonzero(~vouched)
    if len(doubtful):
        doubtful = doubtful[~_full_rank(frame, occupied[doubtful], active[doubtful])]
    settled: dict[bytes, int] = {}
    for place in doubtful:
        key = pattern[place].tobytes() + active[place].tobytes()
        if key not in settled:
            settled[key] = _code(frame, active[place], kept[place], occupied[place])
        codes[place] = settled[key]
    return codes


def _full_rank(frame: Frame, occupied: BoolArray, active: BoolArray) -> BoolArray:
    """Whether the active terms are told apart by the histories with people: then the estimate exists and is one."""
    full: BoolArray = active.sum(axis=1) <= occupied.sum(axis=1)
    possible = np.flatnonzero(full)
    if len(possible):
        packing = Packing.of(frame, active[possible])
        gram = packing.information(frame, occupied[possible].astype(np.float64))
        full[possible] = np.linalg.eigvalsh(gram)[:, 0] > NEARLY_ZERO
    return full


def _code(frame: Frame, active: BoolArray, kept: BoolArray, occupied: BoolArray) -> int:
    """The code of one model and table whose histories with people do not settle every term."""
    design = frame.design[:, active]
    free = _null_space(design[occupied])
    falls = design[kept & ~occupied] @ free
    if falls.size:
        _, sizes, turns = np.linalg.svd(falls, full_matrices=False)
        rank = int((sizes > NEARLY_ZERO).sum())
        moves = falls @ turns[:rank].T
    else:
        rank, moves = 0, falls
    not_identifiable = free.shape[1] > rank
    return int(NO_ESTIMATE * (not _balanced(moves)) + NOT_IDENTIFIABLE * not_identifiable)


def _null_space(matrix: FloatArray) -> FloatArray:
    if not len(matrix):
        return np.eye(matrix.shape[1])
    _, sizes, turns = np.linalg.svd(matrix)
    rank = int((sizes > NEARLY_ZERO).sum())
    return turns[rank:].T


def _balanced(moves: FloatArray) -> bool:
    """Whether no combination of the columns is at or below zero everywhere and below zero somewhere."""
    if not moves.size or moves.shape[1] == 0:
        return True
    if moves.shape[1] == 1:
        line = moves[:, 0]
        return bool((line > NEARLY_ZERO).any() and (line < -NEARLY_ZERO).any())
    weights, *_ = np.linalg.lstsq(moves, np.ones(len(moves)), rcond=None)
    if (1 - moves @ weights > NEARLY_ZERO).all():
        return True
    return not _has_falling_direction(moves)


def _has_falling_direction(moves: FloatArray) -> bool:
    from scipy.optimize import linprog  # imported here: it takes longer than most tables, and few need it

    answer = linprog(
        moves.sum(axis=0),
        A_ub=np.concatenate([moves, -moves]),
        b_ub=np.concatenate([np.zeros(len(moves)), np.ones(len(moves))]),
        bounds=(None, None),
        method="highs",
    )
    return answer.fun is not None and bool(answer.fun < -1e-6)

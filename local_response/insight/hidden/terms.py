"""Lists, capture histories and model terms as bit masks, and the frame of terms that a batch of models shares.

List number i (from 0) is bit i. A capture history is the mask of the lists a person is on; a term of a log-linear
model is the mask of the lists it ties together (0 is the intercept, one bit a main effect, two bits a two-list
effect). A term acts on every history that contains all of its lists. Every model here has the intercept and all
main effects, and is hierarchical: a term comes with all the terms inside it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]

Interactions = frozenset[int]
"""The interactions of one model: masks of two bits or more, with every smaller interaction inside them."""


def lists_in(mask: int) -> tuple[int, ...]:
    """Numbers (from 0) of the lists in a mask, ascending."""
    return tuple(i for i in range(mask.bit_length()) if mask >> i & 1)


def mask_of(lists: Iterable[int]) -> int:
    """The mask of these list numbers (from 0)."""
    return sum({1 << i for i in lists})


def count_on_all(counts: IntArray) -> IntArray:
    """People on all the lists of each mask, whatever else they are on.

    counts: last axis of length 2^lists, by capture history. Returns the same shape: sums over the histories that
    contain each mask (the superset sums, N* in Chan, Silverman and Vincent 2021).
    """
    totals = counts.copy()
    size = totals.shape[-1]
    for bit in range(size.bit_length() - 1):
        pairs = totals.reshape(*totals.shape[:-1], size >> (bit + 1), 2, 1 << bit)
        pairs[..., 0, :] += pairs[..., 1, :]
    return totals


@dataclass(frozen=True, eq=False)
class Frame:
    """The terms that a batch of models may use, for so many lists, and the tables that make batched fits quick.

    terms: masks, intercept first, then by number of lists and by mask. A model is a row of booleans over terms.
    design: histories 1 to 2^lists - 1 by terms; 1 where the term acts on the history.
    unions: the distinct unions of two terms; union_place: for each pair of terms, its place in unions.
    acts: histories by unions; 1 where the history contains the union. (Information matrices are sums over it.)
    smaller: terms by terms; True where the column is the row's term less one list.
    """

    lists: int
    order: int
    terms: IntArray
    design: FloatArray
    acts: FloatArray
    union_place: IntArray
    smaller: BoolArray
    place: dict[int, int]

    @property
    def base(self) -> BoolArray:
        """The main-effects model as a row of booleans."""
        return np.bitwise_count(self.terms) <= 1

    def model_row(self, interactions: Iterable[int]) -> BoolArray:
        """A model as a row of booleans over terms. Raises KeyError for a term outside the frame."""
        row = self.base.copy()
        row[[self.place[term] for term in interactions]] = True
        return row

    def interactions(self, row: BoolArray) -> Interactions:
        """The interactions of a row of booleans over terms."""
        chosen = self.terms[row & (np.bitwise_count(self.terms) > 1)]
        return frozenset(int(term) for term in chosen)


@lru_cache(maxsize=32)
def frame(lists: int, order: int) -> Frame:
    """The frame of every term up to an order (most lists tied by one term).

    lists: 2 to 8. order: 1 to lists. Raises ValueError outside that.
    """
    if not 2 <= lists <= 8 or not 1 <= order <= lists:
        raise ValueError(f"need 2 to 8 lists and an order from 1 to the lists, got {lists} and {order}")
    masks = sorted(range(1 << lists), key=lambda mask: (mask.bit_count(), mask))
    terms = np.array([mask for mask in masks if mask.bit_count() <= order], dtype=np.int64)
    histories = np.arange(1, 1 << lists, dtype=np.int64)[:, None]
    unions, union_place = np.unique(terms[:, None] | terms[None, :], return_inverse=True)
    inside = (terms[:, None] & terms[None, :]) == terms[None, :]
    fewer = np.bitwise_count(terms)[:, None] == np.bitwise_count(terms)[None, :] + 1
    return Frame(
        lists=lists,
        order=order,
        terms=terms,
        design=((histories & terms) == terms).astype(np.float64),
        acts=((histories & unions) == unions).astype(np.float64),
        union_place=union_place.reshape(len(terms), len(terms)).astype(np.int64),
        smaller=inside & fewer,
        place={int(term): place for place, term in enumerate(terms)},
    )

"""How well a search answers queries whose right documents people have written down beforehand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

from local_response.library.index import Index
from local_response.library.search import search


@dataclass(frozen=True)
class Judged:
    """A query and what should come: 2 for a right answer, 1 for one that is also useful, by document id."""

    query: str
    want: Mapping[str, int]


@dataclass(frozen=True)
class Quality:
    """ndcg: mean nDCG@10. first_three: share of queries with a right answer among the first three. Both 0 to 1."""

    queries: int
    ndcg: float
    first_three: float
    missed: tuple[str, ...]


def quality(index: Index, judged: Sequence[Judged]) -> Quality:
    """Search for each query and compare with what should come. Raises ValueError where there is no query."""
    if not judged:
        raise ValueError("no queries to judge by")
    found = {j.query: [r.document.id for r in search(index, j.query, limit=10).results] for j in judged}
    missed = tuple(j.query for j in judged if not any(j.want.get(id, 0) == 2 for id in found[j.query][:3]))
    gains = [ndcg([j.want.get(id, 0) for id in found[j.query]], list(j.want.values())) for j in judged]
    return Quality(len(judged), sum(gains) / len(gains), 1 - len(missed) / len(judged), missed)


def ndcg(found: Sequence[int], wanted: Sequence[int], depth: int = 10) -> float:
    """Normalised discounted cumulative gain: 1 where the best come first, in order; 0 where none come.

    found: how right each result is, in the order found. wanted: how right every right document is.
    Raises ValueError where nothing was wanted. Source: Jarvelin and Kekalainen (2002), ACM TOIS 20, 422-446, with
    the gain 2**rightness - 1.
    """
    best = _discounted(sorted(wanted, reverse=True)[:depth])
    if best == 0:
        raise ValueError("no right document to compare with")
    return _discounted(found[:depth]) / best


def _discounted(rightness: Sequence[int]) -> float:
    return sum(float(2**right - 1) / log2(place + 2) for place, right in enumerate(rightness))

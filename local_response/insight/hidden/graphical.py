"""Averaging over decomposable graphical models (Madigan and York 1997, Biometrika 84, 19-31).

Every decomposable graph on the lists is a model, all equally likely beforehand; cells have a hyper-Dirichlet prior of
2^-lists each; the total has prior 1/N. The posterior of the unseen number lies on a grid from 0 to a cap: where it
has weight at the cap, the cap and not the data sets the upper limit, and the result says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

import numpy as np
from scipy.special import gammaln

from local_response.insight.hidden.terms import FloatArray, IntArray, lists_in, mask_of
from local_response.model.errors import CannotEstimateError

MOST_LISTS = 6
"""18,154 decomposable graphs; seven lists would have 617,675."""
GRID = 1000
GRAPHS_AT_ONCE = 2000
TIMES_SEEN = 10
"""The cap on the unseen number, in times the people seen, unless another is given."""
WEIGHT_AT_CAP = 0.005
"""Posterior weight in the top hundredth of the grid beyond which the cap is said to bind."""

Graph = tuple[tuple[int, ...], tuple[int, ...]]
"""Cliques and separators of a decomposable graph, as masks; empty separators are left out."""


@dataclass(frozen=True)
class GraphicalPosterior:
    """Posterior of the total. quantiles: by probability. cap: largest total on the grid.

    weight_at_cap: posterior weight in the top hundredth of the grid. cap_binds: whether that is too much.
    best_graph: largest terms of the likeliest graph; best_weight: its posterior weight. graphs: how many there are.
    """

    quantiles: dict[float, float]
    cap: float
    weight_at_cap: float
    cap_binds: bool
    best_graph: tuple[int, ...]
    best_weight: float
    graphs: int


def graphical_posterior(
    counts: IntArray,
    cap: float | None = None,
    probabilities: Sequence[float] = (0.025, 0.1, 0.5, 0.9, 0.975),
    unseen_grid: FloatArray | None = None,
) -> GraphicalPosterior:
    """Average over all decomposable graphs.

    counts: 2^lists counts by capture history, 3 to 6 lists. cap: largest total allowed; 11 times the people seen
    unless given. unseen_grid: unseen numbers to weigh, ascending, in place of 1,000 even steps up to the cap.
    Raises CannotEstimateError for fewer than 3 or more than 6 lists; ValueError for a cap not above the people seen.
    """
    lists = len(counts).bit_length() - 1
    if not 3 <= lists <= MOST_LISTS:
        raise CannotEstimateError(
            f"{lists} lists: cannot be estimated by graphical models, because they need 3 to {MOST_LISTS} lists"
            + (" (the number of graphs beyond that is too large to add up)." if lists > MOST_LISTS else ".")
        )
    people = float(counts[1:].sum())
    if cap is not None and cap <= people:
        raise ValueError(f"the cap {cap} is not above the {people:.0f} people seen")
    unseen = np.linspace(0, cap - people if cap else TIMES_SEEN * people, GRID)
    if unseen_grid is not None:
        unseen = unseen_grid
    graphs = decomposable_graphs(lists)
    by_total, by_graph = _weights(counts, unseen, graphs, lists)
    totals, best = people + unseen, int(by_graph.argmax())
    at_cap = float(by_total[-max(1, len(unseen) // 100) :].sum())
    return GraphicalPosterior(
        quantiles={p: float(np.interp(p, np.cumsum(by_total), totals)) for p in probabilities},
        cap=float(totals[-1]),
        weight_at_cap=at_cap,
        cap_binds=at_cap > WEIGHT_AT_CAP,
        best_graph=graphs[best][0],
        best_weight=float(by_graph[best]),
        graphs=len(graphs),
    )


def _weights(
    counts: IntArray, unseen: FloatArray, graphs: Sequence[Graph], lists: int
) -> tuple[FloatArray, FloatArray]:
    """Posterior weight of each unseen number and of each graph; each adds up to 1."""
    part = _clique_likelihoods(counts, unseen, lists)
    people = counts[1:].sum()
    use = np.zeros((len(graphs), 1 << lists))
    for row, (cliques, separators) in enumerate(graphs):
        np.add.at(use[row], list(cliques), 1.0)
        np.subtract.at(use[row], list(separators), 1.0)
    ways = gammaln(unseen + people + 1) - gammaln(unseen + 1) - np.log(np.maximum(unseen + people, 1))
    pieces = [use[first : first + GRAPHS_AT_ONCE] for first in range(0, len(graphs), GRAPHS_AT_ONCE)]
    highest = max(float((piece @ part + ways).max()) for piece in pieces)
    by_total, by_graph = np.zeros(len(unseen)), []
    for piece in pieces:
        weights = np.exp(piece @ part + ways - highest)
        by_total += weights.sum(axis=0)
        by_graph.append(weights.sum(axis=1))
    whole = by_total.sum()
    return by_total / whole, np.concatenate(by_graph) / whole


def _clique_likelihoods(counts: IntArray, unseen: FloatArray, lists: int) -> FloatArray:
    """Log marginal likelihood of the table of each set of lists (rows), for each unseen number (columns)."""
    people = counts[1:].sum()
    part = np.zeros((1 << lists, len(unseen)))
    for members in range(1, 1 << lists):
        table = np.bincount(np.arange(1 << lists) & members, weights=counts, minlength=members + 1)
        cells = [cell for cell in range(members + 1) if cell & members == cell]
        prior = 2.0 ** -len(lists_in(members))
        rest = float(sum(gammaln(table[cell] + prior) for cell in cells[1:]))
        part[members] = (
            gammaln(table[0] - counts[0] + unseen + prior)
            + rest
            - len(cells) * gammaln(prior)
            - gammaln(people + unseen + 1)
        )
    return part


@lru_cache(maxsize=4)
def decomposable_graphs(lists: int) -> tuple[Graph, ...]:
    """Every decomposable graph on so many lists, with its cliques and separators."""
    edges = [mask_of(pair) for pair in combinations(range(lists), 2)]
    found = []
    for choice in range(1 << len(edges)):
        graph = _junctions([edge for place, edge in enumerate(edges) if choice >> place & 1], lists)
        if graph is not None:
            found.append(graph)
    return tuple(found)


def _junctions(edges: Sequence[int], lists: int) -> Graph | None:
    """Cliques and separators by maximum cardinality search; None where the graph is not decomposable."""
    beside = [0] * lists
    for edge in edges:
        for member in lists_in(edge):
            beside[member] |= edge & ~(1 << member)
    numbered, cliques, separators, last = 0, [], [], 0
    for _ in range(lists):
        node = max(
            (n for n in range(lists) if not numbered >> n & 1),
            key=lambda n: (beside[n] & numbered).bit_count(),
        )
        earlier = beside[node] & numbered
        if any(earlier & ~(beside[n] | 1 << n) for n in lists_in(earlier)):
            return None
        if earlier != last:
            if last:
                cliques.append(last)
            if earlier:
                separators.append(earlier)
        last = earlier | 1 << node
        numbered |= 1 << node
    cliques.append(last)
    return tuple(cliques), tuple(separators)

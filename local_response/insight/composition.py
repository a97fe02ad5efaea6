"""What an area's cases are made of, against a reference: which categories stand out, and how to count combinations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from local_response.insight.discoveries import discoveries
from local_response.insight.limits import FloatArray
from local_response.insight.shrinkage import fit_concentration

Counting = Literal["as_itself", "each_component"]
JOINER = " & "


@dataclass(frozen=True)
class Tally:
    """Counts by category under one way of counting combinations.

    persons: people counted. adds_to_persons: whether the counts add to that; where not, shares must not be added.
    """

    counting: Counting
    counts: dict[str, float]
    persons: float

    @property
    def adds_to_persons(self) -> bool:
        """True when each person is in exactly one category."""
        return self.counting == "as_itself"


@dataclass(frozen=True)
class StandOut:
    """One element a category, in the order that went in.

    share, reference: of people, 0 to 1; share is NaN where the area has nobody. shrunk: the share drawn towards the
    reference, with lower and upper at level. ratio: shrunk / reference, NaN where the reference has none.
    p_value: exact, that chance alone sets the area's share apart from the reference. adjusted: for the number of
    categories looked at. stands_out: 1 more than the reference, -1 less, 0 not told from it.
    """

    categories: tuple[str, ...]
    share: FloatArray
    reference: FloatArray
    shrunk: FloatArray
    lower: FloatArray
    upper: FloatArray
    ratio: FloatArray
    p_value: FloatArray
    adjusted: FloatArray
    stands_out: NDArray[np.int8]
    concentration: float
    level: float


def tally(cases: Iterable[tuple[Sequence[str], float]], counting: Counting) -> Tally:
    """Count people who may have several types at once.

    cases: (types of one published category, people in it), such as (("Labour", "Criminal"), 12); each person is in
    one category. counting: "as_itself" keeps combinations as categories of their own, and adds to the total;
    "each_component" counts a person once in each type, and does not add. The order of types makes no difference.
    Raises ValueError for a category without a type, or a negative or missing count.
    """
    counts: dict[str, float] = {}
    persons = 0.0
    for types, people in cases:
        distinct = tuple(dict.fromkeys(types))
        if not distinct or not people >= 0:
            raise ValueError(f"need types and a count of 0 or more, got {tuple(types)} and {people}")
        persons += people
        keys = (JOINER.join(sorted(distinct)),) if counting == "as_itself" else distinct
        for key in keys:
            counts[key] = counts.get(key, 0.0) + people
    return Tally(counting, counts, persons)


def stand_out(
    area: int,
    table: ArrayLike,
    persons: ArrayLike,
    categories: Sequence[str],
    level: float = 0.95,
) -> StandOut:
    """Which categories an area has more or less of than all other areas together.

    area: its row. table: areas x categories, people in each, 0 or more, none missing; a person may be in several.
    persons: people in each area, at least its largest category. The reference is the other areas, so the area is
    not compared with itself.
    A category stands out when its shrunk interval leaves out the reference share and its exact p-value, adjusted
    by Benjamini and Hochberg for the number of categories, is at most 1 - level. The shrinkage is beta-binomial with
    one concentration for all categories: how much other areas differ from the reference sets it.
    Sources: Fisher (1935), The logic of inductive inference, JRSS 98, 39-82 (the exact test); Clayton and Kaldor
    (1987) and Mosimann (1962) for the shrinkage; Benjamini and Hochberg (1995).
    """
    x, n = np.asarray(table, dtype=np.float64), np.asarray(persons, dtype=np.float64)
    if x.ndim != 2 or len(n) != len(x) or len(categories) != x.shape[1]:
        raise ValueError("need areas x categories, and persons for each area")
    if not ((x >= 0).all() and (x <= n[:, None]).all()):
        raise ValueError("counts lie between 0 and the persons of the area, none missing")
    others = np.delete(np.arange(len(x)), area)
    rest, rest_persons = x[others].sum(axis=0), float(n[others].sum())
    if not rest_persons > 0:
        raise ValueError("there is nobody in the other areas to compare with")
    reference = rest / rest_persons
    concentration = _shared_concentration(x[others], n[others], reference)
    own, total = x[area], float(n[area])
    a, b = concentration * reference + own, concentration * (1 - reference) + total - own
    tail = (1 - level) / 2
    shrunk = a / (concentration + total)
    lower, upper = (_beta_quantile(a, b, p) for p in (tail, 1 - tail))
    p_value = _exact_p_values(own, total, rest, rest_persons)
    found = discoveries(p_value, 1 - level)
    side = np.sign(np.where(lower > reference, 1, np.where(upper < reference, -1, 0)))
    with np.errstate(invalid="ignore", divide="ignore"):
        share = own / total if total else np.full(len(own), np.nan)
        ratio = np.where(reference > 0, shrunk / reference, np.nan)
    return StandOut(
        tuple(categories), share, reference, shrunk, lower, upper, ratio, p_value, found.adjusted,
        np.where(found.found, side, 0).astype(np.int8), concentration, level,
    )  # fmt: skip


def _shared_concentration(x: FloatArray, n: FloatArray, reference: FloatArray) -> float:
    """Concentration of beta-binomial shares, fitted as if each category were its own table of two."""
    pairs = [np.column_stack([x[:, c], n - x[:, c]]) for c in range(x.shape[1]) if 0 < reference[c] < 1]
    if not pairs:
        return 1.0
    # The geometric mean of each category's concentration: no one category decides.
    fitted = [fit_concentration(pair, pair.sum(axis=0) / pair.sum()) for pair in pairs]
    return float(np.exp(np.mean(np.log(fitted))))


def _exact_p_values(own: FloatArray, total: float, rest: FloatArray, rest_total: float) -> FloatArray:
    """Twice the smaller tail of Fisher's exact test, at most 1, for each category."""
    everyone = total + rest_total

    def tail(at_most: float, with_type: float) -> float:
        low = max(0.0, total - (everyone - with_type))
        k = np.arange(low, at_most + 1)
        log = (
            special.gammaln(with_type + 1) - special.gammaln(k + 1) - special.gammaln(with_type - k + 1)
            + special.gammaln(everyone - with_type + 1) - special.gammaln(total - k + 1)
            - special.gammaln(everyone - with_type - total + k + 1)
            - special.gammaln(everyone + 1) + special.gammaln(total + 1) + special.gammaln(rest_total + 1)
        )  # fmt: skip
        return float(np.exp(log).sum()) if len(k) else 0.0

    answers = []
    for count, others in zip(own, rest, strict=True):
        below = tail(count, count + others)
        above = 1 - tail(count - 1, count + others)
        answers.append(min(1.0, 2 * max(min(below, above), 0.0)))
    return np.array(answers)


def _beta_quantile(a: FloatArray, b: FloatArray, p: float) -> FloatArray:
    some = (a > 0) & (b > 0)
    quantile = special.betaincinv(np.where(some, a, 1.0), np.where(some, b, 1.0), p)
    return np.where(some, quantile, np.where(a > 0, 1.0, 0.0))

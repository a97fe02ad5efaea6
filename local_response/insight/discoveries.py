"""Which of many comparisons can be called findings, when some would look like findings by chance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from local_response.insight.limits import FloatArray

Procedure = Literal["benjamini_hochberg", "benjamini_yekutieli"]


@dataclass(frozen=True)
class Discoveries:
    """One element a comparison, in the shape that went in (areas x measures, say).

    adjusted: the lowest false discovery rate at which the comparison would be called a finding; NaN where there
    was no p-value. found: whether that is at most rate. Of all that are found, a share of up to rate is expected
    to be by chance.
    """

    adjusted: FloatArray
    found: NDArray[np.bool_]
    rate: float
    procedure: Procedure


def discoveries(p_values: ArrayLike, rate: float = 0.05, procedure: Procedure = "benjamini_hochberg") -> Discoveries:
    """Adjust p-values for the number of comparisons made.

    p_values: between 0 and 1, any shape; NaN where nothing was compared. rate: share of findings that may be by
    chance. benjamini_hochberg suits areas judged on related measures; benjamini_yekutieli holds under any
    dependence and finds less.
    Sources: Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57, 289-300; Benjamini and
    Yekutieli (2001), Annals of Statistics 29, 1165-1188.
    Raises ValueError for a p-value or rate outside 0 to 1.
    """
    p = np.asarray(p_values, dtype=np.float64)
    known = ~np.isnan(p)
    if not 0 < rate < 1 or not ((p[known] >= 0) & (p[known] <= 1)).all():
        raise ValueError("p-values and rate lie between 0 and 1")
    adjusted = np.full(p.shape, np.nan)
    tests = int(known.sum())
    if tests:
        order = np.argsort(p[known])
        factor = 1.0 if procedure == "benjamini_hochberg" else float((1 / np.arange(1, tests + 1)).sum())
        steps = p[known][order] * factor * tests / np.arange(1, tests + 1)
        falling = np.minimum.accumulate(steps[::-1])[::-1]
        answers = np.empty(tests)
        answers[order] = np.minimum(falling, 1.0)
        adjusted[known] = answers
    return Discoveries(adjusted, adjusted <= rate, rate, procedure)


def two_sided_p_values(scores: ArrayLike) -> FloatArray:
    """How often a standard normal score is at least as far from 0, either way; NaN stays NaN."""
    return np.asarray(2 * special.ndtr(-np.abs(np.asarray(scores, dtype=np.float64))), dtype=np.float64)


def poisson_p_values(counts: ArrayLike, expected: ArrayLike) -> FloatArray:
    """Twice the smaller tail of each count under its expected number of events, at most 1; NaN stays NaN.

    counts: whole events, 0 or more; expected: above 0.
    """
    x, mean = np.asarray(counts, dtype=np.float64), np.asarray(expected, dtype=np.float64)
    at_most = special.pdtr(x, mean)
    at_least = np.where(x > 0, special.pdtrc(np.maximum(x - 1, 0), mean), 1.0)
    return np.where(np.isnan(x), np.nan, np.minimum(2 * np.minimum(at_most, at_least), 1.0))

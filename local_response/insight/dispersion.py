"""How much more areas differ than chance alone allows, and the limits widened for it.

Control limits that allow for chance only would put most areas outside: real counts are over-dispersed. Two ways to
widen: multiplicative (chance counts for more everywhere) and additive (areas truly differ by some spread).
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erf, exp, pi, sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy import special

from local_response.insight.limits import FloatArray


@dataclass(frozen=True)
class Dispersion:
    """Spread of areas about their target, in units of what chance alone would give.

    phi: 1 when chance explains all; never below 1 in use (see scale). spread: standard deviation between areas
    that chance does not explain, on the scale of the scores (for rates: the square root of the ratio to target).
    chi_squared, degrees: Pearson's statistic without winsorising; p_value: how often chance alone gives as much.
    areas: how many took part. winsorised: share of areas at each end whose scores were drawn in.
    """

    phi: float
    spread: float
    chi_squared: float
    degrees: int
    p_value: float
    areas: int
    winsorised: float

    @property
    def scale(self) -> float:
        """What variances are multiplied by: phi, or 1 where phi is lower (limits are never narrowed)."""
        return max(self.phi, 1.0)


def winsorise(scores: ArrayLike, share: float = 0.1) -> FloatArray:
    """Scores with the highest and lowest drawn in to the quantiles at 1 - share and share.

    Source: Spiegelhalter (2005), Quality and Safety in Health Care 14, 347-351.
    """
    if not 0 <= share < 0.5:
        raise ValueError(f"a share from 0 to below 0.5 can be drawn in at each end, got {share}")
    z = np.asarray(scores, dtype=np.float64)
    low, high = np.quantile(z, [share, 1 - share])
    return np.clip(z, low, high)


def estimate_dispersion(
    scores: ArrayLike,
    standard_errors: ArrayLike,
    pearson: ArrayLike,
    winsorised: float = 0.1,
    corrected: bool = True,
) -> Dispersion:
    """Dispersion from one score an area: its distance from the target in standard errors.

    scores: standard normal where chance alone is at work. standard_errors: of each area's value on the scale of the
    scores, above 0. pearson: each area's term of Pearson's chi-squared, for the test. winsorised: share of areas
    drawn in at each end, so that the outliers a funnel should find do not widen it.
    corrected: divide by what winsorising does to standard normal scores (0.68 for a tenth at each end); without
    it phi is as in the paper, and too small when there are no outliers.
    Source: Spiegelhalter (2005), Statistics in Medicine 24, 1185-1202; spread: DerSimonian and Laird (1986),
    Controlled Clinical Trials 7, 177-188.
    """
    z, weights = np.asarray(scores, dtype=np.float64), np.asarray(standard_errors, dtype=np.float64) ** -2.0
    k = len(z)
    if k < 3:
        raise ValueError(f"dispersion needs at least 3 areas, got {k}")
    phi = float(np.mean(winsorise(z, winsorised) ** 2))
    if corrected:
        phi /= winsorised_normal_variance(winsorised)
    leftover = k * phi - (k - 1)
    divisor = float(weights.sum() - (weights**2).sum() / weights.sum())
    chi_squared = float(np.sum(pearson))
    return Dispersion(
        phi,
        sqrt(max(leftover, 0.0) / divisor),
        chi_squared,
        k - 1,
        float(special.chdtrc(k - 1, chi_squared)),
        k,
        winsorised,
    )


def winsorised_normal_variance(share: float) -> float:
    """Variance of a standard normal score whose ends are drawn in to its quantiles at share and 1 - share.

    1 for share 0, 0.68 for 0.1: what winsorised phi is expected to be when chance alone is at work.
    """
    if share == 0:
        return 1.0
    end = float(special.ndtri(1 - share))
    inside = erf(end / sqrt(2)) - 2 * end * exp(-end * end / 2) / sqrt(2 * pi)
    return inside + 2 * share * end * end


def dispersion_after_effects(table: ArrayLike) -> tuple[float, int]:
    """Pearson's chi-squared per degree of freedom after row and column effects, and the degrees of freedom.

    table: counts, one row an area and one column a period, none missing. What is left is how much more an area's
    quarters vary than chance allows, once areas differ in size and quarters in their total. Areas (or periods)
    without any event tell nothing and take no part.
    The Poisson log-linear model with both effects fits row total x column total / total.
    Source: McCullagh and Nelder (1989), Generalized Linear Models, sections 4.5 and 6.2.
    Raises ValueError for a missing or negative count, or fewer than two rows or columns with events.
    """
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or not (counts >= 0).all():
        raise ValueError("need a table of counts of 0 or more, areas x periods, none missing")
    counts = counts[counts.sum(axis=1) > 0][:, counts.sum(axis=0) > 0]
    degrees = (counts.shape[0] - 1) * (counts.shape[1] - 1)
    if degrees < 1:
        raise ValueError("need at least two areas and two periods with events")
    fitted = counts.sum(axis=1, keepdims=True) * counts.sum(axis=0, keepdims=True) / counts.sum()
    return float(((counts - fitted) ** 2 / fitted).sum() / degrees), degrees

"""Confidence limits for a count and for a share, before any population is divided in: exact, Byar and Wilson.

Every function takes arrays of one shape, or plain numbers, and one level of confidence; each returns two arrays,
the lower limits and the upper, in the unit of what went in. NaN in gives NaN out.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

FloatArray = NDArray[np.float64]

EXACT_BELOW = 10
"""Counts below this many events get exact limits, others Byar's: the rule of PHEindicatormethods."""


def normal_quantile(level: float) -> float:
    """The z of a two-sided interval: 1.96 for level 0.95. Raises ValueError unless 0 < level < 1."""
    if not 0 < level < 1:
        raise ValueError(f"a level of confidence lies between 0 and 1, got {level}")
    return float(special.ndtri(0.5 + level / 2))


def exact_limits(counts: ArrayLike, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Exact limits for the mean of a Poisson count, from the chi-squared distribution.

    counts: events, 0 or more; level: between 0 and 1.
    Source: Garwood (1936), Biometrika 28, 437-442.
    """
    tail = (1 - _checked(level)) / 2
    events = np.asarray(counts, dtype=np.float64)
    # Half a chi-squared quantile on 2x degrees of freedom is a gamma quantile of shape x.
    with np.errstate(invalid="ignore"):
        lower = np.where(events == 0, 0.0, special.gammaincinv(events, tail))
        upper = special.gammaincinv(events + 1, 1 - tail)
    return lower, np.asarray(upper, dtype=np.float64)


def byar_limits(counts: ArrayLike, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Byar's limits for the mean of a Poisson count; the lower is NaN where the formula gives none.

    counts: events, 0 or more. It gives no lower limit for 0, nor for 1 to 2 at high levels: use exact_limits there.
    Source: Breslow and Day (1987), Statistical Methods in Cancer Research II, IARC 82, page 69.
    """
    events = np.asarray(counts, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        return byar_lower(events, normal_quantile(level)), byar_upper(events, normal_quantile(level))


def byar_lower(events: FloatArray, z: float) -> FloatArray:
    """Byar's lower limit at a normal quantile z; NaN where the bracket is not positive."""
    base = 1 - 1 / (9 * events) - (z / 3) / np.sqrt(events)
    return np.where(base > 0, events * base * base * base, np.nan)


def byar_upper(events: FloatArray, z: float) -> FloatArray:
    """Byar's upper limit at a normal quantile z."""
    above = events + 1
    base = 1 - 1 / (9 * above) + (z / 3) / np.sqrt(above)
    return np.asarray(above * base * base * base, dtype=np.float64)


def wilson_limits(parts: ArrayLike, wholes: ArrayLike, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Wilson's score limits for a share, between 0 and 1.

    parts: 0 up to the whole; wholes: above 0.
    Source: Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    """
    x, n = np.asarray(parts, dtype=np.float64), np.asarray(wholes, dtype=np.float64)
    z = normal_quantile(level)
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = 2 * x + z * z
        spread = z * np.sqrt(z * z + 4 * x * (1 - x / n))
        scale = 2 * (n + z * z)
        # Rounding may carry an end of the range a hair past it, as at x = 0.
        lower = np.where(x == 0, 0.0, np.maximum((middle - spread) / scale, 0.0))
        upper = np.where(x == n, 1.0, np.minimum((middle + spread) / scale, 1.0))
    return lower, upper


def clopper_pearson_limits(parts: ArrayLike, wholes: ArrayLike, level: float = 0.95) -> tuple[FloatArray, FloatArray]:
    """Exact limits for a share, between 0 and 1; never narrower than the level promises.

    Source: Clopper and Pearson (1934), Biometrika 26, 404-413.
    """
    tail = (1 - _checked(level)) / 2
    x, n = np.asarray(parts, dtype=np.float64), np.asarray(wholes, dtype=np.float64)
    with np.errstate(invalid="ignore"):
        lower = np.where(x == 0, 0.0, special.betaincinv(np.where(x == 0, 1, x), n - x + 1, tail))
        upper = np.where(x == n, 1.0, special.betaincinv(x + 1, np.where(x == n, 1, n - x), 1 - tail))
    return lower, upper


def _checked(level: float) -> float:
    if not 0 < level < 1:
        raise ValueError(f"a level of confidence lies between 0 and 1, got {level}")
    return level

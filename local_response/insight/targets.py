"""The least change that could be told from chance with an area's counts, in plain words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import special

from local_response.insight.quarters import limits_about

MOST_CHANGE = 100_000
"""Looking further than this for a change that can be told would be of no use."""


@dataclass(frozen=True)
class LeastChange:
    """Whole numbers of events.

    baseline: events that one period is expected to bring. fall, rise: the least change of one period's count that is
    outside what chance brings; fall is None where not even a count of 0 can be told. sure_fall, sure_rise: the least
    change of the true level that would be told with probability power; None where none would.
    """

    baseline: float
    dispersion: float
    level: float
    power: float
    fall: int | None
    rise: int
    sure_fall: float | None
    sure_rise: float | None


def least_change(baseline: float, dispersion: float = 1.0, level: float = 0.95, power: float = 0.8) -> LeastChange:
    """What a target must exceed before meeting it means anything.

    baseline: expected events in the period that will be judged (a quarter, or four of them), above 0, taken as known;
    where it comes from few past quarters the least changes are larger than stated. dispersion: variance over mean,
    1 or more. level: a change is told when the count is outside the limits at this level. power: between 0 and 1.
    Source: Poisson limits as limits_about; power of a test of a Poisson mean, Lehmann and Romano (2005), Testing
    Statistical Hypotheses, chapter 3.
    """
    if not baseline > 0 or not 0 < power < 1:
        raise ValueError(f"need a baseline above 0 and a power between 0 and 1, got {baseline}, {power}")
    lower, upper = limits_about(baseline, level, dispersion)
    highest_low, lowest_high = int(np.ceil(lower)) - 1, int(np.floor(upper)) + 1
    middle = round(baseline)
    fall = middle - highest_low if highest_low >= 0 else None
    sure_low = _level_that_gives(highest_low, power, dispersion) if highest_low >= 0 else None
    sure_high = _level_that_gives(lowest_high - 1, 1 - power, dispersion)
    return LeastChange(
        baseline,
        dispersion,
        level,
        power,
        fall,
        lowest_high - middle,
        None if sure_low is None or sure_low >= baseline else baseline - sure_low,
        sure_high - baseline,
    )


def in_words(change: LeastChange, unit: str, period: str) -> str:
    """One sentence: "With about 20 referrals a quarter, a fall of less than 9 or a rise of less than 10 ...".

    unit: plural noun, such as "referrals"; period: "quarter" or "year".
    """
    about = round(change.baseline)
    start = f"With about {about:,} {unit} a {period}, " if about else f"With less than 1 a {period} ({unit}), "
    if change.fall is None:
        return start + f"no fall, not even to none, and no rise of less than {change.rise:,} can be told from chance."
    return start + (
        f"a fall of less than {change.fall:,} or a rise of less than {change.rise:,} cannot be told from chance."
    )


def _level_that_gives(count: int, probability: float, dispersion: float) -> float:
    """The true mean under which a count of at most this many has the given probability."""
    # pdtri gives the Poisson mean m with P(X <= k) = p; dispersion as in limits_about.
    return float(special.gammainccinv(count / dispersion + 1, probability)) * dispersion

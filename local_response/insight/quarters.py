"""Quarterly counts over time: cut at breaks, limits that allow for over-dispersion, and special causes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from local_response.insight.control_limits import poisson_control_limits
from local_response.insight.limits import FloatArray
from local_response.model.periods import Period

RUN_LENGTH = 8
RISE_LENGTH = 6
FEWEST_FOR_LIMITS = 6
Rule = Literal["outside_limits", "run_on_one_side", "steady_rise", "steady_fall"]


@dataclass(frozen=True)
class Segment:
    """Successive periods with no break among them, as places in the series.

    places: positions in the list that was split. mixed: a single period that has a break inside it, so that it is
    counted partly in one way and partly in the other; nothing may be computed across it.
    """

    places: tuple[int, ...]
    mixed: bool = False


@dataclass(frozen=True)
class SpecialCause:
    """Points of a series that a steady process would rarely give; places are positions in the series."""

    rule: Rule
    places: tuple[int, ...]


@dataclass(frozen=True)
class ControlChart:
    """A segment of counts about its level.

    centre: mean count, which the limits are about. median: which runs are judged against, as one extreme point moves
    it little. lower, upper: limits at level. warning_lower, warning_upper: at warning_level.
    dispersion: of the counts, 1 or more. causes: what the rules found; none is not proof that nothing changed.
    """

    counts: FloatArray
    centre: float
    median: float
    lower: float
    upper: float
    warning_lower: float
    warning_upper: float
    level: float
    warning_level: float
    dispersion: float
    causes: tuple[SpecialCause, ...]


def split_at_breaks(periods: Sequence[str], breaks: Sequence[date]) -> list[Segment]:
    """Cut a series where its counting changed.

    periods: written periods of one kind in order of time. breaks: first day of each new way of counting. A break on
    the first day of a period starts a segment with it; a period with a break inside is a segment of its own.
    Raises ValueError for a period that is not written as one, or out of order.
    """
    parsed = [Period.parse(text) for text in periods]
    if any(later.start <= earlier.start for earlier, later in pairwise(parsed)):
        raise ValueError("periods must be in order of time, each once")
    segments: list[Segment] = []
    current: list[int] = []
    for place, period in enumerate(parsed):
        inside = any(period.start < day <= period.end for day in breaks)
        since_last = place > 0 and any(parsed[place - 1].end < day <= period.start for day in breaks)
        if (inside or since_last) and current:
            segments.append(Segment(tuple(current)))
            current = []
        if inside:
            segments.append(Segment((place,), mixed=True))
        else:
            current.append(place)
    return [*segments, Segment(tuple(current))] if current else segments


def limits_about(centre: float, level: float = 0.998, dispersion: float = 1.0) -> tuple[float, float]:
    """Counts between which a steady series stays: Poisson limits of centre / dispersion, times dispersion.

    centre: mean count, 0 or more. dispersion: 1 or more; the variance is that many times the mean.
    Source: Poisson limits as poisson_control_limits; scaling by dispersion is quasi-likelihood, McCullagh and Nelder
    (1989), Generalized Linear Models, section 6.2.
    """
    if centre < 0 or dispersion < 1:
        raise ValueError(f"need a mean of 0 or more and a dispersion of 1 or more, got {centre}, {dispersion}")
    lower, upper = poisson_control_limits(centre / dispersion, level)
    return float(lower) * dispersion, float(upper) * dispersion


def control_chart(
    counts: ArrayLike,
    dispersion: float | None = None,
    level: float = 0.998,
    warning_level: float = 0.95,
) -> ControlChart:
    """Judge one segment of quarterly counts against its own level.

    counts: whole events of successive quarters of one segment, none missing, at least 6. dispersion: of such counts
    in the country (dispersion_after_effects); None to take it from this segment alone, which few points allow badly.
    Raises ValueError for fewer points, or a missing or negative count.
    Source: Spiegelhalter (2005) for the widening; the rules are those of special_causes.
    """
    x = np.asarray(counts, dtype=np.float64)
    if x.ndim != 1 or len(x) < FEWEST_FOR_LIMITS or not (x >= 0).all():
        raise ValueError(f"need at least {FEWEST_FOR_LIMITS} successive counts of 0 or more, none missing")
    centre = float(x.mean())
    spread = max(1.0, own_dispersion(x) if dispersion is None else dispersion)
    lower, upper = limits_about(centre, level, spread)
    warning = limits_about(centre, warning_level, spread)
    median = float(np.median(x))
    causes = special_causes(x, median, lower, upper)
    return ControlChart(x, centre, median, lower, upper, *warning, level, warning_level, spread, causes)


def own_dispersion(counts: ArrayLike) -> float:
    """Variance over mean of a series about its level, from successive differences so that a shift adds little.

    At least 2 counts; 1 where there are no events.
    Source: von Neumann, Kent, Bellinson and Hart (1941), Annals of Mathematical Statistics 12, 153-162.
    """
    x = np.asarray(counts, dtype=np.float64)
    mean = float(x.mean())
    return 1.0 if mean == 0 else float(np.mean(np.diff(x) ** 2) / 2 / mean)


def special_causes(counts: FloatArray, median: float, lower: float, upper: float) -> tuple[SpecialCause, ...]:
    """What a steady process would rarely give.

    1. A point outside the limits. 2. A run of 8 or more successive points on one side of the median (a point on it
    ends the run). 3. Six or more successive points that rise all the way, or fall all the way.
    Sources: Shewhart (1931), Economic Control of Quality (rule 1); Western Electric (1956), Statistical Quality
    Control Handbook (rule 2); Nelson (1984), Journal of Quality Technology 16, 237-239 (rule 3).
    """
    outside = tuple(int(i) for i in np.nonzero((counts < lower) | (counts > upper))[0])
    causes = [SpecialCause("outside_limits", outside)] if outside else []
    side = np.sign(counts - median)
    causes += [SpecialCause("run_on_one_side", run) for run in _runs(side, RUN_LENGTH)]
    steps = np.sign(np.diff(counts))
    for run in _runs(steps, RISE_LENGTH - 1):
        points = (*run, run[-1] + 1)
        rising = steps[run[0]] > 0
        causes.append(SpecialCause("steady_rise" if rising else "steady_fall", points))
    return tuple(causes)


def _runs(signs: FloatArray, length: int) -> list[tuple[int, ...]]:
    """Stretches of at least that many equal, non-zero signs, as positions."""
    runs: list[tuple[int, ...]] = []
    start = 0
    for place in range(1, len(signs) + 1):
        if place == len(signs) or signs[place] != signs[start]:
            if signs[start] != 0 and place - start >= length:
                runs.append(tuple(range(start, place)))
            start = place
    return runs

"""Figures made from figures: each keeps its inputs and the name of its method, so that anyone can work it again."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

import numpy as np

from local_response.insight.funnel import rate_funnel
from local_response.insight.rates import PER, rate_per_100k, rate_ratio, share
from local_response.insight.similar import robust_scores
from local_response.model.estimates import Estimate, not_calculable
from local_response.model.figures import Citation, Figure
from local_response.model.periods import in_order

Values = Sequence[float | None]


def rate(count: Figure, residents: Figure, level: float = 0.95, decimals: int = 1) -> Figure:
    """Events per 100,000 residents of the same area. count: events; residents: mid-year population."""
    estimate = rate_per_100k(count.value, residents.value, level)
    return _figure(estimate, "per 100,000 residents", (count, residents), count, decimals)


def percentage(part: Figure, whole: Figure, level: float = 0.95, decimals: int = 0) -> Figure:
    """A part as a percentage of its whole, with Wilson's limits."""
    estimate = _times(share(part.value, whole.value, level), 100)
    return _figure(estimate, "%", (part, whole), part, decimals)


def rates_compared(count: Figure, residents: Figure, other_count: Figure, other_residents: Figure) -> Figure:
    """How many times the other rate the first rate is, with an exact interval. The two share no events."""
    inputs = (count, residents, other_count, other_residents)
    estimate = rate_ratio(count.value, residents.value, other_count.value, other_residents.value)
    return _figure(estimate, "times", inputs, count, 2)


def counts_compared(later: Figure, earlier: Figure) -> Figure:
    """How many times the earlier count the later count is, for periods of equal length, with an exact interval."""
    return _figure(_counts_ratio(later.value, earlier.value), "times", (later, earlier), later, 2)


def difference(later: Figure, earlier: Figure) -> Figure:
    """The later figure less the earlier one."""
    return _figure(_difference(later.value, earlier.value), later.unit, (later, earlier), later, later.decimals)


def remainder(whole: Figure, part: Figure, area: str) -> Figure:
    """What is left of a whole without one of its parts, such as the rest of the country. area: what it is called."""
    return replace(difference(whole, part), area=area)


def total(parts: Sequence[Figure], *, breakdown: Mapping[str, str] | None = None) -> Figure:
    """The sum of figures of one measure: across quarters of one stretch, or across categories that do not overlap.

    Unknown, with the reason, where a part is. The cells of every part are cited; a period that spans several is
    written "2023-Q1 to 2023-Q3". Raises ValueError without parts, or for parts of different measures or units.
    """
    if not parts or len({(part.measure, part.unit) for part in parts}) > 1:
        raise ValueError("a total needs parts, all of one measure and unit")
    first = parts[0]
    where = first.breakdown if breakdown is None else breakdown
    period = span([part.period for part in parts])
    area = first.area if len({part.area for part in parts}) == 1 else "several"
    if unknown := next((part for part in parts if part.value is None), None):
        reason = f"a part is {unknown.status}: {unknown.reason}"
        status = unknown.status
        return Figure(None, status, first.unit, first.measure, area, period, "sum", where, reason)
    cells: tuple[Citation, ...] = tuple(dict.fromkeys(cell for part in parts for cell in part.citations))
    value = sum(part.known for part in parts)
    method = "sum" if len(parts) > 1 else first.method
    return Figure(value, "published", first.unit, first.measure, area, period, method, where, citations=cells)


def usual_rates(
    own_residents: Figure, counts: Sequence[Figure], residents: Sequence[Figure], level: float = 0.95
) -> Figure:
    """Rate per 100,000 of all areas together, with the range usual for an area of one size.

    The range allows for chance and for how much areas differ beyond it (additive, winsorised; see funnel.py).
    own_residents: size the range is for. counts, residents: one an area, in one order.
    """
    estimate = _usual_rates([f.value for f in (own_residents, *counts, *residents)], level)
    about = counts[0]
    made = _figure(estimate, "per 100,000 residents", (own_residents, *counts, *residents), about, 1)
    return replace(made, area=own_residents.area, period=counts[0].period, parameters={"level": level})


def apartness(table: Sequence[Sequence[Figure]], own: int, other: int, area: str) -> Figure:
    """How far two areas are apart in their features: 1 is one typical spread in each (see similar.py).

    table: one row an area, one figure a feature; the first feature is a size and is taken as its logarithm.
    own, other: rows of the two areas. area: code of the other.
    """
    inputs = tuple(figure for row in table for figure in row)
    parameters: dict[str, float | str] = {"own": own, "other": other, "features": len(table[0])}
    estimate = _apartness([figure.value for figure in inputs], parameters)
    made = _figure(estimate, "spreads apart", inputs, table[other][0], 2)
    return replace(made, area=area, parameters=parameters)


def span(periods: Sequence[str]) -> str:
    """One written period, or the first and last of several, themselves spans or not: "2023-Q1 to 2023-Q3"."""
    ordered = in_order([end for text in periods for end in text.split(" to ")])
    return ordered[0] if len(ordered) == 1 else f"{ordered[0]} to {ordered[-1]}"


def recomputed(figure: Figure) -> Estimate:
    """A computed figure worked again from the values of its inputs.

    Raises KeyError where its method is not one that computes (a published figure, or a sum of cells).
    """
    return RECIPES[figure.method]([item.value for item in figure.inputs], figure.parameters)


def _recipe_rate(values: Values, parameters: Mapping[str, float | str]) -> Estimate:
    return rate_per_100k(values[0], values[1], _level(parameters))


def _recipe_percentage(values: Values, parameters: Mapping[str, float | str]) -> Estimate:
    return _times(share(values[0], values[1], _level(parameters)), 100)


def _recipe_rates_compared(values: Values, _: Mapping[str, float | str]) -> Estimate:
    return rate_ratio(values[0], values[1], values[2], values[3])


def _recipe_counts_compared(values: Values, _: Mapping[str, float | str]) -> Estimate:
    return _counts_ratio(values[0], values[1])


def _recipe_difference(values: Values, _: Mapping[str, float | str]) -> Estimate:
    return _difference(values[0], values[1])


def _apartness(values: Values, parameters: Mapping[str, float | str]) -> Estimate:
    features, own, other = (int(parameters[name]) for name in ("features", "own", "other"))
    rows = np.array([math.nan if value is None else value for value in values]).reshape(-1, features)
    rows[:, 0] = np.log(rows[:, 0])
    scores = robust_scores(rows)
    return Estimate(float(np.sqrt(np.mean((scores[other] - scores[own]) ** 2))), None, None, None, "apartness")


def _recipe_usual_rates(values: Values, parameters: Mapping[str, float | str]) -> Estimate:
    return _usual_rates(values, _level(parameters))


RECIPES: Mapping[str, Callable[[Values, Mapping[str, float | str]], Estimate]] = {
    "rate_exact": _recipe_rate,
    "rate_byar": _recipe_rate,
    "share_wilson": _recipe_percentage,
    "rate_ratio_exact": _recipe_rates_compared,
    "count_ratio_exact": _recipe_counts_compared,
    "difference": _recipe_difference,
    "usual_rates": _recipe_usual_rates,
    "apartness": _apartness,
}


def _usual_rates(values: Values, level: float) -> Estimate:
    areas = (len(values) - 1) // 2
    sizes = [math.nan if value is None else value for value in values]
    if math.isnan(sizes[0]) or sizes[0] <= 0:
        return not_calculable("usual_rates", "there is no population to set a range for")
    try:
        funnel = rate_funnel(sizes[1 : areas + 1], sizes[areas + 1 :])
    except ValueError as problem:
        return not_calculable("usual_rates", str(problem))
    lower, upper = funnel.limits([sizes[0]], level, "additive")
    return Estimate(funnel.target * PER, float(lower[0]) * PER, float(upper[0]) * PER, level, "usual_rates")


def _level(parameters: Mapping[str, float | str]) -> float:
    return float(parameters.get("level", 0.95))


def _counts_ratio(later: float | None, earlier: float | None) -> Estimate:
    found = rate_ratio(later, 1.0, earlier, 1.0)
    return Estimate(found.value, found.lower, found.upper, found.level, "count_ratio_exact", found.reason)


def _difference(later: float | None, earlier: float | None) -> Estimate:
    if later is None or earlier is None:
        return not_calculable("difference", "one of the two figures is not known")
    return Estimate(later - earlier, None, None, None, "difference")


def _times(estimate: Estimate, factor: float) -> Estimate:
    if estimate.value is None or estimate.lower is None or estimate.upper is None:
        return estimate
    value, lower, upper = (number * factor for number in (estimate.value, estimate.lower, estimate.upper))
    return Estimate(value, lower, upper, estimate.level, estimate.method)


def _figure(estimate: Estimate, unit: str, inputs: tuple[Figure, ...], about: Figure, decimals: int) -> Figure:
    parameters = {} if estimate.level is None else {"level": estimate.level}
    return Figure(
        estimate.value,
        "not_calculable" if estimate.value is None else "computed",
        unit,
        about.measure,
        about.area,
        about.period,
        estimate.method,
        about.breakdown,
        reason=estimate.reason,
        inputs=inputs,
        parameters=parameters,
        lower=estimate.lower,
        upper=estimate.upper,
        level=estimate.level,
        decimals=decimals,
    )

"""Recipes: each method that computes a published figure, as a function of the values of its inputs.

A figure keeps its inputs, parameters and method; running the recipe again gives the same number.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from local_response.insight.agreement import SourceCount, agreement
from local_response.insight.composition import stand_out
from local_response.insight.dispersion import dispersion_after_effects
from local_response.insight.forecast import fit_country, next_range
from local_response.insight.funnel import Funnel, rate_funnel
from local_response.insight.limits import FloatArray
from local_response.insight.rates import PER, rate_per_100k, rate_ratio, share
from local_response.insight.similar import robust_scores
from local_response.insight.targets import least_change
from local_response.model.estimates import Estimate, not_calculable
from local_response.model.figures import Figure

Values = Sequence[float | None]
Parameters = Mapping[str, float | str]
Recipe = Callable[[Values, Parameters], Estimate]


def worked(
    recipe: Recipe, inputs: Sequence[Figure], parameters: Parameters, about: Figure, unit: str, decimals: int
) -> Figure:
    """A figure made by a recipe from figures. about: whose measure, area, period and breakdown it takes over."""
    estimate = recipe([figure.value for figure in inputs], parameters)
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
        inputs=tuple(inputs),
        parameters=parameters,
        lower=estimate.lower,
        upper=estimate.upper,
        level=estimate.level,
        decimals=decimals,
    )


def recomputed(figure: Figure) -> Estimate:
    """A computed figure worked again from the values of its inputs.

    Raises KeyError where its method is not one that computes (a published figure, or a sum of cells).
    """
    return RECIPES[figure.method]([item.value for item in figure.inputs], figure.parameters)


def rate(values: Values, parameters: Parameters) -> Estimate:
    """Events, residents -> rate per 100,000 with exact or Byar's limits."""
    return rate_per_100k(values[0], values[1], _level(parameters))


def percentage(values: Values, parameters: Parameters) -> Estimate:
    """Part, whole -> percentage with Wilson's limits."""
    found = share(values[0], values[1], _level(parameters))
    if found.value is None or found.lower is None or found.upper is None:
        return found
    return Estimate(found.value * 100, found.lower * 100, found.upper * 100, found.level, found.method)


def counts_ratio(values: Values, parameters: Parameters) -> Estimate:
    """Later count, earlier count of periods of equal length -> their ratio with an exact interval."""
    found = rate_ratio(values[0], 1.0, values[1], 1.0, _level(parameters))
    return Estimate(found.value, found.lower, found.upper, found.level, "count_ratio_exact", found.reason)


def mean(values: Values, _: Parameters) -> Estimate:
    """Counts -> their mean."""
    numbers = _numbers(values)
    if any(math.isnan(number) for number in numbers):
        return not_calculable("mean", "a quarter is not known")
    return Estimate(sum(numbers) / len(numbers), None, None, None, "mean")


def usual_rates(values: Values, parameters: Parameters) -> Estimate:
    """Own residents, counts of all forces, their residents -> rate of all, with the range usual for this size."""
    level = _level(parameters)
    funnel = _funnel(values)
    if isinstance(funnel, str):
        return not_calculable("funnel_additive", funnel)
    lower, upper = funnel.limits([values[0] or math.nan], level, "additive")
    return Estimate(funnel.target * PER, float(lower[0]) * PER, float(upper[0]) * PER, level, "funnel_additive")


def usual_limit(values: Values, parameters: Parameters) -> Estimate:
    """As usual_rates -> the lower or upper end alone, as parameters["side"] says."""
    found = usual_rates(values, parameters)
    limit = found.lower if parameters["side"] == "lower" else found.upper
    if limit is None:
        return not_calculable("funnel_limit", found.reason)
    return Estimate(limit, None, None, None, "funnel_limit")


def spread(values: Values, _: Parameters) -> Estimate:
    """As usual_rates -> how many times more forces differ than chance allows."""
    funnel = _funnel(values)
    if isinstance(funnel, str):
        return not_calculable("dispersion_winsorised", funnel)
    return Estimate(funnel.dispersion.scale, None, None, None, "dispersion_winsorised")


def distance(values: Values, parameters: Parameters) -> Estimate:
    """Features of all areas, a row an area, the first taken as its logarithm -> distance of two areas."""
    features, own, other = (int(parameters[name]) for name in ("features", "own", "other"))
    rows = np.array(_numbers(values)).reshape(-1, features)
    rows[:, 0] = np.log(rows[:, 0])
    scores = robust_scores(rows)
    weights = np.array([float(weight) for weight in str(parameters["weights"]).split()])
    squared = float(np.sum(weights * (scores[other] - scores[own]) ** 2) / weights.sum())
    return Estimate(math.sqrt(squared), None, None, None, "similar_areas")


def next_quarter(values: Values, parameters: Parameters) -> Estimate:
    """Quarters of all forces, a row a force, and their residents -> events to expect next, with the range."""
    own, areas, level = int(parameters["own"]), int(parameters["areas"]), _level(parameters)
    table, residents = _table(values, areas, (len(values) - areas) // areas)
    if np.isnan(table).any() or np.isnan(residents).any():
        return not_calculable("next_quarter", "a quarter of some force is not known")
    try:
        found = next_range(table[own], residents[own], fit_country(table, residents), level)
    except ValueError as problem:
        return not_calculable("next_quarter", str(problem))
    return Estimate(found.expected, float(found.lower), float(found.upper), level, "next_quarter")


def least_fall(values: Values, parameters: Parameters) -> Estimate:
    """Quarters of all forces, a row a force -> the least fall of one force's quarter that could be told."""
    table = np.array(_numbers(values)).reshape(int(parameters["areas"]), -1)
    baseline = float(table[int(parameters["own"])].mean())
    if np.isnan(table).any() or not baseline > 0:
        return not_calculable("least_change", "there is no count to fall from")
    change = least_change(baseline, max(1.0, dispersion_after_effects(table)[0]), _level(parameters))
    if change.fall is None:
        return not_calculable("least_change", "not even a fall to none could be told from chance")
    return Estimate(float(change.fall), None, None, None, "least_change")


def dispersion(values: Values, parameters: Parameters) -> Estimate:
    """Quarters of all forces, a row a force -> how many times more they vary than chance allows, at least 1."""
    table = np.array(_numbers(values)).reshape(int(parameters["areas"]), -1)
    if np.isnan(table).any():
        return not_calculable("dispersion_two_way", "a quarter of some force is not known")
    return Estimate(max(1.0, dispersion_after_effects(table)[0]), None, None, None, "dispersion_two_way")


def standing_out(values: Values, parameters: Parameters) -> Estimate:
    """People by category of all forces, a row a force, and people of each -> one shrunk share, as a percentage."""
    areas, place = int(parameters["areas"]), int(parameters["category"])
    width = (len(values) - areas) // areas
    table, persons = _table(values, areas, width)
    level = _level(parameters)
    found = stand_out(int(parameters["own"]), table, persons, [str(number) for number in range(width)], level)
    value, lower, upper = (float(array[place]) * 100 for array in (found.shrunk, found.lower, found.upper))
    return Estimate(value, lower, upper, level, "stand_out")


def shares_ratio(values: Values, parameters: Parameters) -> Estimate:
    """Area and country in two sources, and the dispersion of each -> ratio of the area's two shares."""
    own, country, other_own, other_country, first, second = values
    one = SourceCount("the first source", own, country, first or 1.0)
    other = SourceCount("the second source", other_own, other_country, second or 1.0)
    return agreement(one, other, _level(parameters)).ratio


def difference(values: Values, _: Parameters) -> Estimate:
    """Later, earlier -> later less earlier."""
    later, earlier = values
    if later is None or earlier is None:
        return not_calculable("difference", "one of the two figures is not known")
    return Estimate(later - earlier, None, None, None, "difference")


RECIPES: Mapping[str, Recipe] = {
    "rate_exact": rate,
    "rate_byar": rate,
    "share_wilson": percentage,
    "count_ratio_exact": counts_ratio,
    "mean": mean,
    "difference": difference,
    "funnel_additive": usual_rates,
    "funnel_limit": usual_limit,
    "dispersion_winsorised": spread,
    "dispersion_two_way": dispersion,
    "similar_areas": distance,
    "next_quarter": next_quarter,
    "least_change": least_fall,
    "stand_out": standing_out,
    "share_ratio": shares_ratio,
}
"""Method of a computed figure -> its recipe; the ids are those of definitions/methods.toml."""


def _funnel(values: Values) -> Funnel | str:
    """All forces as a funnel, or why there is none."""
    areas = (len(values) - 1) // 2
    numbers = _numbers(values)
    if math.isnan(numbers[0]) or numbers[0] <= 0:
        return "there is no population to set a range for"
    try:
        return rate_funnel(numbers[1 : areas + 1], numbers[areas + 1 :])
    except ValueError as problem:
        return str(problem)


def _table(values: Values, areas: int, width: int) -> tuple[FloatArray, FloatArray]:
    """A flat list of inputs as a table of areas x width, and the one number an area that follows it."""
    numbers = np.array(_numbers(values))
    return numbers[: areas * width].reshape(areas, width), numbers[areas * width :]


def _numbers(values: Values) -> list[float]:
    return [math.nan if value is None else value for value in values]


def _level(parameters: Parameters) -> float:
    return float(parameters.get("level", 0.95))

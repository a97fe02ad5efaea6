"""Areas like this one, by features that anybody can see: size, age, officers, crime, and how it is divided."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from local_response.definitions.areas import area as area_of
from local_response.insight.computed import apartness, percentage, rate, total
from local_response.insight.profile.scope import RESIDENTS, Scope
from local_response.insight.profile.usual import PER, comparable
from local_response.insight.similar import nearest
from local_response.insight.wording import place
from local_response.model.areas import Area
from local_response.model.figures import Figure, FigureSource
from local_response.model.periods import Period
from local_response.model.profiles import Block, Paragraph, Table, TableCell
from local_response.model.sentences import Fact, Text, plain, say

HOW_MANY = 5
Features = Mapping[str, Mapping[str, Figure]]
"""Name of a feature -> code of a force area -> its figure; the first feature is the size and is taken as a log."""


def similar_areas(scope: Scope) -> list[Area]:
    """The five areas most like this one, the most similar first; none where the features are not all loaded."""
    return [area_of(code) for code, _ in _distances(scope)]


def why_similar(scope: Scope) -> list[Block]:
    """The features behind the choice, with the distance of each similar area."""
    found = _distances(scope)
    features = features_of(scope.source)
    if not found:
        return [Paragraph(plain("No similar areas are shown: the figures to find them by are not all loaded."))]
    header = ("Area", *features, "Distance")
    rows: list[tuple[TableCell, ...]] = [
        (plain(scope.area.name), *(features[name][scope.code] for name in features), plain("this area"))
    ]
    rows += [
        (plain(area_of(code).name), *(features[name][code] for name in features), distance) for code, distance in found
    ]
    table = Table(
        "similar-areas",
        say("{place} and the areas most like it", place=scope.area.name),
        tuple(plain(words) for words in header),
        tuple(rows),
        (_how_chosen(features, scope),),
    )
    return [Paragraph(_what_similar_means(scope)), table]


@lru_cache(maxsize=8)
def features_of(source: FigureSource) -> Features:
    """What areas are compared by, for every force area with a resident rate; empty where a feature is not loaded."""
    codes = comparable()
    years = source.periods(RESIDENTS)
    days, quarters = source.periods("workforce.officers"), source.periods("crime.recorded")
    if not (years and days and quarters):
        return {}
    residents = _by_area(source.figures(RESIDENTS, areas=codes, periods=years[-1:]))
    young = _by_area(source.figures(RESIDENTS, areas=codes, periods=years[-1:], where={"age": "child"}))
    in_office = {"worker_type": "Police Officer"}
    officers = _by_area(source.figures("workforce.officers", areas=codes, periods=days[-1:], where=in_office))
    return {
        "Residents": residents,
        "Under eighteen": {code: percentage(young[code], residents[code], decimals=1) for code in codes},
        "Police officers, rate": {code: rate(officers[code], residents[code], decimals=0) for code in codes},
        "All recorded crime, rate": _crime(source, codes, quarters),
    }


def _by_area(figures: list[Figure]) -> dict[str, Figure]:
    return {figure.area: figure for figure in figures}


def _crime(source: FigureSource, codes: list[str], quarters: list[str]) -> dict[str, Figure]:
    year = quarters[-4:]
    middle = Period.parse(year[0]).end.year
    years = source.periods(RESIDENTS)
    nearest_year = min(years, key=lambda text: abs(Period.parse(text).end.year - middle))
    offences: dict[str, list[Figure]] = {code: [] for code in codes}
    for figure in source.figures("crime.recorded", areas=codes, periods=year):
        offences[figure.area].append(figure)
    residents = _by_area(source.figures(RESIDENTS, areas=codes, periods=[nearest_year]))
    return {code: rate(total(parts), residents[code], decimals=0) for code, parts in offences.items()}


def _distances(scope: Scope) -> list[tuple[str, Figure]]:
    features = features_of(scope.source)
    codes = comparable()
    if not features or scope.code not in codes or not _complete(features, codes):
        return []
    table = [[features[name][code] for name in features] for code in codes]
    found = nearest(scope.code, codes, _as_numbers(features, codes), count=HOW_MANY)
    own = codes.index(scope.code)
    return [(code, apartness(table, own, codes.index(code), code)) for code in found.areas]


def _complete(features: Features, codes: list[str]) -> bool:
    return all(features[name][code].value is not None for name in features for code in codes)


def _as_numbers(features: Features, codes: list[str]) -> dict[str, list[float]]:
    import math

    numbers = {name: [by_area[code].known for code in codes] for name, by_area in features.items()}
    first = next(iter(numbers))
    numbers[first] = [math.log(value) for value in numbers[first]]
    return numbers


def _what_similar_means(scope: Scope) -> Text:
    return say(
        "“Similar” means alike in the features of this table, each with the same weight. It does not mean that the "
        "same harm is to be expected in {place} as there.",
        place=place(scope.area),
    )


def _how_chosen(features: Features, scope: Scope) -> Text:
    crime = next(iter(features["All recorded crime, rate"].values()))
    return say(
        "Rates are per {per} residents; recorded crime is for {crime}. A distance of {one} is one typical spread apart "
        "in every feature.",
        per=PER,
        crime=Fact(crime.period.replace("-Q", " Q"), "quarters added together"),
        one=Fact("1", "unit of the distance"),
    )

"""Areas like this one, by features that anybody can see: size, age, officers, crime, and how it is divided."""

from __future__ import annotations

import math

from local_response.definitions.areas import area as area_of
from local_response.insight.computed import apartness, rate
from local_response.insight.profile.scope import Scope
from local_response.insight.profile.similar_features import FEATURE_NAMES, Features, features_of
from local_response.insight.profile.usual import PER, comparable
from local_response.insight.similar import nearest, place_in_group
from local_response.insight.wording import place
from local_response.model.areas import Area
from local_response.model.figures import Figure
from local_response.model.profiles import Block, Finding, Paragraph, Table, TableCell
from local_response.model.sentences import Fact, Text, plain, say

HOW_MANY = 5
POSITIONS = {
    "below_all": "below all of them",
    "lower": "among the lower",
    "middle_half": "in the middle",
    "upper": "among the higher",
    "above_all": "above all of them",
}


def similar_areas(scope: Scope) -> list[Area]:
    """The five areas most like this one, the most similar first; none where the features are not all loaded."""
    return [area_of(code) for code, _ in _distances(scope)]


def by_likeness(scope: Scope) -> list[tuple[str, Figure]]:
    """Code of every other area with a resident rate and its distance, the most similar first; none as above."""
    return _distances(scope, len(comparable()) - 1)


def why_similar(scope: Scope) -> list[Block]:
    """The features behind the choice, with the distance of each similar area."""
    found = _distances(scope)
    features = features_of(scope.source)
    if not found:
        return [Paragraph(plain("No similar areas are shown: the figures to find them by are not all loaded."))]
    header = ("Area", *(FEATURE_NAMES[name] for name in features), "Distance")
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


def among_similar(scope: Scope) -> Finding | None:
    """Where the force's rate lies among those of the similar areas; None where there are none."""
    found = similar_areas(scope)
    mine = rate(scope.made, scope.everyone)
    theirs = [rate(scope.made_in(area.code), scope.residents(area.code, scope.newest)).value for area in found]
    if mine.value is None or len(found) < HOW_MANY or None in theirs:
        return None
    position = place_in_group(mine.known, [value for value in theirs if value is not None]).position
    text = say(
        "Among the areas most like it, the rate of {force} is {position}.",
        force=scope.area.force,
        position=POSITIONS[position],
    )
    caveat = plain("Where the ranges in the chart overlap, the order of two areas can be chance.")
    return Finding("among-similar", text, "none" if position == "middle_half" else "weak", (caveat,))


def _distances(scope: Scope, count: int = HOW_MANY) -> list[tuple[str, Figure]]:
    features = features_of(scope.source)
    codes = comparable()
    if not features or scope.code not in codes or not _complete(features, codes):
        return []
    table = [[features[name][code] for name in features] for code in codes]
    weights = {name: scope.weights.get(name, 1.0) for name in features}
    found = nearest(scope.code, codes, _as_numbers(features, codes), weights, count)
    own = codes.index(scope.code)
    each = list(weights.values())
    return [(code, apartness(table, own, codes.index(code), code, each)) for code in found.areas]


def _complete(features: Features, codes: list[str]) -> bool:
    return all(features[name][code].value is not None for name in features for code in codes)


def _as_numbers(features: Features, codes: list[str]) -> dict[str, list[float]]:
    numbers = {name: [by_area[code].known for code in codes] for name, by_area in features.items()}
    first = next(iter(numbers))
    numbers[first] = [math.log(value) for value in numbers[first]]
    return numbers


def _what_similar_means(scope: Scope) -> Text:
    return say(
        "“Similar” means alike in the features of this table, {weights}. It does not mean that the same harm is to be "
        "expected in {place} as there.",
        weights=_weights_in_words(scope),
        place=place(scope.area),
    )


def _weights_in_words(scope: Scope) -> Text:
    if not scope.weights:
        return plain("each with the same weight")
    each = ", ".join(f"{FEATURE_NAMES[name].lower()} {scope.weights.get(name, 1.0):g}" for name in FEATURE_NAMES)
    return (Fact(f"weighted as asked ({each})", "weights of the features"),)


def _how_chosen(features: Features, scope: Scope) -> Text:
    crime = next(iter(features["drugs"].values()))
    return say(
        "Rates are per {per} residents; recorded crime is for {crime}. A distance of {one} is one typical spread apart "
        "in every feature.",
        per=PER,
        crime=Fact(crime.period.replace("-Q", " Q"), "quarters added together"),
        one=Fact("1", "unit of the distance"),
    )

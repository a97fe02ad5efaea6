"""What areas are compared by: size, age, local authorities, officers, crime and its mix; never modern slavery."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

from local_response.insight.computed import percentage, rate, total
from local_response.insight.profile.scope import RESIDENTS
from local_response.insight.profile.usual import comparable
from local_response.model.figures import Figure, FigureSource
from local_response.model.periods import Period

Features = Mapping[str, Mapping[str, Figure]]
"""Id of a feature -> code of a force area -> its figure; the first is the size and is taken as a logarithm."""

FEATURE_NAMES: Mapping[str, str] = {
    "residents": "Residents",
    "young": "Under eighteen",
    "authorities": "Local authorities",
    "officers": "Police officers, rate",
    "shoplifting": "Shoplifting, rate",
    "assault": "Assault with injury, rate",
    "drugs": "Drug trafficking, rate",
}
OFFENCES: Mapping[str, str] = {"shoplifting": "46", "assault": "8N", "drugs": "92A"}
"""The mix of crime, by three offences that are common everywhere: feature -> offence code."""
OFFICERS, AUTHORITIES, CRIME = "workforce.officers", "geography.local_authority", "crime.recorded"


@lru_cache(maxsize=8)
def features_of(source: FigureSource) -> Features:
    """The features of every force area with a resident rate; empty where one of them is not loaded."""
    codes = comparable()
    newest = {measure: source.periods(measure) for measure in (RESIDENTS, OFFICERS, AUTHORITIES, CRIME)}
    if not all(newest.values()):
        return {}
    mid_year = newest[RESIDENTS][-1:]
    residents = _by_area(source.figures(RESIDENTS, areas=codes, periods=mid_year))
    young = _by_area(source.figures(RESIDENTS, areas=codes, periods=mid_year, where={"age": "child"}))
    in_office = {"worker_type": "Police Officer"}
    officers = _by_area(source.figures(OFFICERS, areas=codes, periods=newest[OFFICERS][-1:], where=in_office))
    year = newest[CRIME][-4:]
    then = _by_area(source.figures(RESIDENTS, areas=codes, periods=[_nearest(newest[RESIDENTS], year)]))
    crimes = {name: _recorded(source, codes, year, offence) for name, offence in OFFENCES.items()}
    return {
        "residents": residents,
        "young": {code: percentage(young[code], residents[code], decimals=1) for code in codes},
        "authorities": _by_area(
            source.figures(AUTHORITIES, areas=codes, periods=newest[AUTHORITIES][-1:], by=("within",))
        ),
        "officers": {code: rate(officers[code], residents[code], decimals=0) for code in codes},
        **{name: {code: rate(found[code], then[code], decimals=0) for code in codes} for name, found in crimes.items()},
    }


def _recorded(source: FigureSource, codes: list[str], quarters: list[str], offence: str) -> dict[str, Figure]:
    parts: dict[str, list[Figure]] = {code: [] for code in codes}
    for figure in source.figures(CRIME, areas=codes, periods=quarters, where={"offence": offence}):
        parts[figure.area].append(figure)
    return {code: total(figures) for code, figures in parts.items()}


def _nearest(mid_years: list[str], quarters: list[str]) -> str:
    wanted = Period.parse(quarters[0]).end.year
    return min(mid_years, key=lambda text: abs(Period.parse(text).end.year - wanted))


def _by_area(figures: list[Figure]) -> dict[str, Figure]:
    return {figure.area: figure for figure in figures}

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
    "crime": "Recorded crime, rate",
    "drugs": "Drug offences in crime",
}
DRUG_OFFENCES = ("92A", "92C", "92D", "92E")
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
    crime, drugs, then = _crime(source, codes, newest[CRIME][-4:])
    return {
        "residents": residents,
        "young": {code: percentage(young[code], residents[code], decimals=1) for code in codes},
        "authorities": _by_area(
            source.figures(AUTHORITIES, areas=codes, periods=newest[AUTHORITIES][-1:], by=("within",))
        ),
        "officers": {code: rate(officers[code], residents[code], decimals=0) for code in codes},
        "crime": {code: rate(crime[code], then[code], decimals=0) for code in codes},
        "drugs": {code: percentage(drugs[code], crime[code], decimals=1) for code in codes},
    }


def _crime(
    source: FigureSource, codes: list[str], quarters: list[str]
) -> tuple[dict[str, Figure], dict[str, Figure], dict[str, Figure]]:
    """All offences, drug offences, and residents of that time, by area."""
    years, middle = source.periods(RESIDENTS), Period.parse(quarters[0]).end.year
    nearest = min(years, key=lambda text: abs(Period.parse(text).end.year - middle))
    everything: dict[str, list[Figure]] = {code: [] for code in codes}
    drugs: dict[str, list[Figure]] = {code: [] for code in codes}
    for figure in source.figures(CRIME, areas=codes, periods=quarters):
        everything[figure.area].append(figure)
    for offence in DRUG_OFFENCES:
        for figure in source.figures(CRIME, areas=codes, periods=quarters, where={"offence": offence}):
            drugs[figure.area].append(figure)
    return (
        {code: total(parts) for code, parts in everything.items()},
        {code: total(parts, breakdown={"offence": "drug offences"}) for code, parts in drugs.items()},
        _by_area(source.figures(RESIDENTS, areas=codes, periods=[nearest])),
    )


def _by_area(figures: list[Figure]) -> dict[str, Figure]:
    return {figure.area: figure for figure in figures}

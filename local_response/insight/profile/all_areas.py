"""All areas: one measure over every police force area, as dots with intervals, a funnel, a tile map and one table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from local_response.definitions.areas import area as area_of
from local_response.definitions.areas import force_areas
from local_response.insight.computed import rate
from local_response.insight.profile import compared, crime
from local_response.insight.profile.build import figures_in
from local_response.insight.profile.funnel_of_forces import funnel_of_forces, limits_cell, widened
from local_response.insight.profile.scope import MADE_BY_FORCE, Scope
from local_response.insight.profile.similar_areas import by_likeness
from local_response.insight.profile.usual import PER, comparable
from local_response.insight.wording import place, when
from local_response.model.areas import ENGLAND_AND_WALES, Area
from local_response.model.figures import Figure, FigureSource
from local_response.model.profiles import Block, Chart, Finding, Mark, Paragraph, Profile, Section, Table, TableCell
from local_response.model.releases import Release
from local_response.model.sentences import Fact, Text, plain, say

Measure = Literal["referrals", "crime"]
Order = Literal["name", "similar"]
MEASURES: Mapping[Measure, str] = {
    "referrals": "Referrals made by the force",
    "crime": "Modern slavery crime recorded by the force",
}
COUNTED: Mapping[Measure, str] = {"referrals": "Referrals made", "crime": "Offences recorded"}
TITLES: Mapping[Measure, str] = {
    "referrals": "Referrals made by forces per {per} residents, {when}",
    "crime": "Modern slavery offences recorded by forces per {per} residents, {when}",
}
UNIT = "per 100,000 residents"


@dataclass(frozen=True)
class Rates:
    """One measure in periods that may be added. counts, residents, rates: by code of area, England and Wales too."""

    measure: Measure
    periods: Sequence[str]
    counts: Mapping[str, Figure]
    residents: Mapping[str, Figure]
    rates: Mapping[str, Figure]

    @property
    def title(self) -> Text:
        """What is compared, and when."""
        return say(TITLES[self.measure], per=PER, when=when(self.periods))


def build_comparison(
    source: FigureSource,
    releases: Sequence[Release],
    measure: Measure,
    as_of: date,
    own: Area | None = None,
    order: Order = "name",
) -> Profile:
    """One measure over all police force areas, as a profile of England and Wales.

    own: the area that is marked, and that likeness is to. order: of the areas in pictures and table: alphabetical,
    or the areas most similar to own first and those without a rate last.
    Raises ValueError where likeness is asked for without an area that has a resident rate.
    """
    if order == "similar" and not (own and own.resident_rates):
        raise ValueError("likeness needs an area with a resident rate")
    scope = Scope(source, own or area_of(ENGLAND_AND_WALES), as_of)
    found = _rates(scope, measure)
    blocks = _blocks(scope, found, own, order) if found else (Paragraph(plain("No figures of this are loaded.")),)
    summary = Section("said", MEASURES[measure], tuple(b for b in blocks if not isinstance(b, Chart)))
    charts = Section("areas", "All police force areas", tuple(b for b in blocks if isinstance(b, Chart)))
    cited = {citation.release for figure in figures_in((summary, charts)) for citation in figure.citations}
    return Profile(
        area_of(ENGLAND_AND_WALES),
        None,
        as_of.isoformat(),
        found.periods[-1] if found else as_of.isoformat(),
        f"Police force areas compared: {MEASURES[measure].lower()}",
        summary,
        (charts,),
        tuple(release for release in releases if release.id in cited),
    )


def _rates(scope: Scope, measure: Measure) -> Rates | None:
    """The newest quarters of one stretch for referrals, the newest financial year for crime; None without any."""
    codes = [ENGLAND_AND_WALES, *(area.code for area in force_areas())]
    if measure == "referrals":
        periods = scope.recent
        counts = scope.summed(MADE_BY_FORCE, codes, periods) if periods else {}
    else:
        periods = crime.newest_year(scope)
        counts = scope.summed(crime.RECORDED, codes, periods, offence=crime.MODERN_SLAVERY) if periods else {}
    if not counts:
        return None
    residents = scope.residents_of(codes, periods[-1] if measure == "referrals" else periods[0])
    return Rates(measure, periods, counts, residents, {c: _rate(area_of(c), counts[c], residents[c]) for c in codes})


def _rate(area: Area, count: Figure, residents: Figure) -> Figure:
    """The rate, or why a rate per resident of this area would mislead."""
    found = rate(count, residents)
    if area.resident_rates:
        return found
    why = f"{area.rates_note[:1].upper()}{area.rates_note[1:]}."
    return replace(
        found,
        value=None,
        status="not_calculable",
        reason=why,
        inputs=(),
        parameters={},
        lower=None,
        upper=None,
        level=None,
    )


def _blocks(scope: Scope, found: Rates, own: Area | None, order: Order) -> tuple[Block, ...]:
    likeness = dict(by_likeness(scope)) if order == "similar" else {}
    codes = _ordered(scope, likeness)
    table = _table(scope, found, codes, likeness)
    said: list[Block] = [Paragraph(compared.how_to_read(_divided(found.measure)))]
    said += _findings(scope, found) if own else []
    return (*said, _dots(found, codes, own, table), _funnel(found, own, table), _tiles(found, own, table))


def _divided(measure: Measure) -> str:
    return (
        "referrals made by the force" if measure == "referrals" else "modern slavery offences that the force recorded"
    )


def _ordered(scope: Scope, likeness: Mapping[str, Figure]) -> list[str]:
    """England and Wales first, to set the others beside."""
    names = [area.code for area in force_areas()]
    near = [scope.code, *likeness] if likeness else []
    return [ENGLAND_AND_WALES, *near, *(code for code in names if code not in near)]


def _findings(scope: Scope, found: Rates) -> list[Block]:
    """What the local picture says of the area, in the same words."""
    if found.measure == "crime":
        count = crime.recorded(scope, found.counts[scope.code], list(found.periods))
        beside = crime.crime_rate(scope, found.counts[scope.code], list(found.periods))
        return [count, *([beside] if beside else [_without(scope.area)])]
    if not scope.area.resident_rates:
        return [_without(scope.area)]
    return [compared.standing(scope)]


def _without(area: Area) -> Finding:
    text = say("No rate per resident is shown for {place}: {why}.", place=place(area), why=area.rates_note)
    return Finding("without-a-rate", text, "none")


def _dots(found: Rates, codes: Sequence[str], own: Area | None, table: Table) -> Chart:
    marks = tuple(Mark("Rate", area_of(code).name, found.rates[code], code) for code in codes)
    return Chart(
        "dots",
        "intervals",
        found.title,
        say(
            "A point and its range for England and Wales, at {all}, and then for each police force area{own}.",
            all=found.rates[ENGLAND_AND_WALES],
            own=_at(found, own) if own else plain(""),
        ),
        marks,
        UNIT,
        table,
        highlight=own.name if own else "",
    )


def _at(found: Rates, own: Area) -> Text:
    mine = found.rates[own.code]
    name = place(own)
    return (
        say("; {name} is at {mine}", name=name, mine=mine)
        if own.resident_rates
        else say("; {name} has none", name=name)
    )


def _funnel(found: Rates, own: Area | None, table: Table) -> Chart:
    funnel = funnel_of_forces(found.counts, found.residents, {code: found.rates[code] for code in comparable()})
    named = own is not None and own.resident_rates
    return Chart(
        "funnel",
        "funnel",
        plain("Each rate by the size of the area, with the range that is usual for that size"),
        say(
            "A point for each police force area by its residents and its rate, between two lines that show the usual "
            "range, narrower for larger areas. {named}",
            named=f"Only {place(own)} is named." if own and named else "No area is named.",
        ),
        funnel.marks,
        UNIT,
        replace(table, notes=(*table.notes, widened(funnel.spread))),
        highlight=own.name if own and named else "",
    )


def _tiles(found: Rates, own: Area | None, table: Table) -> Chart:
    marks = tuple(Mark("Rate", area.name, found.rates[area.code], area.code) for area in force_areas())
    return Chart(
        "map",
        "tiles",
        plain("The same rates on a map with one tile for each area"),
        plain("A tile for each police force area, darker for a higher rate, with its rate printed in it."),
        marks,
        UNIT,
        table,
        highlight=own.code if own else "",
    )


def _table(scope: Scope, found: Rates, codes: Sequence[str], likeness: Mapping[str, Figure]) -> Table:
    header = ["Area", "Rate", "Range", COUNTED[found.measure], "Residents"]
    rows: list[tuple[TableCell, ...]] = []
    for code in codes:
        rate_and_range = (found.rates[code], limits_cell(found.rates[code]))
        distance = (
            (likeness.get(code, plain("this area" if code == scope.code else "not measured")),) if likeness else ()
        )
        name, sizes = plain(area_of(code).name), (found.counts[code], found.residents[code])
        rows.append((name, *rate_and_range, *sizes, *distance))
    without = [_without(area).text for area in force_areas() if not area.resident_rates]
    notes = [*without, *([_distance(scope.area)] if likeness else [])]
    return Table(
        "all-areas",
        found.title,
        tuple(plain(words) for words in (*header, *(["Distance"] if likeness else []))),
        tuple(rows),
        tuple(notes),
    )


def _distance(area: Area) -> Text:
    return say(
        "Distance: how unlike {place} an area is in size, ages, officers, other crime and how it is divided; {one} is "
        "one typical spread apart in every feature.",
        place=place(area),
        one=Fact("1", "unit of the distance"),
    )

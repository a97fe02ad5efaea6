"""Section: the force's rate of referrals beside England and Wales, the region, similar areas and neighbours."""

from __future__ import annotations

from local_response.definitions.areas import area as area_of
from local_response.definitions.areas import neighbours
from local_response.insight.computed import rate
from local_response.insight.profile.funnel_of_forces import funnel_of_forces, limits_cell, widened
from local_response.insight.profile.scope import MADE_BY_FORCE, Scope
from local_response.insight.profile.similar_areas import among_similar, similar_areas, why_similar
from local_response.insight.profile.usual import PER, Usual, comparable, usual
from local_response.insight.wording import place, when
from local_response.model.areas import ENGLAND_AND_WALES, Area
from local_response.model.figures import Figure
from local_response.model.profiles import Block, Chart, Finding, Mark, Paragraph, Section, Table
from local_response.model.sentences import Fact, Text, interval, plain, say


def section(scope: Scope) -> Section:
    """Rates per 100,000 residents with intervals; never a ranking."""
    if not scope.area.resident_rates:
        text = say(
            "No rate per resident is shown for {place}: {why}.", place=place(scope.area), why=scope.area.rates_note
        )
        return Section("compared", "Compared with other areas", (Paragraph(text),))
    beside = [*similar_areas(scope)]
    blocks: list[Block] = [
        Paragraph(how_to_read("referrals made by the force")),
        standing(scope),
        _intervals(scope, beside),
        *_among(scope),
        *why_similar(scope),
        _funnel(scope),
        _tiles(scope),
    ]
    return Section("compared", "Compared with other areas", tuple(blocks))


def _among(scope: Scope) -> list[Block]:
    found = among_similar(scope)
    return [found] if found else []


def standing(scope: Scope) -> Finding:
    """The force's rate, and whether it lies within what is usual for forces of its size."""
    found = where_it_lies(scope)
    text = say(
        "{force} made {rate} referrals per {per} residents of its area in {when} ({limits}); all forces together made "
        "{all}. {usual}",
        force=scope.area.force,
        rate=found.mine,
        per=PER,
        when=when(scope.recent),
        limits=interval(found.mine) if found.mine.level else plain("no interval"),
        all=found.limits,
        usual=found.sentence,
    )
    caveat = plain("A rate outside the usual range is a reason to ask, not a mark of good or bad work.")
    return Finding("standing", text, found.strength, (caveat,))


def where_it_lies(scope: Scope) -> Usual:
    """The rate of referrals made by the force among those of all forces."""
    counts = scope.summed(MADE_BY_FORCE, comparable(), scope.recent)
    residents = scope.residents_of(comparable(), scope.newest)
    return usual(scope, rate_of(scope, scope.code), counts, residents)


def rate_of(scope: Scope, code: str) -> Figure:
    """Referrals made by the force or forces of an area per 100,000 residents, recent quarters together."""
    return rate(scope.made_in(code), scope.residents(code, scope.newest))


def how_to_read(counted: str) -> Text:
    """How rates of one count are read. counted: what is divided by residents."""
    return say(
        "The rates below divide {counted} by all residents, so that areas of different size can be set side by side. "
        "The line through each point is its {interval} range, for chance alone; forces also differ for many ordinary "
        "reasons. The areas stand in no order of merit.",
        counted=counted,
        interval=(Fact("95%", "coverage of the interval"),),
    )


def _rows(scope: Scope, beside: list[Area]) -> list[tuple[str, str]]:
    rows = [(scope.area.name, scope.code)]
    rows += [(f"{area.name} (similar)", area.code) for area in beside]
    if scope.region.name not in ("London",):
        rows.append((f"{scope.region.name} (all forces)", scope.region.code))
    return [*rows, ("England and Wales", ENGLAND_AND_WALES)]


def _intervals(scope: Scope, beside: list[Area]) -> Chart:
    rows = _rows(scope, beside)
    rates = {code: rate_of(scope, code) for _, code in rows}
    table_rows = tuple(
        (plain(name), scope.made_in(code), scope.residents(code, scope.newest), rates[code], limits_cell(rates[code]))
        for name, code in rows
    )
    header = ("Area", "Referrals made", "Residents", "Rate", "Range")
    return Chart(
        "rates-compared",
        "intervals",
        say("Referrals made by forces per {per} residents, {when}", per=PER, when=when(scope.recent)),
        say(
            "A point and its range for each area. {name} is at {mine}, England and Wales at {all}.",
            name=place(scope.area),
            mine=rates[scope.code],
            all=rates[ENGLAND_AND_WALES],
        ),
        tuple(Mark("Rate", name, rates[code], code) for name, code in rows),
        "per 100,000 residents",
        Table(
            "rates-compared",
            say("Referrals made by forces and rates per {per} residents", per=PER),
            tuple(plain(words) for words in header),
            table_rows,
        ),
        highlight=scope.area.name,
    )


def _funnel(scope: Scope) -> Chart:
    codes = comparable()
    counts = scope.summed(MADE_BY_FORCE, codes, scope.recent)
    residents = scope.residents_of(codes, scope.newest)
    rates = {code: rate(counts[code], residents[code]) for code in codes}
    found = funnel_of_forces(counts, residents, rates)
    rows = tuple((plain(area_of(code).name), residents[code], rates[code], limits_cell(rates[code])) for code in codes)
    return Chart(
        "funnel",
        "funnel",
        say("Every force by size: referrals per {per} residents", per=PER),
        say(
            "A point for each police force area by its residents and its rate, between two lines that show the usual "
            "range, narrower for larger areas. Only {place} is named.",
            place=place(scope.area),
        ),
        found.marks,
        "per 100,000 residents",
        Table(
            "funnel",
            plain("Every force area with a resident rate, in alphabetical order"),
            (plain("Area"), plain("Residents"), plain("Rate"), plain("Range")),
            rows,
            (widened(found.spread),),
        ),
        highlight=scope.area.name,
    )


def _tiles(scope: Scope) -> Chart:
    around = [area for area in (scope.area, *neighbours(scope.code)) if area.resident_rates]
    rates = {area.code: rate_of(scope, area.code) for area in around}
    rows = tuple(
        (plain(area.name), scope.made_in(area.code), rates[area.code], limits_cell(rates[area.code])) for area in around
    )
    return Chart(
        "map",
        "tiles",
        say("{name} and its neighbours: referrals made by forces per {per} residents", name=scope.area.name, per=PER),
        say(
            "A map with one tile for each police force area of England and Wales. The tiles of {place} and of the "
            "areas that border it carry their rate; the others are blank.",
            place=place(scope.area),
        ),
        tuple(Mark("Rate", area.name, rates[area.code], area.code) for area in around),
        "per 100,000 residents",
        Table(
            "map",
            say("{place} and the areas that border it", place=scope.area.name),
            (plain("Area"), plain("Referrals made"), plain("Rate"), plain("Range")),
            rows,
            (plain("Areas are listed with this one first and its neighbours in alphabetical order."),),
        ),
        highlight=scope.code,
    )

"""Section: recorded modern slavery crime beside referrals, and where the two disagree."""

from __future__ import annotations

from local_response.insight.computed import rate
from local_response.insight.profile.scope import Scope
from local_response.insight.profile.usual import PER, comparable, usual
from local_response.insight.wording import counted, place, strength_of_count, when
from local_response.model.areas import ENGLAND_AND_WALES
from local_response.model.figures import Figure
from local_response.model.periods import Period
from local_response.model.profiles import Block, Finding, Paragraph, Section, Table
from local_response.model.sentences import Fact, Text, interval, plain, say

RECORDED = "crime.recorded"
MODERN_SLAVERY = "106"
QUARTERS_IN_YEAR = 4


def section(scope: Scope) -> Section:
    """Modern slavery offences that the force recorded in the newest financial year loaded."""
    year = newest_year(scope)
    if not year:
        none = plain("No figures of recorded crime are loaded.")
        return Section("crime", "Recorded modern slavery crime", (Paragraph(none),))
    own = offences(scope, scope.code, year)
    blocks: list[Block] = [Paragraph(_what_is_counted()), recorded(scope, own, year)]
    if finding := crime_rate(scope, own, year):
        blocks.append(finding)
    blocks.append(_table(scope, year))
    return Section("crime", "Recorded modern slavery crime", tuple(blocks))


def newest_year(scope: Scope) -> list[str]:
    """The quarters of the newest financial year loaded in full; none where no year is."""
    loaded = set(scope.periods(RECORDED))
    for end in sorted((Period.parse(text) for text in loaded), key=lambda period: period.end, reverse=True):
        year = [end.shifted(-back).text for back in reversed(range(QUARTERS_IN_YEAR))]
        if end.quarter_number == 1 and loaded.issuperset(year):
            return year
    return []


def offences(scope: Scope, code: str, quarters: list[str], offence: str = MODERN_SLAVERY) -> Figure:
    """Offences of one kind recorded in an area in quarters together; modern slavery unless said."""
    return scope.summed(RECORDED, [code], quarters, offence=offence)[code]


def recorded(scope: Scope, own: Figure, year: list[str]) -> Finding:
    """How many modern slavery offences the force recorded."""
    text = say(
        "{force} recorded {count} in {year}, the newest year of recorded crime loaded here.",
        force=scope.area.force,
        count=counted(own, "modern slavery offence", "modern slavery offences"),
        year=when(year),
    )
    caveat = plain("An offence is counted when the police record it, which can be later than it happened.")
    return Finding("recorded-crime", text, strength_of_count(own), (caveat,))


def crime_rate(scope: Scope, own: Figure, year: list[str]) -> Finding | None:
    """The rate, and whether it is usual for a force of this size; None where a rate per resident means nothing."""
    if not scope.area.resident_rates or own.value is None:
        return None
    counts = scope.summed(RECORDED, comparable(), year, offence=MODERN_SLAVERY)
    residents = scope.residents_of(comparable(), year[0])
    mine = rate(own, residents[scope.code])
    found = usual(scope, mine, counts, residents)
    text = say(
        "That is {rate} per {per} residents ({limits}); all forces together recorded {all}. {usual}",
        rate=mine,
        per=PER,
        limits=interval(mine),
        all=found.limits,
        usual=found.sentence,
    )
    caveat = plain("Forces differ in how they find and record this crime; a difference is a question, not a verdict.")
    return Finding("crime-rate", text, found.strength, (caveat,))


def _what_is_counted() -> Text:
    return plain(
        "An offence is counted here when the police record it as a modern slavery crime. A referral and a recorded "
        "offence are different things, so the two counts need not agree."
    )


def _table(scope: Scope, year: list[str]) -> Table:
    rows = tuple(
        (
            say("{quarter}", quarter=Period.parse(quarter)),
            scope.source.figure(RECORDED, scope.code, quarter, offence=MODERN_SLAVERY),
            scope.source.figure(RECORDED, ENGLAND_AND_WALES, quarter, offence=MODERN_SLAVERY),
        )
        for quarter in year
    )
    return Table(
        "offences-by-area",
        plain("Modern slavery offences recorded, by quarter"),
        (plain("Quarter"), plain(scope.area.force), plain("England and Wales")),
        rows,
        (
            say(
                "{place}: offence code {code}, modern slavery.",
                place=place(scope.area),
                code=Fact(MODERN_SLAVERY, "Home Office offence code"),
            ),
        ),
    )

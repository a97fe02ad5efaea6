"""Section: sources side by side, where they disagree about the area by more than chance, and the ordinary reasons."""

from __future__ import annotations

from dataclasses import dataclass

from local_response.definitions.areas import counties
from local_response.insight.computed import dispersion, percentage, shares_compared, total
from local_response.insight.profile.crime import MODERN_SLAVERY, RECORDED, newest_year, offences
from local_response.insight.profile.places import BY_COUNTY
from local_response.insight.profile.scope import MADE_BY_FORCE, Scope
from local_response.insight.profile.usual import comparable
from local_response.insight.wording import compared as words_of
from local_response.insight.wording import place, strength_of_ratio, when
from local_response.model.areas import ENGLAND_AND_WALES
from local_response.model.figures import Figure
from local_response.model.periods import Period
from local_response.model.profiles import Block, Bullets, Finding, Paragraph, Section, Table
from local_response.model.sentences import Fact, Text, interval, plain, say


@dataclass(frozen=True)
class Source:
    """One count of the area and of England and Wales. times: how many times more it varies than chance allows."""

    name: str
    period: Fact
    area: Figure
    country: Figure
    times: Figure


def section(scope: Scope) -> Section:
    """The area's share of England and Wales in each source, and whether the shares agree."""
    sources = sources_of(scope)
    blocks: list[Block] = [Paragraph(_why(scope))]
    if len(sources) > 1:
        blocks.append(_table(sources))
        blocks += [compared(scope, sources[0], other) for other in sources[1:]]
    blocks.append(Bullets(_ordinary_reasons(), plain("Ordinary reasons why sources can differ")))
    return Section("sources-compared", "Where the sources agree and disagree", tuple(blocks))


def sources_of(scope: Scope) -> list[Source]:
    """Referrals made by the force, then recorded crime, then county of exploitation where the counties fit."""
    codes = comparable()
    times = dispersion(scope.quarter_by_quarter(MADE_BY_FORCE, codes, scope.recent))
    found = [Source("Referrals made by the force", when(scope.recent), scope.made, scope.made_everywhere, times)]
    if year := newest_year(scope):
        crime_times = dispersion(scope.quarter_by_quarter(RECORDED, codes, year, offence=MODERN_SLAVERY))
        own, country = offences(scope, scope.code, year), offences(scope, ENGLAND_AND_WALES, year)
        found.append(Source("Modern slavery crime recorded", when(year), own, country, crime_times))
    if county := _by_county(scope, times):
        found.append(county)
    return [source for source in found if source.area.value is not None and source.country.value]


def _by_county(scope: Scope, times: Figure) -> Source | None:
    """Where all counties that touch the area lie wholly inside it; its dispersion is taken to be that of referrals."""
    periods = scope.periods(BY_COUNTY)
    touching = [county for county in counties() if scope.code in county.force_areas]
    if not periods or not touching or any(county.relation not in ("exact", "joined") for county in touching):
        return None
    listed = [county.code for county in counties() if county.relation != "outside"]
    figures = scope.summed(BY_COUNTY, listed, [periods[-1]])
    area, country = total([figures[c.code] for c in touching]), total([figures[code] for code in listed])
    return Source(
        "County of exploitation (secondary)", Fact(Period.parse(periods[-1]).label, "period"), area, country, times
    )


def compared(scope: Scope, first: Source, other: Source) -> Finding:
    """Whether the area's share of referrals made by forces differs from its share in another source."""
    ratio = shares_compared(first.area, first.country, other.area, other.country, (first.times, other.times))
    strength = strength_of_ratio(ratio)
    if ratio.value is None:
        text = say(
            "The shares cannot be compared with those of {other}: the counts are too few.", other=other.name.lower()
        )
        return Finding(f"agreement-{_slug(other)}", text, "none")
    text = say(
        "{place}’s share of referrals made by forces is {compared} its share of {other} ({ratio} times, {interval}).",
        place=place(scope.area)[:1].upper() + place(scope.area)[1:],
        compared=words_of(ratio, "share"),
        other=_lower(other.name),
        ratio=ratio,
        interval=interval(ratio),
    )
    caveat = say("The two are of different times: {first} and {other}.", first=first.period, other=other.period)
    return Finding(f"agreement-{_slug(other)}", text, strength, (caveat,))


def _slug(source: Source) -> str:
    return "-".join(source.name.lower().replace("(", "").replace(")", "").split())


def _lower(name: str) -> str:
    return {"County of exploitation (secondary)": "referrals by county of exploitation"}.get(name, name.lower())


def _why(scope: Scope) -> Text:
    return say(
        "No source counts modern slavery in {place}. Each counts something else: whom the force referred, what it "
        "recorded as a crime, where exploitation was said to have happened. If {place} has a larger share of the "
        "country in one than in another, that is worth a question. The helpline figures loaded here have no areas.",
        place=place(scope.area),
    )


def _ordinary_reasons() -> tuple[Text, ...]:
    return (
        plain("Others may refer most of the people found in the area."),
        plain("People may be found in one area and have been exploited in another, or abroad."),
        plain("A crime may be recorded later than the referral, or not at all."),
        plain("Practice may differ from force to force."),
        plain("The counts are of different years."),
    )


def _table(sources: list[Source]) -> Table:
    rows = tuple(
        (plain(s.name), (s.period,), s.area, s.country, percentage(s.area, s.country, decimals=1), s.times)
        for s in sources
    )
    header = ("Source", "Period", "Area", "England and Wales", "Share", "Dispersion")
    return Table(
        "sources-and-shares",
        plain("The area’s share of England and Wales in each source"),
        tuple(plain(words) for words in header),
        rows,
        (
            plain(
                "Dispersion is how many times more quarters vary than chance allows; intervals are widened for it. For "
                "counties it is taken to be that of referrals. The county figures add up only those listed."
            ),
        ),
    )

"""Section: links to organised crime, as far as the figures support any."""

from __future__ import annotations

from local_response.definitions.labels import exploitation_parts
from local_response.insight.computed import percentage, total
from local_response.insight.profile.crime import newest_year, offences
from local_response.insight.profile.scope import Scope
from local_response.insight.wording import FEW, counted, strength_of_count, when
from local_response.model.areas import ENGLAND_AND_WALES
from local_response.model.figures import Figure
from local_response.model.periods import Period
from local_response.model.profiles import Block, Finding, Paragraph, Section, Table
from local_response.model.sentences import Fact, Text, interval, plain, say

COUNTY_LINES = "nrm.county_lines_flagged"
LINKED_OFFENCES = {
    "92A": "Trafficking in controlled drugs",
    "24": "Exploitation of prostitution",
    "71": "Abuse of children through sexual exploitation",
}


def section(scope: Scope) -> Section:
    """Criminal exploitation of children, the county lines flag, and offences that may lie near."""
    blocks: list[Block] = [Paragraph(_what_figures_support())]
    if scope.made.value:
        blocks.append(criminal_children(scope))
    if finding := county_lines(scope):
        blocks.append(finding)
    if year := newest_year(scope):
        blocks += [_table(scope, year), Paragraph(_offences_note(), small=True)]
    blocks.append(Paragraph(_not_shown()))
    return Section("organised-crime", "Links to organised crime", tuple(blocks))


def criminal_children(scope: Scope) -> Finding:
    """Children whose exploitation was criminal, alone or with other types; few are put in words, not shown."""
    count = _children_exploited_criminally(scope)
    caveat = plain(
        "It is the nearest marker of county lines by force, but it does not say which cases were county lines."
    )
    if count.value is not None and 0 < count.value < FEW:
        text = say(
            "Fewer than {few} of {made} were about children exploited for crime, alone or with other types.",
            few=Fact(str(FEW), "smallest count shown where type and age are crossed"),
            made=counted(scope.made, "referral", "referrals"),
        )
        return Finding("criminal-children", text, "none", (caveat,))
    share = percentage(count, scope.made)
    text = say(
        "{count} of {made} were about children exploited for crime, alone or with other types ({share}, {interval}).",
        count=count,
        made=counted(scope.made, "referral", "referrals"),
        share=share,
        interval=interval(share),
    )
    return Finding("criminal-children", text, strength_of_count(count), (caveat,))


def _children_exploited_criminally(scope: Scope) -> Figure:
    labels = [
        label for label in scope.made_by("exploitation", ENGLAND_AND_WALES) if "criminal" in exploitation_parts(label)
    ]
    parts = [scope.made_in(scope.code, exploitation=label, age="child") for label in labels]
    breakdown = {"exploitation": "criminal exploitation, alone or with others", "age": "child"}
    if not parts:
        return scope.made_in(scope.code, exploitation="Criminal", age="child")
    return total(parts, breakdown=breakdown)


def county_lines(scope: Scope) -> Finding | None:
    """The national county lines flag, at the newest period loaded."""
    periods = scope.periods(COUNTY_LINES)
    if not periods:
        return None
    flagged = scope.national(COUNTY_LINES, periods[-1])
    text = say(
        "In the United Kingdom, {flagged} in {period} were flagged as county lines. No figure loaded "
        "here gives the flag by police force area.",
        flagged=counted(flagged, "referral", "referrals"),
        period=Period.parse(periods[-1]),
    )
    return Finding(
        "county-lines", text, "moderate", (plain("The flag can stand on a referral of any exploitation type."),)
    )


def _what_figures_support() -> Text:
    return plain(
        "Published figures say little about links between modern slavery and other organised crime in one area. The "
        "nearest marker by police force is criminal exploitation of children."
    )


def _offences_note() -> Text:
    return plain(
        "These offences are shown as context only. The figures do not say how often exploitation lies behind them, "
        "and a high count is not evidence of modern slavery."
    )


def _not_shown() -> Text:
    return plain(
        "No figure loaded here shows organised immigration crime, or cannabis grown by exploited people, by area. "
        "Ask the force and the regional organised crime unit for their assessment."
    )


def _table(scope: Scope, year: list[str]) -> Table:
    rows = tuple(
        (plain(name), offences(scope, scope.code, year, code), offences(scope, ENGLAND_AND_WALES, year, code))
        for code, name in LINKED_OFFENCES.items()
    )
    return Table(
        "linked-offences",
        say("Other offences recorded in {year}, for context", year=when(year)),
        (plain("Offence"), plain(scope.area.force), plain("England and Wales")),
        rows,
    )

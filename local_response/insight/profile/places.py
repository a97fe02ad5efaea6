"""Section: where exploitation was reported to have happened, as far as counties fit police force areas."""

from __future__ import annotations

from local_response.definitions.areas import County, counties
from local_response.insight.computed import total
from local_response.insight.profile.scope import Scope
from local_response.insight.wording import counted, listed, place, strength_of_count
from local_response.model.figures import Figure
from local_response.model.periods import Period
from local_response.model.profiles import Block, Finding, Paragraph, Section, Table
from local_response.model.sentences import Text, plain, say

BY_COUNTY = "nrm.referrals.by_county_of_exploitation"
SECONDARY = (
    "These county figures come from a secondary source: another project read them from the Home Office table, and they "
    "have not been checked against it. Their sum is not a total for the United Kingdom."
)


def section(scope: Scope) -> Section:
    """Referrals by county of exploitation for the counties that touch the area."""
    periods, touching = _period(scope), _touching(scope)
    if not periods or not touching:
        none = plain("No figures are loaded that say where exploitation was reported to have happened.")
        return Section("places", "Where exploitation was reported", (Paragraph(none),))
    figures = _figures(scope)
    blocks: list[Block] = [Paragraph(_what_it_is(periods[-1])), reported_here(scope, touching, figures, periods[-1])]
    blocks += [Paragraph(_split_note(county)) for county in touching if county.relation == "split"]
    blocks += [_table(touching, figures, periods[-1]), Paragraph(plain(SECONDARY), small=True)]
    return Section("places", "Where exploitation was reported", tuple(blocks))


def finding(scope: Scope) -> Finding | None:
    """What page one says of the counties; None where the table is not loaded."""
    periods, touching = _period(scope), _touching(scope)
    return reported_here(scope, touching, _figures(scope), periods[-1]) if periods and touching else None


def _period(scope: Scope) -> list[str]:
    return scope.periods(BY_COUNTY)


def _touching(scope: Scope) -> list[County]:
    return [county for county in counties() if scope.code in county.force_areas]


def _figures(scope: Scope) -> dict[str, Figure]:
    newest = _period(scope)[-1]
    return {county.code: scope.source.figure(BY_COUNTY, county.code, newest) for county in _touching(scope)}


def reported_here(scope: Scope, touching: list[County], figures: dict[str, Figure], period: str) -> Finding:
    """How many referrals named a county of the area, or why counties cannot be given to it."""
    whole = [county for county in touching if county.relation in ("exact", "joined")]
    if len(whole) < len(touching):
        text = say(
            "The counties of this table do not fit {place}, so there is no single figure for it: {counties}.",
            place=place(scope.area),
            counties=listed([say("{name} {count}", name=c.name, count=figures[c.code]) for c in touching]),
        )
        return Finding("reported-here", text, "none", (plain("Each county is shown below with the reason."),))
    count = total([figures[county.code] for county in whole])
    joined = (
        "" if len(whole) == 1 else " (" + " and ".join([", ".join(c.name for c in whole[:-1]), whole[-1].name]) + ")"
    )
    text = say(
        "In {period}, {count} named {place}{joined} as where exploitation happened, whoever made the referral.",
        period=Period.parse(period),
        count=counted(count, "referral", "referrals"),
        place=place(scope.area),
        joined=joined,
    )
    caveat = plain(
        "A person may have been exploited in several places, and referrals without a known county are left out."
    )
    return Finding("reported-here", text, strength_of_count(count), (caveat,))


def _what_it_is(period: str) -> Text:
    return say(
        "One published table says where exploitation was reported to have happened, by county, for {period}. It counts "
        "referrals by any first responder, so it is a different count from referrals made by the force.",
        period=Period.parse(period),
    )


def _split_note(county: County) -> Text:
    return say(
        "{name} is shown as a county and not given to one police force area: {reason}.",
        name=county.name,
        reason=county.reason,
    )


def _table(touching: list[County], figures: dict[str, Figure], period: str) -> Table:
    fits = {"exact": "The same as the police force area", "joined": "Wholly inside the police force area"}
    rows = tuple(
        (plain(county.name), figures[county.code], plain(fits.get(county.relation, "Cannot be given to one area")))
        for county in touching
    )
    return Table(
        "counties",
        say("Referrals by county of exploitation, {period}", period=Period.parse(period)),
        (plain("County"), plain("Referrals"), plain("How it fits")),
        rows,
    )

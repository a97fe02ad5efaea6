"""Page one: what is known here, how sure, what changed, what to ask. Everything in it stands in a later section."""

from __future__ import annotations

from local_response.insight.profile import (
    compared,
    crime,
    exploitation,
    national,
    organised_crime,
    people,
    places,
    referrals,
    responders,
    unknowns,
)
from local_response.insight.profile.scope import Scope
from local_response.insight.wording import FEW, SMALL, counted, place, when
from local_response.model.periods import Period
from local_response.model.profiles import Block, Bullets, Finding, Section
from local_response.model.sentences import Text, plain, say


def section(scope: Scope) -> Section:
    """Four short lists for a reader with two minutes."""
    lists: tuple[Block, ...] = (
        Bullets(_known(scope), plain("What is known")),
        Bullets(_how_sure(scope), plain("How sure we can be")),
        Bullets(_changed(scope), plain("What changed")),
        Bullets(_to_ask(scope), plain("What to ask")),
    )
    return Section("brief", "In brief", lists)


def _known(scope: Scope) -> tuple[Text, ...]:
    findings: list[Finding | None] = [referrals.made_recently(scope)]
    if scope.made.value:
        kinds = (exploitation.most_counted(scope), people.children(scope))
        findings += [finding for finding in kinds if finding and finding.strength != "none"]
    findings.append(places.finding(scope))
    if year := crime.newest_year(scope):
        findings.append(crime.recorded(scope, crime.offences(scope, scope.code, year), year))
    return tuple(finding.text for finding in findings if finding)


def _how_sure(scope: Scope) -> tuple[Text, ...]:
    sure: list[Text] = [
        plain("These figures count people who were found and referred, not how much exploitation there is.")
    ]
    if share := responders.police_share(scope):
        sure.append(share.text)
    if scope.made.value is not None and scope.made.value < SMALL:
        sure.append(plain("The force’s counts are small, so shares and changes can be chance."))
    if stale := unknowns.age_of_figures(scope):
        sure.append(stale.text)
    return tuple(sure)


def _changed(scope: Scope) -> tuple[Text, ...]:
    changes = [referrals.newest_quarter(scope), national.referrals(scope), national.waiting(scope)]
    return tuple(finding.text for finding in changes if finding)


def _to_ask(scope: Scope) -> tuple[Text, ...]:
    here, force = place(scope.area), scope.area.force
    asked: list[Text] = [
        say(
            "How many referrals made by others were sent to {force} to look into, and what came of them? The tables "
            "used here do not say.",
            force=force,
        )
    ]
    if scope.area.resident_rates and (standing := compared.where_it_lies(scope)).strength != "none":
        side = "above" if standing.mine.known > standing.limits.known else "below"
        asked.append(
            say("Why does {force} refer {side} what is usual for a force of its size?", force=force, side=side)
        )
    unknown = scope.made_by("exploitation").get("unknown") if scope.made.value else None
    if unknown is not None and unknown.known >= FEW:
        asked.append(
            say(
                "Why was the type of exploitation not stated for {unknown} of {made}?",
                unknown=unknown,
                made=counted(scope.made, "referral", "referrals"),
            )
        )
    if scope.made.value and organised_crime.criminal_children(scope).strength != "none":
        asked.append(
            say(
                "What is done in {place} for children exploited for crime, before and after they are referred?",
                place=here,
            )
        )
    asked.append(say("Which victims’ services are there in {place}, and for whom is there none?", place=here))
    return tuple(asked)


def newest_dates(scope: Scope) -> Text:
    """The newest period of the local figures, for the line under the title."""
    return say(
        "Local figures to {newest}; quarters added together: {recent}.",
        newest=Period.parse(scope.newest),
        recent=when(scope.recent),
    )

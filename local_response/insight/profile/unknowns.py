"""Section: what the figures cannot tell, and the breaks, dates and gaps a reader must know."""

from __future__ import annotations

from local_response.definitions.measures import measure
from local_response.insight.profile.scope import MADE_BY_FORCE, Scope
from local_response.insight.wording import place
from local_response.model.areas import UNITED_KINGDOM
from local_response.model.periods import Period
from local_response.model.profiles import Block, Bullets, Finding, Paragraph, Section
from local_response.model.sentences import Text, plain, say


def section(scope: Scope) -> Section:
    """What nobody should read into this profile."""
    blocks: list[Block] = [Paragraph(_three_counts(scope)), Bullets(_cannot_tell(scope))]
    if stale := age_of_figures(scope):
        blocks.insert(0, stale)
    return Section("unknowns", "What the figures cannot tell", tuple(blocks))


def age_of_figures(scope: Scope) -> Finding | None:
    """How old the newest local figures are, and whether newer national ones show that more has been published."""
    quarters = [text for text in scope.periods("nrm.referrals", UNITED_KINGDOM) if "-Q" in text]
    if not quarters or Period.parse(quarters[-1]).end <= Period.parse(scope.newest).end:
        return None
    text = say(
        "The newest figures about {force} loaded here are for {local}. National figures go on to {national}, so newer "
        "tables by police force should exist and can be added.",
        force=scope.area.force,
        local=Period.parse(scope.newest),
        national=Period.parse(quarters[-1]),
    )
    return Finding("age-of-figures", text, "strong")


def _three_counts(scope: Scope) -> Text:
    return say(
        "There are three local counts of referrals, and they are never the same: those made by {force}; those sent to "
        "it by anyone, to record and look into the crime; and those made by councils. Only the first is in the tables "
        "used here.",
        force=scope.area.force,
    )


def _cannot_tell(scope: Scope) -> tuple[Text, ...]:
    here = place(scope.area)
    return (
        say("How much modern slavery there is in {place}. There is no count of it.", place=here),
        plain(measure(MADE_BY_FORCE).cannot_tell),
        plain(
            "Whether a rise is more harm or a fall is less. Either can come from better finding or a change of rules."
        ),
        plain("How well victims were supported, or what became of them after the decision."),
        plain("Which force does best. Forces differ in size, in who else refers there and in what they come across."),
    )

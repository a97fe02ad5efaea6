"""Section: who refers, and what share of all referrals the force's own count can show."""

from __future__ import annotations

from local_response.insight.computed import percentage, total
from local_response.insight.profile.scope import MADE_BY_FORCE, Scope
from local_response.insight.wording import place, when
from local_response.model.areas import UNITED_KINGDOM
from local_response.model.figures import Figure
from local_response.model.profiles import Block, Chart, Finding, Mark, Paragraph, Section, Table
from local_response.model.sentences import plain, say

RESPONDERS = {
    "nrm.referrals.made_by_government_agency": "Government agencies",
    MADE_BY_FORCE: "Police forces",
    "nrm.referrals.made_by_local_authority": "Local councils",
    "nrm.referrals.made_by_ngo": "Charities",
}


def section(scope: Scope) -> Section:
    """Referrals in the United Kingdom by kind of first responder."""
    blocks: list[Block] = [
        Paragraph(
            plain(
                "Only bodies named as first responders may refer a potential victim: police forces, councils, some "
                "government agencies and some charities. The published tables give an area for police forces alone."
            )
        )
    ]
    if finding := police_share(scope):
        blocks += [finding, _chart(scope)]
    return Section("who-refers", "Who refers, and what the force's count can show", tuple(blocks))


def police_share(scope: Scope) -> Finding | None:
    """The share of all referrals in the United Kingdom that police forces made; None where a table is not loaded."""
    by_responder = referred_by(scope)
    everyone = total(list(by_responder.values())) if _all_known(by_responder) else None
    if everyone is None:
        return None
    share = percentage(by_responder[MADE_BY_FORCE], everyone)
    text = say(
        "Police forces made {police} of the {all} referrals in the United Kingdom in {when}, or {share}. The others "
        "came from government agencies, councils and charities, and the tables do not say for which area.",
        police=by_responder[MADE_BY_FORCE],
        all=everyone,
        when=when(scope.recent),
        share=share,
    )
    caveat = say(
        "The share for {place} alone is not published; ask the force how many referrals by others were sent to it.",
        place=place(scope.area),
    )
    return Finding("police-share", text, "strong", (caveat,))


def referred_by(scope: Scope) -> dict[str, Figure]:
    """Referrals in the United Kingdom in the recent quarters by kind of first responder, under one measure name."""
    found = {}
    for measure in RESPONDERS:
        parts = [scope.source.figure(measure, UNITED_KINGDOM, period) for period in scope.recent]
        found[measure] = _as_all_referrals(total(parts), RESPONDERS[measure])
    return found


def _as_all_referrals(figure: Figure, responder: str) -> Figure:
    from dataclasses import replace

    return replace(figure, measure="nrm.referrals", breakdown={"responder": responder})


def _all_known(figures: dict[str, Figure]) -> bool:
    return all(figure.value is not None for figure in figures.values())


def _chart(scope: Scope) -> Chart:
    by_responder = referred_by(scope)
    everyone = total(list(by_responder.values()), breakdown={})
    shares = {measure: percentage(figure, everyone) for measure, figure in by_responder.items()}
    ordered = sorted(by_responder, key=lambda measure: -by_responder[measure].known)
    rows = [(plain(RESPONDERS[m]), by_responder[m], shares[m]) for m in ordered]
    rows.append((plain("All first responders"), everyone, percentage(everyone, everyone)))
    return Chart(
        "referrals-by-responder",
        "bars",
        say("Who made referrals in the United Kingdom, {when}", when=when(scope.recent)),
        say(
            "A bar for each kind of first responder. The longest is for {first}, {share} of all referrals; "
            "police forces made {police}.",
            first=RESPONDERS[ordered[0]].lower(),
            share=shares[ordered[0]],
            police=shares[MADE_BY_FORCE],
        ),
        tuple(Mark("United Kingdom", RESPONDERS[m], shares[m], UNITED_KINGDOM) for m in ordered),
        "%",
        Table(
            "referrals-by-responder",
            plain("Referrals in the United Kingdom by kind of first responder"),
            (plain("First responder"), plain("Referrals"), plain("Share")),
            tuple(rows),
            (say("As first published for each quarter, {when}.", when=when(scope.recent)),),
        ),
        highlight="Police forces",
    )

"""Section: the area, who lives and works there, and who is responsible for holding its police to account."""

from __future__ import annotations

from local_response.definitions.areas import governance, neighbours
from local_response.insight.computed import percentage, total
from local_response.insight.profile.scope import RESIDENTS, Scope
from local_response.insight.wording import counted, names, place
from local_response.model.areas import Governance
from local_response.model.figures import Figure
from local_response.model.periods import Period, long_date
from local_response.model.profiles import Block, Finding, Paragraph, Section, Table
from local_response.model.sentences import Fact, Text, plain, say

OFFICERS = "workforce.officers"
ADULT_FROM = 18
COMMISSIONERS_END = Fact("May 2028", "Policing Minister, House of Commons, 13 November 2025")
ANNOUNCED = Fact("13 November 2025", "Hansard, House of Commons")


def section(scope: Scope) -> Section:
    """Residents, local authorities, officers, neighbours and governance as of the day of the profile."""
    blocks: list[Block] = [Paragraph(_who_answers(scope))]
    if note := _announced_change(scope):
        blocks.append(Paragraph(note))
    blocks.append(residents(scope))
    if authorities := _authorities(scope):
        blocks.append(Paragraph(authorities))
    blocks += [Paragraph(text) for text in (_neighbours(scope), _officers(scope)) if text]
    blocks.append(_age_table(scope))
    return Section("area", "The area and who is responsible", tuple(blocks))


def holder(scope: Scope) -> Governance | None:
    """Who holds the functions of the elected local policing body on the day of the profile."""
    return governance(scope.code, scope.as_of)


def residents(scope: Scope) -> Finding:
    """How many people live in the area, and how many of them are under eighteen."""
    young, everyone = under_eighteen(scope), scope.residents(scope.code, scope.newest)
    text = say(
        "{people} lived in {place} in {year}.",
        people=counted(everyone, "person", "people"),
        place=place(scope.area),
        year=Period.parse(everyone.period),
    )
    if young is not None:
        text += say(
            " Of them {young}, or {share}, were under eighteen.",
            young=young,
            share=percentage(young, _all_ages(scope)),
        )
    caveat = () if scope.area.resident_rates else (_no_rates(scope),)
    return Finding("residents", text, "strong", caveat)


def under_eighteen(scope: Scope, code: str = "") -> Figure | None:
    """Residents under eighteen in the newest year with single years of age; None where none is loaded."""
    ages = _single_years(scope, code or scope.code)
    young = [figure for figure in ages if _years(figure) < ADULT_FROM]
    return total(young, breakdown={"age": "under eighteen"}) if young else None


def _all_ages(scope: Scope) -> Figure:
    return total(_single_years(scope, scope.code), breakdown={})


def _single_years(scope: Scope, code: str) -> list[Figure]:
    for year in reversed(scope.periods(RESIDENTS)):
        if found := scope.source.figures(RESIDENTS, areas=[code], periods=[year], by=("age",)):
            return found
    return []


def _years(figure: Figure) -> int:
    return int(figure.breakdown["age"].rstrip("+"))


def _no_rates(scope: Scope) -> Text:
    return say("No rate per resident is shown for this area: {why}.", why=scope.area.rates_note)


def _who_answers(scope: Scope) -> Text:
    found = holder(scope)
    if found is None:
        return say("Who holds the police to account in {place} is not in our records.", place=place(scope.area))
    if found.holder == "other":
        return say(
            "{title} holds {force} to account. {note}",
            title=f"The {found.title}",
            force=scope.area.force,
            note=found.note,
        )
    since = say(" since {day}", day=Fact(long_date(found.since), found.source)) if found.since else ()
    body = f" through the {found.body}" if found.body else ""
    text = say(
        "The {title} has held the chief constable of {force} to account on behalf of the public{since}{body}, by our "
        "records of {known}.",
        title=found.title if found.holder == "mayor" else f"{found.title} for {place(scope.area)}",
        force=scope.area.force,
        since=since,
        body=body.replace("the Mayor's", "the Mayor’s"),
        known=Fact(_known(found), "when our record of governance was last confirmed"),
    )
    return text + ((" ", *_with_facts(found.note)) if found.note else ())


def _known(found: Governance) -> str:
    return "May 2025" if found.holder == "mayor" else "2024"


def _with_facts(note: str) -> Text:
    return (Fact(note, "record of governance"),)


def _announced_change(scope: Scope) -> Text:
    found = holder(scope)
    if found is None or found.holder != "commissioner":
        return ()
    return say(
        "On {announced} the government announced that the post of Police and Crime Commissioner would end in {end}, if "
        "Parliament agrees, and that its functions would go to mayors where possible and elsewhere to boards. Whether "
        "anything has changed for this area since is to be confirmed.",
        announced=ANNOUNCED,
        end=COMMISSIONERS_END,
    )


def _authorities(scope: Scope) -> Text:
    years = scope.periods("geography.local_authority")
    found = scope.source.figures("geography.local_authority", areas=None, periods=years[-1:], by=("within",))
    mine = [figure for figure in found if figure.breakdown.get("within") == scope.code]
    if not mine:
        return ()
    count = total(mine, breakdown={"within": scope.code})
    known = scope.source.local_authority_names()
    return say(
        "It is made up of {count}: {names}.",
        count=counted(count, "local authority", "local authorities"),
        names=names(sorted(known.get(figure.area, figure.area) for figure in mine)),
    )


def _neighbours(scope: Scope) -> Text:
    around = [area.name for area in neighbours(scope.code)]
    return say("Its neighbours are {names}.", names=names(around)) if around else ()


def _officers(scope: Scope) -> Text:
    days = scope.periods(OFFICERS)
    if not days:
        return ()
    officers = scope.source.figure(OFFICERS, scope.code, days[-1], worker_type="Police Officer")
    return say(
        "{force} had {officers} on {day}, by headcount.",
        force=scope.area.force,
        officers=counted(officers, "police officer", "police officers"),
        day=Period.parse(days[-1]),
    )


def _age_table(scope: Scope) -> Table:
    young, everyone = under_eighteen(scope), _all_ages(scope) if _single_years(scope, scope.code) else None
    rows: tuple[tuple[Text | Figure, ...], ...] = ()
    if young is not None and everyone is not None:
        adults = total(
            [figure for figure in _single_years(scope, scope.code) if _years(figure) >= ADULT_FROM],
            breakdown={"age": "eighteen or over"},
        )
        rows = (
            (plain("Under eighteen"), young, percentage(young, everyone)),
            (plain("Eighteen or over"), adults, percentage(adults, everyone)),
            (plain("All ages"), everyone, percentage(everyone, everyone)),
        )
    return Table(
        "residents",
        say("Residents of {place}", place=place(scope.area)),
        (plain("Age"), plain("Residents"), plain("Share")),
        rows,
    )

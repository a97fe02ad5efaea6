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
    everyone = scope.everyone
    if everyone.value is None:
        return Finding("residents", say("No population of {place} is loaded.", place=place(scope.area)), "none")
    text = say(
        "{people} lived in {place} in {year}.",
        people=counted(everyone, "person", "people"),
        place=place(scope.area),
        year=Period.parse(everyone.period),
    )
    young = of_age(scope, "child")
    if young.value is not None:
        text += say(
            " Of them {young}, or {share}, were under eighteen.", young=young, share=percentage(young, everyone)
        )
    return Finding("residents", text, "strong", () if scope.area.resident_rates else (_no_rates(scope),))


def of_age(scope: Scope, age: str) -> Figure:
    """Residents of the area who are a child (under eighteen) or an adult, in the year that `everyone` is for."""
    return scope.source.figure(RESIDENTS, scope.code, scope.everyone.period, age=age)


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
    text = say(
        "The {title} {holds} the chief officer of {force} to account on behalf of the public{since}{body}, by our "
        "records of {known}.",
        title=found.title if found.holder == "mayor" else f"{found.title} for {place(scope.area)}",
        holds="has held" if found.since else "holds",
        force=scope.area.force,
        since=since,
        body=f", through the {found.body}" if found.body else "",
        known=Fact(_known(found), "when our record of governance was last confirmed"),
    )
    return (*text, " ", *_with_facts(found.note)) if found.note else text


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
    everyone = scope.everyone
    groups = (("Under eighteen", of_age(scope, "child")), ("Eighteen or over", of_age(scope, "adult")))
    rows = [(plain(name), figure, percentage(figure, everyone)) for name, figure in groups]
    rows.append((plain("All ages"), everyone, percentage(everyone, everyone)))
    return Table(
        "residents-by-age",
        say("Residents of {place}", place=place(scope.area)),
        (plain("Age"), plain("Residents"), plain("Share")),
        tuple(rows),
    )

"""Section: who the potential victims are, by age, gender and nationality."""

from __future__ import annotations

from collections.abc import Mapping

from local_response.insight.computed import percentage, total
from local_response.insight.profile.scope import Scope
from local_response.insight.profile.stand_outs import stand_outs
from local_response.insight.wording import FEW, counted, place, strength_of_count, when
from local_response.model.areas import ENGLAND_AND_WALES
from local_response.model.figures import Figure
from local_response.model.profiles import Block, Chart, Finding, Mark, Paragraph, Section, Table
from local_response.model.sentences import Fact, Text, interval, plain, say

AGES: Mapping[str, str] = {
    "child": "Children, exploited when under eighteen",
    "adult": "Adults, exploited when eighteen or over",
    "unknown": "Age not specified or unknown",
}
AGE_GROUPS = {"child": "People exploited as children"}
GENDER_GROUPS = {"female": "Women and girls"}
GENDERS: Mapping[str, str] = {
    "female": "Female",
    "male": "Male",
    "other": "Other",
    "unknown": "Not recorded or unknown",
}


def section(scope: Scope) -> Section:
    """Age, gender and nationality of the potential victims whom the force referred."""
    if not scope.made.value:
        none = say(
            "{force} made no referrals in {when}, so there is nobody to describe.",
            force=scope.area.force,
            when=when(scope.recent),
        )
        return Section("people", "Who the potential victims are", (Paragraph(none),))
    blocks: list[Block] = [
        Paragraph(_whose(scope)),
        children(scope),
        _chart(scope, "age", AGES, "Age at exploitation"),
        _chart(scope, "gender", GENDERS, "Gender"),
        nationalities(scope),
        _nationality_table(scope),
        *standing_out(scope),
    ]
    return Section("people", "Who the potential victims are", tuple(blocks))


def standing_out(scope: Scope) -> list[Block]:
    """Groups of people whom the force refers clearly more or less often than all other forces together."""
    found: list[Block] = []
    for dimension, groups in (("age", AGE_GROUPS), ("gender", GENDER_GROUPS)):
        found += stand_outs(scope, groups, scope.made_by_area(dimension), "stand out: they are in")
    if found:
        return found
    text = say(
        "No age group or gender stands out: {force} refers neither children nor women and girls clearly more or less "
        "often than other forces do.",
        force=scope.area.force,
    )
    return [Finding("no-group-stands-out", text, "none")]


def children(scope: Scope) -> Finding:
    """How many of those referred were exploited as children."""
    count = scope.made_by("age").get("child") or scope.made_in(scope.code, age="child")
    share = percentage(count, scope.made)
    text = say(
        "{count} of {made} {were} about people exploited as children ({share}, {interval}).",
        count=count,
        made=counted(scope.made, "referral", "referrals"),
        were="was" if count.value == 1 else "were",
        share=share,
        interval=interval(share),
    )
    caveat = plain(
        "Age is the age at exploitation, not at referral: an adult may be referred for harm suffered as a child."
    )
    return Finding("children", text, strength_of_count(count), (caveat,))


def nationalities(scope: Scope) -> Finding:
    """The nationality recorded most often."""
    found = scope.made_by("nationality")
    first = max(found, key=lambda name: (found[name].known, name))
    share = percentage(found[first], scope.made)
    text = say(
        "The nationality recorded most often was {name}: {count} of {made} ({share}, {interval}).",
        name=first,
        count=found[first],
        made=counted(scope.made, "referral", "referrals"),
        share=share,
        interval=interval(share),
    )
    caveat = plain(
        "Nationality is as recorded at referral. It says nothing about immigration status or time spent in the country."
    )
    return Finding("nationalities-recorded", text, strength_of_count(found[first]), (caveat,))


def _whose(scope: Scope) -> Text:
    return say(
        "These are the people whom {force} referred in {when}. People referred by others are not in these figures.",
        force=scope.area.force,
        when=when(scope.recent),
    )


def _chart(scope: Scope, dimension: str, names: Mapping[str, str], title: str) -> Chart:
    own, everywhere = scope.made_by(dimension), scope.made_by(dimension, ENGLAND_AND_WALES)
    here = place(scope.area)
    rows, marks = [], []
    for value in [*names, *sorted(set(everywhere) - set(names))]:
        if value not in everywhere:
            continue
        name = names.get(value, value)
        mine = own.get(value) or scope.made_in(scope.code, **{dimension: value})
        shares = percentage(mine, scope.made), percentage(everywhere[value], scope.made_everywhere)
        rows.append((plain(name), mine, shares[0], everywhere[value], shares[1]))
        marks += [
            Mark(here, name, shares[0], scope.code),
            Mark("England and Wales", name, shares[1], ENGLAND_AND_WALES),
        ]
    header = (
        plain(title),
        plain(f"Referrals made by {scope.area.force}"),
        plain("Share"),
        plain("Referrals made by all forces of England and Wales"),
        plain("Share"),
    )
    largest = max(own, key=lambda value: own[value].known)
    description = say(
        "A bar for each group shows its share of referrals made by {force}, beside its share for all forces of England "
        "and Wales. The largest group of the force is: {name}, {count} of {made}.",
        force=scope.area.force,
        name=names.get(largest, largest).lower(),
        count=own[largest],
        made=counted(scope.made, "referral", "referrals"),
    )
    return Chart(
        f"people-{dimension}",
        "bars",
        say("{title} of people referred, {when}", title=title, when=when(scope.recent)),
        description,
        tuple(marks),
        "%",
        Table(f"people-{dimension}", plain(f"{title} of people referred"), header, tuple(rows)),
        highlight=here,
    )


def _nationality_table(scope: Scope) -> Table:
    found = scope.made_by("nationality")
    named = {name: figure for name, figure in found.items() if figure.known >= FEW}
    few = [figure for name, figure in found.items() if name not in named]
    ordered = sorted(named, key=lambda name: (-named[name].known, name))
    rows: list[tuple[Text, Figure, Figure]] = [
        (plain(name), named[name], percentage(named[name], scope.made)) for name in ordered
    ]
    if few:
        rest = total(few, breakdown={"nationality": "each recorded fewer than five times"})
        rows.append((_few_label(len(few)), rest, percentage(rest, scope.made)))
    rows.append((plain("All referrals"), scope.made, percentage(scope.made, scope.made)))
    return Table(
        "nationalities",
        plain(f"Nationality of people referred by {scope.area.force}"),
        (plain("Nationality as published"), plain("Referrals"), plain("Share")),
        tuple(rows),
        (
            say(
                "Referrals in {when}. Two nationalities in one label are one person with both.", when=when(scope.recent)
            ),
            say(
                "Nationalities recorded fewer than {few} times are put together, so that nobody stands out.",
                few=Fact(str(FEW), "smallest count shown by itself"),
            ),
        ),
    )


def _few_label(how_many: int) -> Text:
    noun = "other nationality" if how_many == 1 else "other nationalities"
    return (
        Fact(str(how_many), "how many labels are put together"),
        f" {noun}, each fewer than ",
        Fact(str(FEW), "smallest count shown by itself"),
    )

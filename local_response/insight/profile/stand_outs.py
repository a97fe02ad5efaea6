"""Which groups of a force's referrals stand out against all other forces, once chance is allowed for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from local_response.definitions.areas import force_areas
from local_response.definitions.phrases import phrase
from local_response.insight.composition import stand_out
from local_response.insight.computed import share_standing_out
from local_response.insight.profile.scope import MADE_BY_FORCE, Scope
from local_response.insight.wording import FEW, counted
from local_response.model.figures import Figure
from local_response.model.profiles import Finding
from local_response.model.sentences import interval, plain, say

Groups = Mapping[str, str]
"""Id of a group -> how it is put at the start of a sentence."""
ByForce = Mapping[str, Mapping[str, Figure]]
"""Code of a force area -> id of a group -> referrals of it."""


def stand_outs(scope: Scope, groups: Groups, by_force: ByForce, lead: str) -> list[Finding]:
    """A finding for each group that the force refers clearly more or less often than all other forces together.

    Shrunk for small counts, and adjusted for how many groups are looked at (composition.stand_out). A count of one to
    four is not shown, so its group is left out. lead: what follows the group, such as "stand out: they are in".
    """
    codes = [area.code for area in force_areas()]
    looked_at = [name for name in groups if any(name in by_force[code] for code in codes)]
    made = scope.summed(MADE_BY_FORCE, codes, scope.recent)
    persons = [made[code] for code in codes]
    rows = [[by_force[code].get(name) or _none_of(made[code], name) for name in looked_at] for code in codes]
    own = codes.index(scope.code)
    found = []
    for place, side in _sides(rows, persons, own, looked_at):
        count = rows[own][place]
        if count.value == 0 or count.known >= FEW:
            shrunk = share_standing_out(rows, persons, own, place)
            found.append(_finding(scope, looked_at[place], groups[looked_at[place]], lead, side, count, shrunk))
    return found


def _sides(
    rows: Sequence[Sequence[Figure]], persons: Sequence[Figure], own: int, groups: Sequence[str]
) -> list[tuple[int, int]]:
    """Places of the groups that stand out, each with 1 for more than the other forces and -1 for less."""
    table = [[figure.known for figure in row] for row in rows]
    found = stand_out(own, table, [figure.known for figure in persons], groups)
    return [(place, int(side)) for place, side in enumerate(found.stands_out) if side]


def _none_of(made: Figure, name: str) -> Figure:
    """None of a force's referrals are of a group: a zero that cites the same tables by their rule for absent rows."""
    rule = "the table leaves out combinations with no referrals"
    cells = tuple(dict.fromkeys(replace(cell, row=None, column=None, rule=rule) for cell in made.citations))
    return replace(made, value=0.0, method="sum", breakdown={"group": name}, citations=cells)


def _finding(scope: Scope, name: str, words: str, lead: str, side: int, count: Figure, shrunk: Figure) -> Finding:
    text = say(
        "{group} {lead} {count} of {made} by {force}, {word} by other forces. Allowing for chance, the share is put at "
        "{share} ({interval}).",
        group=words,
        lead=lead,
        count=count,
        made=counted(scope.made, "referral", "referrals"),
        force=scope.area.force,
        word=phrase("stands_out", "moderate", above=side > 0),
        share=shrunk,
        interval=interval(shrunk),
    )
    slug = "-".join(name.lower().split())
    return Finding(f"stands-out-{slug}", text, "moderate", (plain("It may be what is there, or what is looked for."),))

"""Section: referrals made by the force, quarter by quarter, with England and Wales beside."""

from __future__ import annotations

from local_response.definitions.measures import breaks_of
from local_response.insight.computed import counts_compared, least_fall, mean, next_quarter
from local_response.insight.profile.scope import MADE_BY_FORCE, Scope, break_marks
from local_response.insight.profile.usual import comparable
from local_response.insight.wording import SMALL, compared, counted, strength_of_count, strength_of_ratio, when
from local_response.model.areas import ENGLAND_AND_WALES
from local_response.model.figures import Figure
from local_response.model.measures import SeriesBreak
from local_response.model.periods import Period
from local_response.model.profiles import Block, Chart, Finding, Mark, Paragraph, Section, Table
from local_response.model.sentences import Cited, Fact, Text, interval, plain, say

FORCES_TOGETHER = "All forces of England and Wales"


def section(scope: Scope) -> Section:
    """What the force referred, how the newest quarter moved, and every quarter loaded."""
    blocks: list[Block] = [Paragraph(_what_is_counted(scope)), made_recently(scope)]
    if change := newest_quarter(scope):
        blocks.append(change)
    blocks.append(_chart(scope))
    ahead = (against_range_before(scope), expected_next(scope), least_change_told(scope))
    blocks += [found for found in ahead if found]
    blocks.extend(Paragraph(_break_note(found.reason), small=True) for found in _breaks_shown(scope))
    return Section("referrals", f"Referrals made by {scope.area.force}", tuple(blocks))


def made_recently(scope: Scope) -> Finding:
    """How many potential victims the force referred in the recent quarters."""
    text = say(
        "{force} referred {made} to the National Referral Mechanism in {when}.",
        force=scope.area.force,
        made=counted(scope.made, "potential victim", "potential victims"),
        when=when(scope.recent),
    )
    caveat = plain("The count shows what the force found and referred, not how much exploitation there is.")
    return Finding("made-recently", text, strength_of_count(scope.made), (caveat,))


def newest_quarter(scope: Scope) -> Finding | None:
    """Whether the newest quarter can be told from the one before it; None where a break lies between or none is."""
    if len(scope.recent) < 2:
        return None
    newest, before = (scope.made_in(scope.code, [period]) for period in (scope.recent[-1], scope.recent[-2]))
    ratio = counts_compared(newest, before)
    text = say(
        "In {newest} the force made {now}; in the quarter before, {then}. {verdict}",
        newest=Period.parse(scope.recent[-1]),
        now=counted(newest, "referral", "referrals"),
        then=before,
        verdict=_verdict(ratio),
    )
    return Finding("newest-quarter", text, strength_of_ratio(ratio), (_small_count_note(newest),))


def expected_next(scope: Scope) -> Finding | None:
    """What would be no surprise in the next quarter; None where the area takes no part or no range can be made."""
    codes = comparable()
    if scope.code not in codes:
        return None
    table = scope.quarter_by_quarter(MADE_BY_FORCE, codes, scope.recent)
    residents = [scope.residents_of(codes, scope.newest)[code] for code in codes]
    found = next_quarter(table, residents, codes.index(scope.code))
    if found.value is None:
        return None
    text = say(
        "In {next}, anything from {lower} to {upper} referrals by {force} would be no surprise. A count outside that "
        "range would be a reason to look.",
        next=Period.parse(scope.newest).shifted(1),
        lower=Cited(found, "lower"),
        upper=Cited(found, "upper"),
        force=scope.area.force,
    )
    caveat = say(
        "The range is made from {quarters} quarters, drawn towards all forces, and holds {level} of counts if nothing "
        "changes; tested on past quarters it held about that.",
        quarters=Fact(str(len(scope.recent)), "quarters since the last break"),
        level=Fact("95%", "coverage of the range"),
    )
    return Finding("next-quarter", text, "moderate", (caveat,))


def against_range_before(scope: Scope) -> Finding | None:
    """Whether the newest quarter fell outside the range made from the quarters before it; None where none was made."""
    codes = comparable()
    before = scope.recent[:-1]
    if scope.code not in codes or len(before) < 2:
        return None
    table = scope.quarter_by_quarter(MADE_BY_FORCE, codes, before)
    residents = [scope.residents_of(codes, scope.newest)[code] for code in codes]
    made, found = scope.made_in(scope.code, [scope.newest]), next_quarter(table, residents, codes.index(scope.code))
    if found.lower is None or found.upper is None or made.value is None:
        return None
    inside = found.lower <= made.known <= found.upper
    text = say(
        "From the quarters before it, {lower} to {upper} was to be expected in {newest}; the count was {made}, {where} "
        "that range.",
        lower=Cited(found, "lower"),
        upper=Cited(found, "upper"),
        newest=Period.parse(scope.newest),
        made=made,
        where="inside" if inside else "outside",
    )
    return Finding("against-range", text, "none" if inside else "moderate")


def least_change_told(scope: Scope) -> Finding | None:
    """The least fall that could be told from chance, for anyone who sets a target."""
    codes = comparable()
    if scope.code not in codes or not scope.made.value or len(scope.recent) < 2:
        return None
    table = scope.quarter_by_quarter(MADE_BY_FORCE, codes, scope.recent)
    own = codes.index(scope.code)
    level, fall = mean(table[own]), least_fall(table, own)
    if fall.value is None:
        text = say(
            "With about {level} referrals a quarter, no fall in one quarter can be told from chance, not even a fall "
            "to none.",
            level=level,
        )
    else:
        text = say(
            "With about {level} referrals a quarter, a fall of less than {fall} in one quarter cannot be told from "
            "chance.",
            level=level,
            fall=fall,
        )
    caveat = plain("A target for the number of referrals would need to ask for more than that to mean anything.")
    return Finding("least-change", text, "moderate", (caveat,))


def _verdict(ratio: Figure) -> Text:
    later, earlier = ratio.inputs
    if later.value == earlier.value:
        return plain("The two are the same.")
    if ratio.value is None:
        return plain("With none in the quarter before, the two cannot be set in proportion.")
    if strength_of_ratio(ratio) == "none":
        return say(
            "A difference of that size is within what chance alone can bring ({ratio} times, {interval}).",
            ratio=ratio,
            interval=interval(ratio),
        )
    return say(
        "That is {compared} the quarter before ({ratio} times, {interval}), by more than chance alone would bring.",
        compared=compared(ratio),
        ratio=ratio,
        interval=interval(ratio),
    )


def _small_count_note(count: Figure) -> Text:
    if count.value is not None and count.value < SMALL:
        return plain("Counts this small swing from quarter to quarter without any change in what happens.")
    return plain("A rise can be more harm or better finding; the count cannot say which.")


def _what_is_counted(scope: Scope) -> Text:
    return say(
        "A police force is one of several bodies that may refer a potential victim. This section counts only "
        "referrals made by {force}. It leaves out people whom councils, government agencies or charities referred, "
        "and it does not say where exploitation happened.",
        force=scope.area.force,
    )


def _chart(scope: Scope) -> Chart:
    own = [scope.made_in(scope.code, [period]) for period in scope.quarters]
    everywhere = [scope.made_in(ENGLAND_AND_WALES, [period]) for period in scope.quarters]
    labels = [Period.parse(period) for period in scope.quarters]
    marks = [Mark(scope.area.force, p, figure, scope.code) for p, figure in zip(scope.quarters, own, strict=True)]
    marks += [
        Mark(FORCES_TOGETHER, p, figure, ENGLAND_AND_WALES)
        for p, figure in zip(scope.quarters, everywhere, strict=True)
    ]
    table = Table(
        "referrals-by-quarter",
        plain(f"Referrals made by {scope.area.force} and by all forces of England and Wales, by quarter"),
        (plain("Quarter"), plain(scope.area.force), plain(FORCES_TOGETHER)),
        tuple(
            (say("{quarter}", quarter=label), mine, theirs)
            for label, mine, theirs in zip(labels, own, everywhere, strict=True)
        ),
    )
    return Chart(
        "referrals-by-quarter",
        "quarters",
        say("Referrals made by {force}, by quarter, with all forces beside", force=scope.area.force),
        _description(scope, own, labels),
        tuple(marks),
        "referrals",
        table,
        highlight=scope.area.force,
        breaks=break_marks(MADE_BY_FORCE, scope.quarters),
    )


def _description(scope: Scope, own: list[Figure], labels: list[Period]) -> Text:
    return say(
        "Two charts of columns, one for {force} and one for all forces of England and Wales, each with a scale of its "
        "own from zero. The force's columns start at {first} in {start} and end at {last} in {end}.",
        force=scope.area.force,
        first=own[0],
        start=labels[0],
        last=own[-1],
        end=labels[-1],
    )


def _breaks_shown(scope: Scope) -> list[SeriesBreak]:
    shown = {mark.label for mark in break_marks(MADE_BY_FORCE, scope.quarters)}
    return [found for found in breaks_of(MADE_BY_FORCE) if found.label in shown]


def _break_note(reason: str) -> Text:
    return say(
        "{reason} The quarters on either side of this break are not added together or read as one trend.",
        reason=(Fact(reason, "break in the series"),),
    )

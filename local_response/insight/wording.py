"""How findings are put: counts with their noun, lists, names of places, and words no stronger than the interval."""

from __future__ import annotations

from collections.abc import Sequence

from local_response.definitions.phrases import phrase
from local_response.model.areas import Area
from local_response.model.figures import Figure
from local_response.model.periods import Period, in_order
from local_response.model.profiles import Strength
from local_response.model.sentences import Cited, Fact, Span, Text

FEW = 5
SMALL = 20


def counted(figure: Figure, one: str, many: str) -> Text:
    """A count with its noun: "1 referral", "63 referrals", "no referrals", "an unknown number of referrals"."""
    if figure.value is None:
        return (Cited(figure, wording="an unknown number of"), f" {many}")
    if figure.value == 0:
        return (Cited(figure, wording="no"), f" {many}")
    return (Cited(figure), f" {one if figure.value == 1 else many}")


def listed(items: Sequence[Text], last: str = "and") -> Text:
    """Items as one list in a sentence: "a", "a and b", "a, b and c"."""
    spans: list[Span] = []
    for number, item in enumerate(items):
        if number:
            spans.append(f" {last} " if number == len(items) - 1 else ", ")
        spans.extend(item)
    return tuple(spans)


def names(words: Sequence[str]) -> str:
    """Plain words as one list in a sentence."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def place(area: Area) -> str:
    """An area as a place in a sentence: "West Yorkshire", "the Metropolitan Police area", "the City of London"."""
    if area.name.endswith("Police"):
        return f"the {area.name} area"
    return f"the {area.name}" if area.name.startswith(("City", "United")) or area.kind == "region" else area.name


def when(periods: Sequence[str]) -> Fact:
    """One or more quarters of a stretch as words: "January to September 2023", "April 2022 to March 2023"."""
    ordered = [Period.parse(text) for text in in_order(list(periods))]
    if len(ordered) == 1:
        return Fact(ordered[0].label, "period")
    start, end = ordered[0].label, ordered[-1].label
    first_month, last_month = start.split(" to ")[0], end.split(" to ")[1]
    same_year = ordered[0].start.year == ordered[-1].end.year
    opening = first_month if same_year else f"{first_month} {ordered[0].start.year}"
    return Fact(f"{opening} to {last_month}", "period, quarters added together")


def strength_of_count(figure: Figure) -> Strength:
    """How far a count by itself carries a sentence: none below 5, weak below 20, moderate below 100, else strong."""
    if figure.value is None or figure.value < FEW:
        return "none"
    if figure.value < SMALL:
        return "weak"
    return "moderate" if figure.value < 100 else "strong"


def strength_of_ratio(ratio: Figure) -> Strength:
    """How far a ratio can be told from 1: none where its interval holds 1; weak, moderate or strong by how far off.

    The nearer limit decides: within a tenth of 1 is weak, within a half moderate, beyond that strong.
    """
    if ratio.lower is None or ratio.upper is None or ratio.lower <= 1 <= ratio.upper:
        return "none"
    nearer = ratio.lower if ratio.lower > 1 else 1 / max(ratio.upper, 1e-9)
    return "weak" if nearer < 1.1 else "moderate" if nearer < 1.5 else "strong"


def compared(ratio: Figure, kind: str = "ratio") -> str:
    """Words for a ratio of two figures, no stronger than its interval allows. kind: "ratio" or "share"."""
    if ratio.value is None:
        return "not comparable with"
    return phrase(kind, strength_of_ratio(ratio), above=ratio.value > 1)

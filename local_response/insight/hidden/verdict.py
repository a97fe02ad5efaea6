"""How far the answers agree, in words that claim no more than the figures allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from local_response.insight.hidden.histories import CaptureTable
from local_response.insight.hidden.landscape import RIVAL_ODDS, Landscape, LeftOut
from local_response.insight.hidden.methods import Answer
from local_response.insight.hidden.terms import lists_in

Agreement = Literal["close", "loose", "poor", "none"]
STEPS: tuple[tuple[float, Agreement], ...] = ((1.25, "close"), (1.6, "loose"))
"""Highest over lowest total, up to which agreement is called so; above the last it is poor."""
HEADLINES: dict[Agreement, str] = {
    "close": "The answers agree to within a quarter.",
    "loose": "The answers agree only loosely: the highest is more than a quarter above the lowest.",
    "poor": "The answers do not agree: no single number should be quoted from these lists.",
    "none": "No method gives an estimate from these lists.",
}
NUMBER_WORDS = dict(enumerate(["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"], 1))
FEW_ON_TWO = 0.1


@dataclass(frozen=True)
class Verdict:
    """agreement: how far the answers agree. lowest, highest: over methods and rival models; None without any.

    sentences: the headline first, then what stands behind it; each can be printed alone.
    """

    agreement: Agreement
    lowest: float | None
    highest: float | None
    sentences: tuple[str, ...]

    @property
    def text(self) -> str:
        """The sentences as one paragraph."""
        return " ".join(self.sentences)


def verdict(
    table: CaptureTable, found: Sequence[Answer], models: Landscape | None, without: Sequence[LeftOut]
) -> Verdict:
    """Judge the answers of the methods, the rival models and the lists left out one at a time."""
    by_method = [answer.estimate.value for answer in found if answer.estimate.value is not None]
    totals = by_method + ([model.total for model in models.rivals] if models else [])
    if not totals:
        return Verdict("none", None, None, (HEADLINES["none"], *_about_lists(table)))
    agreement = _agreement(max(totals) / min(totals))
    sentences = [HEADLINES[agreement]]
    if models is not None:
        sentences.append(rival_sentence(models))
    if len(by_method) > 1:
        sentences.append(
            f"The {_number(len(by_method))} methods give from {min(by_method):,.0f} to {max(by_method):,.0f}."
        )
    sentences += _limits_sentence(found)
    sentences += _left_out_sentence(without)
    sentences += _about_lists(table)
    return Verdict(agreement, min(totals), max(totals), tuple(sentences))


def rival_sentence(models: Landscape) -> str:
    """How many models fit about as well as the best, how near they are, and what they give."""
    kind = {1: "independent-list", 2: "two-list"}.get(models.order, f"up-to-{models.order}-list")
    low, high = models.rival_range
    if len(models.rivals) == 1:
        return (
            f"One {kind} model fits clearly best and gives {low:,.0f}: BIC gives odds of {RIVAL_ODDS:.0f} to 1 or "
            "more against each of the others."
        )
    distance = ceil(models.widest_rival_distance * 10) / 10
    return (
        f"The {_number(len(models.rivals))} best {kind} models lie within {distance:.1f} BIC of one another, which the "
        f"lists can barely tell apart, and give from {low:,.0f} to {high:,.0f}."
    )


def _agreement(ratio: float) -> Agreement:
    return next((name for step, name in STEPS if ratio <= step), "poor")


def _number(value: int) -> str:
    return NUMBER_WORDS.get(value, f"{value:,}")


def _limits_sentence(found: Sequence[Answer]) -> list[str]:
    lows = [answer.estimate.lower for answer in found if answer.estimate.lower is not None]
    highs = [answer.estimate.upper for answer in found if answer.estimate.upper is not None]
    if not lows or not highs:
        return []
    left_open = sum(answer.estimate.lower is not None and answer.estimate.upper is None for answer in found)
    open_end = f", and {_number(left_open)} of them has no upper limit" if left_open == 1 else ""
    return [f"The 95 % limits together run from {min(lows):,.0f} to {max(highs):,.0f}{open_end}."]


def _left_out_sentence(without: Sequence[LeftOut]) -> list[str]:
    given = [(left.estimate.value, left.name) for left in without if left.estimate.value is not None]
    if len(given) < 2:
        return []
    (low, low_name), (high, high_name) = min(given), max(given)
    lost = [left.name for left in without if left.estimate.value is None]
    sentence = (
        f"Leaving out one list at a time moves the stepwise estimate from {low:,.0f} (without {low_name}) to "
        f"{high:,.0f} (without {high_name})"
    )
    return [sentence + (f", and without {', '.join(lost)} there is none." if lost else ".")]


def _about_lists(table: CaptureTable) -> list[str]:
    on_two = sum(int(count) for mask, count in enumerate(table.counts) if len(lists_in(mask)) > 1)
    share = on_two / table.people
    sentences = [f"Of {table.people:,} people seen, {on_two:,} ({share:.1%}) are on more than one list."]
    if share < FEW_ON_TWO:
        sentences.append("The estimate rests on these few.")
    if len(table.lists) == 2:
        sentences.append("With two lists independence has to be assumed, and nothing in the lists can test it.")
    if empty := table.empty_overlaps():
        pairs = ", ".join(" and ".join(pair) for pair in empty[:4])
        more = f" and {len(empty) - 4} more pairs" if len(empty) > 4 else ""
        sentences.append(f"Nobody is on both lists of: {pairs}{more}.")
    return sentences

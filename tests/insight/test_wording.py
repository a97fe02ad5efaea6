"""Words are no stronger than the interval, lists and counts read well, places have their article."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_response.definitions.areas import resolve
from local_response.definitions.phrases import phrase
from local_response.insight.wording import (
    compared,
    counted,
    listed,
    place,
    strength_of_count,
    strength_of_ratio,
    when,
)
from local_response.model.figures import Figure
from local_response.model.sentences import plain, written

ORDER = ["none", "weak", "moderate", "strong"]


def ratio(value: float | None, lower: float | None = None, upper: float | None = None) -> Figure:
    """A ratio with its limits; not calculable without a value."""
    status = "computed" if value is not None else "not_calculable"
    reason = "" if value is not None else "no events"
    return Figure(
        value, status, "times", "m", "a", "2023", "share_ratio", reason=reason, lower=lower, upper=upper, level=0.95
    )


def count(value: float | None) -> Figure:
    """A published count, or a missing one."""
    status = "published" if value is not None else "missing"
    return Figure(value, status, "referrals", "m", "a", "2023", "published", reason="" if value is not None else "none")


@given(st.floats(0.01, 50), st.floats(1.0, 20), st.floats(1.0, 20))
def test_a_difference_is_named_only_where_the_interval_leaves_out_one(value: float, below: float, above: float) -> None:
    found = ratio(value, value / below, value * above)
    strength = strength_of_ratio(found)
    holds_one = value / below <= 1 <= value * above
    assert (strength == "none") == holds_one
    for kind in ("ratio", "share"):
        words = compared(found, kind)
        allowed = {
            phrase(kind, name, above=side) for name in ORDER[: ORDER.index(strength) + 1] for side in (True, False)
        }
        assert words in allowed
        assert words == phrase(kind, strength, above=value > 1)


@pytest.mark.parametrize(
    ("value", "lower", "upper", "words"),
    [
        (1.3, 0.9, 1.8, "not clearly different from"),
        (1.3, 1.05, 1.6, "slightly higher than"),
        (1.5, 1.2, 1.9, "higher than"),
        (3.0, 2.0, 4.5, "much higher than"),
        (0.3, 0.2, 0.5, "much lower than"),
        (None, None, None, "not comparable with"),
    ],
)
def test_the_nearer_limit_decides_the_word(
    value: float | None, lower: float | None, upper: float | None, words: str
) -> None:
    assert compared(ratio(value, lower, upper)) == words


def test_no_phrase_blames_praises_or_claims_proof() -> None:
    for kind in ("ratio", "share", "usual", "stands_out"):
        for strength in ORDER:
            for above in (True, False):
                try:
                    words = phrase(kind, strength, above=above)
                except KeyError:
                    continue
                assert not {"better", "worse", "good", "bad", "poor", "best", "worst", "proves"} & set(words.split())


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "no referrals"), (1, "1 referral"), (63, "63 referrals"), (None, "an unknown number of referrals")],
)
def test_a_count_agrees_with_its_noun(value: float | None, text: str) -> None:
    assert written(counted(count(value), "referral", "referrals")) == text


@pytest.mark.parametrize(
    ("value", "strength"),
    [(None, "none"), (0, "none"), (4, "none"), (5, "weak"), (19, "weak"), (20, "moderate"), (100, "strong")],
)
def test_small_counts_carry_little(value: float | None, strength: str) -> None:
    assert strength_of_count(count(value)) == strength


def test_lists_read_as_sentences_do() -> None:
    items = [plain("a"), plain("b"), plain("c")]
    assert [written(listed(items[:n])) for n in (0, 1, 2, 3)] == ["", "a", "a and b", "a, b and c"]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("West Yorkshire", "West Yorkshire"),
        ("Met", "the Metropolitan Police area"),
        ("City of London", "the City of London"),
        ("North West", "the North West"),
    ],
)
def test_places_have_their_article(name: str, words: str) -> None:
    assert place(resolve(name)) == words


@pytest.mark.parametrize(
    ("quarters", "words"),
    [
        (["2023-Q3"], "July to September 2023"),
        (["2023-Q1", "2023-Q2", "2023-Q3"], "January to September 2023"),
        (["2022-Q2", "2022-Q3", "2022-Q4", "2023-Q1"], "April 2022 to March 2023"),
    ],
)
def test_quarters_together_are_named_by_their_months(quarters: list[str], words: str) -> None:
    assert when(quarters).text == words

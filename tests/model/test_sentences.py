"""A sentence cannot hold a number that is not traced."""

from __future__ import annotations

import pytest

from local_response.model.figures import Figure, column_letters
from local_response.model.periods import Period
from local_response.model.sentences import Cited, Fact, interval, plain, say, together, written


def figure(value: float | None = 177, **fields: object) -> Figure:
    """A published count; suppressed where value is None."""
    status = "published" if value is not None else "suppressed"
    reason = "" if value is not None else "fewer than five"
    given = {"decimals": 0, **fields}
    return Figure(
        value,
        status,
        "referrals",
        "nrm.referrals",
        "E23000010",
        "2023-Q3",
        "published",
        reason=reason,
        **given,  # type: ignore[arg-type]
    )


def test_figures_and_periods_become_cited_parts() -> None:
    text = say("{n} were referred in {when}.", n=figure(), when=Period.parse("2023-Q3"))
    assert written(text) == "177 were referred in July to September 2023."
    assert text[0] == Cited(figure())
    assert isinstance(text[2], Fact)


@pytest.mark.parametrize("words", ["there were 12", "section ４", "year ²"])
def test_digits_in_plain_words_are_refused(words: str) -> None:
    with pytest.raises(ValueError, match="cannot be traced"):
        plain(words)


def test_digits_in_a_template_or_a_plain_part_are_refused() -> None:
    with pytest.raises(ValueError, match="cannot be traced"):
        say("{a} and 3 more", a=figure())
    with pytest.raises(ValueError, match="cannot be traced"):
        say("about {a}", a="10 people")


def test_an_interval_is_written_with_its_level() -> None:
    shown = figure(4.5, lower=3.12, upper=6.2, level=0.95, decimals=1)
    assert written(interval(shown)) == "95% interval 3.1 to 6.2"
    with pytest.raises(ValueError, match="no interval"):
        interval(figure())


def test_sentences_are_joined_by_one_space() -> None:
    assert written(together([plain("One."), plain("Two.")])) == "One. Two."


@pytest.mark.parametrize(
    ("value", "fields", "text"),
    [
        (0, {}, "0"),
        (1234567, {}, "1,234,567"),
        (-0.04, {"decimals": 1}, "0.0"),
        (12.345, {"decimals": 1}, "12.3"),
        (None, {}, "suppressed"),
    ],
)
def test_a_figure_prints_as_its_decimals_say(value: float | None, fields: dict[str, object], text: str) -> None:
    assert figure(value, **fields).text == text


def test_zero_suppressed_and_missing_are_three_things() -> None:
    assert figure(0).known == 0
    with pytest.raises(ValueError, match="suppressed: fewer than five"):
        _ = figure(None).known
    with pytest.raises(ValueError, match="cannot be missing"):
        Figure(0, "missing", "referrals", "m", "a", "2023", "published", reason="not loaded")
    with pytest.raises(ValueError, match="needs its reason"):
        Figure(None, "missing", "referrals", "m", "a", "2023", "published")


@pytest.mark.parametrize(("column", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (703, "AAA")])
def test_columns_have_their_spreadsheet_name(column: int, letters: str) -> None:
    assert column_letters(column) == letters

"""Periods have one written form, and know their days."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local_response.model.periods import Period, in_order


@pytest.mark.parametrize(
    ("text", "start", "end", "label"),
    [
        ("2023-Q4", date(2023, 10, 1), date(2023, 12, 31), "October to December 2023"),
        ("2024-Q1", date(2024, 1, 1), date(2024, 3, 31), "January to March 2024"),
        ("2023", date(2023, 1, 1), date(2023, 12, 31), "2023"),
        ("2022/23", date(2022, 4, 1), date(2023, 3, 31), "April 2022 to March 2023"),
        ("1999/00", date(1999, 4, 1), date(2000, 3, 31), "April 1999 to March 2000"),
        ("mid-2023", date(2023, 6, 30), date(2023, 6, 30), "mid-2023"),
        ("2023-03-31", date(2023, 3, 31), date(2023, 3, 31), "31 March 2023"),
    ],
)
def test_a_written_period_has_its_days_and_its_words(text: str, start: date, end: date, label: str) -> None:
    period = Period.parse(text)
    assert (period.start, period.end, period.label, period.text) == (start, end, label, text)


@pytest.mark.parametrize(
    "text", ["2023 Q4", "2023-Q5", "2023-Q0", "23-Q1", "2022/24", "1875", "2999-Q1", "2023-13-01", "2023-02-30", ""]
)
def test_any_other_form_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"period|financial year|month|day"):
        Period.parse(text)


@pytest.mark.parametrize(("quarter", "calendar"), [(1, "2017-Q2"), (2, "2017-Q3"), (3, "2017-Q4"), (4, "2018-Q1")])
def test_a_financial_quarter_is_the_calendar_quarter_of_the_same_months(quarter: int, calendar: str) -> None:
    assert Period.financial_quarter("2017/18", quarter).text == calendar


@pytest.mark.parametrize(("year", "quarter"), [("2017/18", 5), ("2017", 1)])
def test_a_financial_quarter_that_cannot_be_is_refused(year: str, quarter: int) -> None:
    with pytest.raises(ValueError, match="financial quarter"):
        Period.financial_quarter(year, quarter)


@given(st.integers(1995, 2090), st.integers(1, 4), st.integers(-12, 12))
def test_shifting_a_quarter_and_back_returns_it(year: int, quarter: int, by: int) -> None:
    period = Period.quarter(year, quarter)
    assert period.shifted(by).shifted(-by) == period
    assert (period.shifted(1).start - period.end).days == 1


def test_only_quarters_can_be_shifted() -> None:
    with pytest.raises(ValueError, match="not a quarter"):
        Period.parse("2023").shifted(1)


def test_periods_come_in_order_of_time_and_once() -> None:
    assert in_order(["2023", "2023-Q2", "2022/23", "2023-Q2", "mid-2023"]) == ["2022/23", "2023-Q2", "mid-2023", "2023"]

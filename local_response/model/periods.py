"""Period: a quarter, year, financial year, mid-year or day, each with one written form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Kind = Literal["quarter", "year", "financial_year", "mid_year", "day"]

_QUARTER_MONTHS = {
    1: "January to March",
    2: "April to June",
    3: "July to September",
    4: "October to December",
}
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_LAST_DAY_OF_QUARTER = {1: (3, 31), 2: (6, 30), 3: (9, 30), 4: (12, 31)}
_FORMS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("quarter", re.compile(r"(\d{4})-Q([1-4])")),
    ("year", re.compile(r"(\d{4})")),
    ("financial_year", re.compile(r"(\d{4})/(\d{2})")),
    ("mid_year", re.compile(r"mid-(\d{4})")),
    ("day", re.compile(r"(\d{4})-(\d{2})-(\d{2})")),
)
EARLIEST_YEAR, LATEST_YEAR = 1990, 2100


@dataclass(frozen=True)
class Period:
    """A stretch of time, or a day, that a figure is about.

    text: its one written form. `2023-Q4` is the calendar quarter October to December 2023, `2023` a calendar
    year, `2022/23` a financial year from April, `mid-2023` the population at 30 June, `2023-03-31` a day.
    """

    kind: Kind
    start: date
    end: date
    text: str

    @classmethod
    def parse(cls, text: str) -> Period:
        """The period written as text. Raises ValueError for any other form, or a year outside 1990 to 2100."""
        for kind, form in _FORMS:
            if match := form.fullmatch(text):
                numbers = [int(part) for part in match.groups()]
                if not EARLIEST_YEAR <= numbers[0] <= LATEST_YEAR:
                    break
                start, end = _bounds(kind, numbers, text)
                return cls(kind, start, end, text)
        raise ValueError(
            f"{text!r} is not a period; write 2023-Q4, 2023, 2022/23, mid-2023 or 2023-03-31 "
            f"(years {EARLIEST_YEAR} to {LATEST_YEAR})"
        )

    @classmethod
    def quarter(cls, year: int, quarter: int) -> Period:
        """The calendar quarter, 1 for January to March up to 4."""
        return cls.parse(f"{year}-Q{quarter}")

    @classmethod
    def financial_quarter(cls, financial_year: str, quarter: int) -> Period:
        """The calendar quarter that is quarter 1 (April to June) to 4 of a financial year such as 2017/18."""
        year = cls.parse(financial_year)
        if year.kind != "financial_year" or quarter not in (1, 2, 3, 4):
            raise ValueError(f"quarter {quarter} of {financial_year!r} is not a financial quarter")
        return cls.quarter(year.start.year + (quarter == 4), quarter % 4 + 1)

    @property
    def label(self) -> str:
        """As written in a sentence: "October to December 2023", "the year to March 2018", "mid-2023"."""
        if self.kind == "quarter":
            return f"{_QUARTER_MONTHS[self.quarter_number]} {self.start.year}"
        if self.kind == "financial_year":
            return f"April {self.start.year} to March {self.end.year}"
        if self.kind == "day":
            return long_date(self.start)
        return self.text

    @property
    def quarter_number(self) -> int:
        """1 to 4: the calendar quarter that the period starts in."""
        return (self.start.month + 2) // 3

    def shifted(self, quarters: int) -> Period:
        """The quarter that many quarters later (earlier where negative). Raises ValueError for other kinds."""
        if self.kind != "quarter":
            raise ValueError(f"{self.text} is not a quarter")
        index = self.start.year * 4 + self.quarter_number - 1 + quarters
        return Period.quarter(index // 4, index % 4 + 1)


def _bounds(kind: Kind, numbers: list[int], text: str) -> tuple[date, date]:
    year = numbers[0]
    if kind == "quarter":
        return date(year, numbers[1] * 3 - 2, 1), date(year, *_LAST_DAY_OF_QUARTER[numbers[1]])
    if kind == "year":
        return date(year, 1, 1), date(year, 12, 31)
    if kind == "financial_year":
        if numbers[1] != (year + 1) % 100:
            raise ValueError(f"{text!r} is not a financial year: {year} is followed by {(year + 1) % 100:02d}")
        return date(year, 4, 1), date(year + 1, 3, 31)
    if kind == "mid_year":
        return date(year, 6, 30), date(year, 6, 30)
    day = date(year, numbers[1], numbers[2])
    return day, day


def long_date(day: date) -> str:
    """A day as written in a sentence: "7 March 2024"."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def in_order(periods: list[str]) -> list[str]:
    """Written periods in order of time (by end, then start), without repeats."""
    parsed = {text: Period.parse(text) for text in set(periods)}
    return sorted(parsed, key=lambda text: (parsed[text].end, parsed[text].start))

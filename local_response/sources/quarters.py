"""Rows of a "Year, Quarter" table as written periods: a year's total row is the year."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from local_response.model.periods import Period
from local_response.sources.faults import Fault
from local_response.sources.sheet import Cell, Sheet, text_of

_YEAR = re.compile(r"(?:19|20)\d\d")
_QUARTER = re.compile(r"(?:Q|Quarter )?([1-4])", re.IGNORECASE)


def periods_of(
    sheet: Sheet, first: int, year: int, quarter: int, rows: NDArray[np.intp], faults: list[Fault]
) -> list[str]:
    """The written period of some rows of a table with columns for the year and the quarter.

    first: row of the table's first line, counted from 0; rows: lines of it. A blank year is the year above; a blank
    quarter, or "Total", is the whole year. Adds a fault for each row whose period cannot be.
    """
    periods, current = [], ""
    known: dict[tuple[str, str], str] = {}
    for line in rows:
        cells = sheet.rows[first + int(line)]
        current = _plain(cells[year]) or current
        key = (current, _plain(cells[quarter]))
        if key not in known:
            known[key] = _written(*key)
        if not known[key]:
            faults.append(_impossible(sheet, first + int(line) + 1, key))
        periods.append(known[key])
    return periods


def repeated(sheet: Sheet, periods: Sequence[str], rows: NDArray[np.int32], faults: list[Fault]) -> None:
    """Add a fault for each period that a table with one row a period has twice.

    rows: of the file, counted from 1. It happens where a year is mislabelled: the publisher once printed 2023 as 2022.
    """
    seen: dict[str, int] = {}
    for period, row in zip(periods, map(int, rows), strict=True):
        if period and period in seen:
            faults.append(
                Fault(
                    f"{sheet.name}, row {row}",
                    f"a second row for {period}, which row {seen[period]} has already",
                    "The year of one of them may be mislabelled: correct it from the publisher's later table.",
                )
            )
        seen.setdefault(period, row)


def year_parts(periods: Sequence[str]) -> dict[int, list[int]]:
    """For each place of a whole year, the places of its quarters, where there are any."""
    years = {period: place for place, period in enumerate(periods) if _YEAR.fullmatch(period)}
    parts: dict[int, list[int]] = {place: [] for place in years.values()}
    for place, period in enumerate(periods):
        if "-Q" in period and period[:4] in years:
            parts[years[period[:4]]].append(place)
    return {year: quarters for year, quarters in parts.items() if quarters}


def _plain(cell: Cell) -> str:
    """A cell without a mark such as "[r]" for revised."""
    return text_of(cell).partition(" [")[0]


def _written(year: str, quarter: str) -> str:
    """The written period, "" where there is none."""
    if not _YEAR.fullmatch(year):
        return ""
    if not quarter or quarter.casefold() == "total":
        text = year
    elif match := _QUARTER.fullmatch(quarter):
        text = f"{year}-Q{match[1]}"
    else:
        return ""
    try:
        return Period.parse(text).text
    except ValueError:
        return ""


def _impossible(sheet: Sheet, row: int, key: tuple[str, str]) -> Fault:
    return Fault(
        f"{sheet.name}, row {row}",
        f"year {key[0]!r} and quarter {key[1]!r} are no period",
        "Write a year such as 2023 and a quarter Q1 to Q4, or Total for the whole year.",
    )

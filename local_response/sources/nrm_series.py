"""NRM series: referrals and decisions of the UK by quarter, age, and location or outcome; Duty to Notify reports.

Publisher: Home Office, the quarterly NRM and Duty to Notify tables. Layouts read:
- as published: two header lines, ages above (in merged cells, so only the first is filled) and locations or outcomes
  below; a year stands only in its first row, which is the year's total with the quarter blank.
- as exported (CSV): the two header lines joined, "Adult (18 or over) - Total"; "Total" rows among the quarters.
- Duty to Notify: Year, Quarter, Total.
Checks: parts sum to the age's total, ages to the whole, quarters to their year.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from local_response.model.areas import UNITED_KINGDOM
from local_response.model.measures import ALL
from local_response.sources.faults import Fault, cell_place, missing_column, refuse_values
from local_response.sources.layout import Found, Layout
from local_response.sources.new_labels import new_labels
from local_response.sources.numbers import check_counts, read_numbers
from local_response.sources.quarters import periods_of, repeated, year_parts
from local_response.sources.responders import PAGE
from local_response.sources.said import Said, title_of
from local_response.sources.sheet import constant, labels_of, merged, text_of
from local_response.sources.sums import Sums
from local_response.sources.table import MISSING, Labels, Origin, SourceTable

READER, VERSION = "nrm_series", 1
_AGE = r"(?:Adult|Child|Age not specified|Not specified).*"


@dataclass(frozen=True)
class Series:
    """One of the series. second: the dimension beside age ("" for none)."""

    publication: str
    measure: str
    title: str
    second: str = ""


REFERRALS = Series("nrm.referrals_series", "nrm.referrals", "NRM referrals by quarter, age and location", "location")
REASONABLE = Series(
    "nrm.reasonable_grounds",
    "nrm.decisions.reasonable_grounds",
    "NRM reasonable grounds decisions by quarter, outcome and age at exploitation",
    "outcome",
)
CONCLUSIVE = Series(
    "nrm.conclusive_grounds",
    "nrm.decisions.conclusive_grounds",
    "NRM conclusive grounds decisions by quarter, outcome and age at exploitation",
    "outcome",
)
DTN_SERIES = Series("dtn.series", "dtn.reports", "Duty to Notify reports by quarter")


def read_referrals(found: Sequence[Found], said: Said) -> list[SourceTable]:
    """Referrals by quarter, age and location, in two header lines."""
    return [_wide(one, said, REFERRALS) for one in found]


def read_reasonable(found: Sequence[Found], said: Said) -> list[SourceTable]:
    """Reasonable grounds decisions by quarter, age and outcome."""
    return [_wide(one, said, REASONABLE) for one in found]


def read_conclusive(found: Sequence[Found], said: Said) -> list[SourceTable]:
    """Conclusive grounds decisions by quarter, age and outcome."""
    return [_wide(one, said, CONCLUSIVE) for one in found]


def read_dtn_series(found: Sequence[Found], said: Said) -> list[SourceTable]:
    """Duty to Notify reports by quarter."""
    return [_wide(one, said, DTN_SERIES) for one in found]


@dataclass(frozen=True)
class Cells:
    """The figures of a series, rows x columns.

    lines, periods: row of the file and period of each row. columns, counted: column of the file, and (age, second
    dimension), of each column. Rows and columns of the file are counted from 1.
    """

    sheet: str
    lines: NDArray[np.int32]
    periods: list[str]
    columns: NDArray[np.int32]
    counted: list[tuple[str, str]]
    value: NDArray[np.float64]

    def place(self, row: int, column: int) -> str:
        """The cell as a reader of the file finds it."""
        return cell_place(self.sheet, int(self.lines[row]), int(self.columns[column]))

    def words(self, row: int, column: int) -> str:
        """What the cell counts."""
        return ", ".join([self.periods[row], *(name for name in self.counted[column] if name != ALL)])


def _wide(found: Found, said: Said, series: Series) -> SourceTable:
    sheet, first, faults, sums = found.sheet, found.header + 1, list[Fault](), Sums()
    year, quarter, columns, counted = _columns(found)
    numbers = read_numbers(sheet, first, columns, faults)
    check_counts(sheet, first, columns, numbers, faults)
    of_all_years = np.array([text_of(row[year]).casefold() == "total" for row in sheet.rows[first:]], dtype=bool)
    rows = np.flatnonzero(np.any(numbers.status != MISSING, axis=1) & ~of_all_years)
    lines, places = (rows + first + 1).astype(np.int32), np.array(columns, dtype=np.int32) + 1
    periods = periods_of(sheet, first, year, quarter, rows, faults)
    repeated(sheet, periods, lines, faults)
    cells = Cells(sheet.name, lines, periods, places, counted, numbers.value[rows])
    _check_columns(cells, sums)
    if not faults:  # with a period missing or twice, every sum of quarters would be a fault of its own
        _check_years(cells, sums)
    refuse_values(sheet.file, [*faults, *sums.faults])
    count, width = rows.size * len(columns), len(columns)
    dimensions: dict[str, Labels] = {}
    if series.second:
        for place, name in enumerate(("age", series.second)):
            values = merged([pair[place] for pair in counted], np.arange(width, dtype=np.int32))
            dimensions[name] = Labels(values.values, np.tile(values.codes, rows.size))
    period = labels_of(periods)
    return SourceTable(
        publication=series.publication,
        reader=READER,
        reader_version=VERSION,
        origin=series_origin(found, said, series),
        measure=constant(series.measure, count),
        area=constant(UNITED_KINGDOM, count),
        period=Labels(period.values, np.repeat(period.codes, width)),
        dimensions=dimensions,
        value=cells.value.ravel(),
        status=numbers.status[rows].ravel(),
        sheet=constant(sheet.name, count),
        row=np.repeat(lines, width),
        column=np.tile(places, rows.size),
        warnings=new_labels(sheet.name, dimensions),
        disagreements=tuple(sums.disagreements),
    )


def _columns(found: Found) -> tuple[int, int, list[int], list[tuple[str, str]]]:
    """Places of year and quarter, of the figures, and what each of these counts: (age, location or outcome)."""
    below = found.names
    above = found.sheet.header(found.header - 1) if found.header else [""] * len(below)
    two_lines = not any(" - " in name for name in below) and any(re.fullmatch(_AGE, name) for name in above)
    heads = [name or above[place] for place, name in enumerate(below)] if two_lines else below
    lower = [name.casefold() for name in heads]
    if missing := [name for name in ("Year", "Quarter") if name.casefold() not in lower]:
        where = f"{found.sheet.place}, row {found.header + 1}"
        raise missing_column(where, missing, [name for name in heads if name], "an NRM series by quarter")
    year, quarter = lower.index("year"), lower.index("quarter")
    columns = [place for place, name in enumerate(heads) if name and place not in (year, quarter)]
    pairs, age = [], ""
    for place in columns:
        if two_lines:
            age = above[place] or age
            pair = (age, all_of(heads[place]))
            # The total of all ages stands last, under "Total", under nothing, or with nothing below it.
            whole = age.casefold() == "total" or heads[place] == age or pair in pairs
            pairs.append((ALL, ALL) if whole else pair)
        else:
            group, _, name = heads[place].rpartition(" - ")
            pairs.append((all_of(group) if group else ALL, all_of(name)))
    return year, quarter, columns, pairs


def all_of(name: str) -> str:
    """A label as printed, "all" for a total."""
    return ALL if name.casefold() == "total" else name


def _check_columns(cells: Cells, sums: Sums) -> None:
    """Parts of an age sum to the age's total, the ages' totals to the whole."""
    for age in dict.fromkeys(pair[0] for pair in cells.counted):
        if age == ALL:
            parts = [place for place, pair in enumerate(cells.counted) if pair[0] != ALL and pair[1] == ALL]
        else:
            parts = [place for place, pair in enumerate(cells.counted) if pair[0] == age and pair[1] != ALL]
        if parts and (age, ALL) in cells.counted:
            total = cells.counted.index((age, ALL))
            sums.compare(
                cells.value[:, parts].sum(axis=1),
                cells.value[:, total],
                partial(cells.place, column=total),
                partial(cells.words, column=total),
                "ages" if age == ALL else "parts",
            )


def _check_years(cells: Cells, sums: Sums) -> None:
    """The quarters of a year sum to the year's row."""
    for year, quarters in year_parts(cells.periods).items():
        sums.compare(
            cells.value[quarters].sum(axis=0),
            cells.value[year],
            partial(cells.place, year),
            partial(cells.words, year),
            "quarters",
        )


def series_origin(found: Found, said: Said, series: Series) -> Origin:
    """What the table and the person adding it say of the series."""
    return Origin(
        title_of(found.sheet, found.header, series.title),
        "Home Office",
        edition=said.edition,
        published=said.day_published(),
        page=PAGE,
    )


# The publisher also prints each series for one of the competent authorities alone, with the same header.
_ONE_AUTHORITY = r"(?:Single|Immigration Enforcement) Competent Authority|\b(?:SCA|IECA)\b"
_YEAR_QUARTER = (("Year", "Year"), ("Quarter", "Quarter"))
LAYOUTS = (
    Layout(
        "nrm.reasonable_grounds",
        "NRM reasonable grounds decisions by quarter",
        (("Positive reasonable grounds", ".*Positive reasonable grounds"), ("Total", "(.* - )?Total")),
        read_reasonable,
        other_title=_ONE_AUTHORITY,
    ),
    Layout(
        "nrm.conclusive_grounds",
        "NRM conclusive grounds decisions by quarter",
        (("Positive conclusive grounds", ".*Positive conclusive grounds"), ("Total", "(.* - )?Total")),
        read_conclusive,
        other_title=_ONE_AUTHORITY,
    ),
    Layout(
        "nrm.referrals_two_lines",
        "the NRM series by quarter, age and location in two header lines",
        (("Overseas", "(.* - )?Overseas"), ("UK and Overseas", "(.* - )?UK and Overseas"), ("Total", "(.* - )?Total")),
        read_referrals,
        other_title=_ONE_AUTHORITY,
    ),
    Layout(
        "dtn.series",
        "Duty to Notify reports by quarter",
        (*_YEAR_QUARTER, ("Total", "Total")),
        read_dtn_series,
        only=True,
        title=r"DtN|Duty to Notify",
    ),
)

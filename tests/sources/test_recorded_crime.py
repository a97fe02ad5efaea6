"""Police recorded crime open data."""

from __future__ import annotations

import math

import pytest

from local_response.model.errors import SourceValueError
from local_response.sources.recognise import read


def test_financial_quarters_become_calendar_quarters(extracts, observed):
    [table] = read(extracts / "recorded_crime_2017_18.csv")
    assert table.period.values == ("2017-Q2", "2017-Q3", "2017-Q4", "2018-Q1")
    figures = observed(table)
    quarters = [figures["crime.recorded", "West Yorkshire", period, "106"] for period in table.period.values]
    assert sum(quarters) == 227  # the year 2017/18: ../shared/data/SOURCES.md
    assert figures["crime.recorded", "Action Fraud", "2017-Q2", "AF"] == 66776
    assert "London, City of" in table.area.values


def test_zero_is_zero_and_not_minus_zero(extracts):
    [table] = read(extracts / "recorded_crime_2017_18.csv")
    zeros = table.value[table.value == 0]
    assert zeros.size > 0
    assert all(math.copysign(1, zero) == 1 for zero in zeros)


def test_counts_below_zero_are_kept_with_a_warning(extracts, observed):
    [table] = read(extracts / "recorded_crime_2017_18.csv")
    assert observed(table)["crime.recorded", "Cambridgeshire", "2017-Q3", "26"] == -1
    assert any("counts below zero" in warning for warning in table.warnings)


def test_offences_that_share_a_code_are_counted_in_the_order_of_their_rows(extracts, observed):
    [table] = read(extracts / "recorded_crime_2017_18.csv")
    homicide = [key[3] for key in observed(table) if key[:3] == ("crime.recorded", "West Yorkshire", "2017-Q2")]
    assert [f"1/4.1/4.10/4.2 ({number})" for number in (1, 2, 3, 4)] == [code for code in homicide if "/" in code]
    assert table.notes["offence 106"] == "Modern slavery"


@pytest.mark.parametrize(("column", "wrong"), [(0, "2017/19"), (1, "5"), (1, "second")])
def test_a_quarter_that_cannot_be_is_named(column, wrong, extracts, cells_of, write_ods, tmp_path):
    rows = cells_of(extracts / "recorded_crime_2017_18.csv")
    rows[5][column] = wrong
    with pytest.raises(
        SourceValueError, match=r"2017_18, row 6, column B: quarter .* is no period\. Write the year like 2017/18"
    ):
        read(write_ods(tmp_path / "prc.ods", {"2017_18": rows}))


def test_the_same_offence_twice_in_a_quarter_is_refused(extracts, cells_of, write_ods, tmp_path):
    rows = cells_of(extracts / "recorded_crime_2017_18.csv")
    again = next(row for row in rows if row[6] == "106")
    with pytest.raises(SourceValueError, match="London, City of, 106 was already in row"):
        read(write_ods(tmp_path / "prc.ods", {"2017_18": [*rows, again]}))


@pytest.mark.published_data
def test_the_whole_file_holds_the_year_of_modern_slavery_offences(published_data, observed):
    [table] = read(published_data / "police-recorded-crime" / "prc-pfa-mar2013-onwards-tables-2017-18.csv")
    assert table.value.size == 23068
    by_force: dict[str, float] = {}
    for key, value in observed(table).items():
        if key[3] == "106":
            by_force[key[1]] = by_force.get(key[1], 0) + value
    assert (len(by_force), sum(by_force.values())) == (44, 3393)
    assert (by_force["Metropolitan Police"], by_force["West Midlands"]) == (647, 400)

"""The NRM series by quarter, Duty to Notify, and the table by county of exploitation."""

from __future__ import annotations

import pytest

from local_response.model.errors import SourceFormatError, SourceValueError
from local_response.sources.recognise import read

UK = "K02000001"


def test_total_rows_among_the_quarters_are_years(extracts, observed):
    [table] = read(extracts / "reasonable_grounds.csv")
    figures = observed(table)
    measure = "nrm.decisions.reasonable_grounds"
    assert figures[measure, UK, "2023", "all", "all"] == 15247
    assert figures[measure, UK, "2023-Q4", "Child (17 or under)", "Positive reasonable grounds"] == 1506
    assert len(table.period.values) == 10


def test_conclusive_grounds_are_another_measure(extracts, observed):
    [table] = read(extracts / "conclusive_grounds.csv")
    assert observed(table)["nrm.decisions.conclusive_grounds", UK, "2014", "all", "all"] == 1592


def test_locations_of_an_age_and_their_total_are_kept_apart(extracts, observed):
    [table] = read(extracts / "longitudinal.csv")
    figures = observed(table)
    assert figures["nrm.referrals", UK, "2023-Q4", "Child (17 or under)", "all"] == 1945
    assert figures["nrm.referrals", UK, "2023-Q4", "Age not specified or unknown", "Overseas"] == 116
    assert table.period.values == ("2023-Q3", "2023-Q4")


def test_reports_of_the_duty_to_notify_by_quarter_and_by_nationality(extracts, observed):
    [series], [nations] = read(extracts / "dtn_longitudinal.csv"), read(extracts / "dtn_nationality_2023_q3.csv")
    assert observed(series)["dtn.reports", UK, "2016"] == 762
    assert observed(series)["dtn.reports", UK, "2015-Q4"] == 65
    assert set(nations.dimensions["nationality"].values) == {"Eritrean", "UK"}
    assert nations.origin.period == "2023-Q3"


def test_quarters_below_their_year_are_listed_and_above_it_refused(extracts, tmp_path):
    path, text = tmp_path / "dtn.csv", (extracts / "dtn_longitudinal.csv").read_text(encoding="utf-8")
    path.write_text(text.replace("762", "770"), encoding="utf-8")
    [table] = read(path)
    assert table.disagreements == (
        "dtn.csv, row 4, column C: the quarters of 2016 sum to 762, the total says 770, 8 more.",
    )
    path.write_text(text.replace("762", "700"), encoding="utf-8")
    with pytest.raises(
        SourceValueError, match=r"quarters of 2016 sum to 762, the total says 700: the parts exceed it by 62"
    ):
        read(path)


def test_locations_above_their_total_are_refused(extracts, tmp_path):
    path, text = tmp_path / "series.csv", (extracts / "longitudinal.csv").read_text(encoding="utf-8")
    path.write_text(text.replace("Total,1945", "Total,1900"), encoding="utf-8")
    with pytest.raises(
        SourceValueError, match=r"locations of 2023-Q4, Child \(17 or under\) sum to 1,945, the total says 1,900"
    ):
        read(path)


def test_decisions_without_a_year_column_name_it(extracts, cells_of, tmp_path):
    path = tmp_path / "decisions.csv"
    rows = cells_of(extracts / "reasonable_grounds.csv")
    path.write_text("\n".join(",".join(row[1:]) for row in rows), encoding="utf-8")
    with pytest.raises(
        SourceFormatError, match=r"row 1: it looks like an NRM series by quarter, but has no column 'Year'"
    ):
        read(path)


def test_the_county_extract_is_secondary_and_without_a_total(extracts, observed):
    [table] = read(extracts / "county_2025_q3.csv")
    assert observed(table)["nrm.referrals.by_county_of_exploitation", "West Yorkshire", "2025-Q3"] == 108
    assert table.origin.secondary.endswith("Its sum is not a UK total.")
    assert table.dimensions == {}


def test_a_county_twice_is_refused(extracts, tmp_path):
    path = tmp_path / "county_2025_q3.csv"
    path.write_text((extracts / path.name).read_text(encoding="utf-8") + "Rutland,2\n", encoding="utf-8")
    with pytest.raises(SourceValueError, match=r"row 5: 'Rutland' was already in row 4"):
        read(path)


@pytest.mark.published_data
def test_the_whole_series_holds_the_years_that_bulletins_print(published_data, observed):
    [table] = read(published_data / "nrm" / "nrm_referrals_longitudinal.csv")
    years: dict[str, float] = {}
    for key, value in observed(table).items():
        if key[4] == "all":
            years[key[2][:4]] = years.get(key[2][:4], 0) + value
    # 2018 and 2022 as the end of year bulletins of March 2024 revise them, 2023 as first published there.
    assert (years["2018"], years["2022"], years["2023"]) == (6974, 16921, 17004)
    for name in ("nrm_reasonable_grounds", "nrm_conclusive_grounds", "nrm_duty_to_notify_longitudinal"):
        [decisions] = read(published_data / "nrm" / f"{name}.csv")
        assert decisions.disagreements == ()


@pytest.mark.published_data
def test_the_county_table_sums_to_what_its_record_says(published_data):
    [table] = read(published_data / "nrm" / "nrm_referrals_by_uk_county_2025_q3.csv")
    assert (table.value.size, table.value.sum()) == (74, 2575)

"""Mid-year population, lookups of local authorities, and the police workforce."""

from __future__ import annotations

import math

import pytest
from openpyxl import load_workbook

from local_response.model.errors import SourceFormatError, SourceValueError
from local_response.sources.recognise import read
from local_response.sources.table import MISSING, PUBLISHED


def test_population_is_read_from_under_a_correction_notice(extracts, observed):
    [table] = read(extracts / "population_mid_2023.xlsx")
    figures = observed(table)
    people = "population.residents"
    hartlepool = figures[people, "E06000001", "mid-2023", "all", "all"]
    ages = [
        value
        for key, value in figures.items()
        if key[1:5:3] == ("E06000001", "all") and key[2] == "mid-2023" and key[3] != "all"
    ]
    assert (len(ages), sum(ages)) == (91, hartlepool)
    sexes = [figures[people, "E06000001", "mid-2023", "all", sex] for sex in ("Females", "Males")]
    assert sum(sexes) == hartlepool
    assert "mid-2011" in table.period.values
    assert table.origin.published == "2024-07-15"


def test_authorities_and_regions_are_kept_and_counties_and_medians_are_not(extracts):
    [table] = read(extracts / "population_mid_2023.xlsx")
    assert set(table.area.values) == {"E06000001", "E06000060", "E12000001"}
    assert "MYE6" not in table.sheet.values
    assert table.notes["E06000060"] == "Buckinghamshire"


def _changed(extracts, tmp_path, sheet, row, column, value):
    book = load_workbook(extracts / "population_mid_2023.xlsx")
    book[sheet].cell(row, column).value = value
    path = tmp_path / "population.xlsx"
    book.save(path)
    return path


def test_ages_above_the_total_of_an_authority_are_refused(extracts, tmp_path):
    path = _changed(extracts, tmp_path, "MYE2 - Persons", 10, 4, 10)
    with pytest.raises(
        SourceValueError, match=r"MYE2 - Persons, row 10, column D: the ages of Hartlepool sum to .*says 10"
    ):
        read(path)


def test_sexes_that_do_not_sum_to_persons_are_listed(extracts, tmp_path):
    path = _changed(extracts, tmp_path, "MYE2 - Males", 10, 5, 0)
    [table] = read(path)
    assert any(
        sentence.startswith("MYE2 - Persons, row 10, column E: the sexes of Hartlepool, age 0")
        for sentence in table.disagreements
    )


def test_a_population_sheet_without_its_title_asks_for_it(extracts, tmp_path):
    path = _changed(extracts, tmp_path, "MYE2 - Persons", 1, 1, "Persons")
    with pytest.raises(SourceFormatError, match="the title does not say of which mid-year"):
        read(path)


def test_an_authority_with_several_partnerships_is_one_row(extracts, observed):
    [table] = read(extracts / "lookup_2023.csv")
    assert observed(table)["geography.local_authority", "E06000060", "2023", "E23000029"] == 1
    assert table.value.size == 4
    assert table.notes["E06000001"] == "Hartlepool"


def test_lookups_of_another_year_name_their_columns_by_it(extracts):
    [table] = read(extracts / "lookup_2016.csv")
    assert table.period.values == ("2016",)


def test_headcount_and_full_time_equivalent_are_two_measures(extracts, observed):
    [table] = read(extracts / "workforce_2023.ods")
    figures = observed(table)
    key = ("E23000010", "2023-03-31", "Female", "Constable", "Police Officer")
    assert figures["workforce.officers", *key] == round(figures["workforce.officers", *key])
    assert 0 < figures["workforce.officers_fte", *key] <= figures["workforce.officers", *key]


def test_an_fte_that_is_not_given_is_missing_and_not_zero(extracts, observed):
    [table] = read(extracts / "workforce_2023.ods")
    figures = observed(table)
    key = ("E23000010", "2023-03-31", "Male", "Special Constable", "Special constable")
    assert figures["workforce.officers", *key] > 0
    assert math.isnan(figures["workforce.officers_fte", *key])
    assert set(table.status.tolist()) == {PUBLISHED, MISSING}


def test_a_force_without_a_code_goes_by_its_name(extracts):
    [table] = read(extracts / "workforce_2023.ods")
    assert set(table.area.values) == {"E23000010", "British Transport Police"}


@pytest.mark.published_data
def test_forces_sum_to_the_published_population_of_england_and_wales(published_data, observed):
    [people] = read(published_data / "population" / "LAD23_Mid_Year_pop_2011_to_2023.xlsx")
    [lookup] = read(published_data / "geography" / "lad23_csp23_pfa23_lookup.csv")
    assert people.disagreements == ()
    force_of = {key[1]: key[3] for key in observed(lookup)}
    residents = {key[1]: value for key, value in observed(people).items() if key[2:] == ("mid-2023", "all", "all")}
    forces: dict[str, float] = {}
    for authority, force in force_of.items():
        forces[force] = forces.get(force, 0) + residents[authority]
    assert (len(forces), sum(forces.values())) == (43, 60_854_727)
    bigger = residents.keys() - force_of.keys()
    assert len(bigger) == 12, "England and Wales, England, Wales and nine regions stand in cells of their own"
    assert residents["K04000001"] == 60_854_727


@pytest.mark.published_data
def test_the_whole_workforce_table_is_read(published_data):
    [table] = read(published_data / "workforce" / "open-data-table-police-workforce-260723.ods")
    assert table.value.size == 2 * 29_304
    assert int((table.status == MISSING).sum()) == 2_816

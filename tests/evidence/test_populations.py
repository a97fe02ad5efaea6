"""Populations: published by local authority, asked for by police force area.

The five districts of West Yorkshire at mid-2023, from the ONS workbook (MYE2 - Persons): all ages and two ages.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from local_response.evidence.store import Store
from local_response.sources.table import SourceTable

RESIDENTS, LOCAL_AUTHORITY = "population.residents", "geography.local_authority"
WEST_YORKSHIRE = "E23000010"
Make = Callable[..., SourceTable]
StoreOf = Callable[..., Store]

DISTRICTS = {  # all ages, aged 17, aged 18, from rows 77 to 81 of the sheet
    "E08000032": (560194, 8028, 7964),
    "E08000033": (208735, 2623, 2561),
    "E08000034": (442033, 5652, 5532),
    "E08000035": (829413, 9199, 10266),
    "E08000036": (361786, 4101, 3899),
}


def residents(source_table: Make, districts: dict[str, tuple[int, ...]], period: str = "mid-2023") -> SourceTable:
    rows = [
        (code, period, age, value)
        for code, values in districts.items()
        for age, value in zip(("all", "17", "18"), values, strict=True)
    ]
    return source_table(rows, ["age"], measure=RESIDENTS, publication="population.mid_year", reader="population")


def lookup(source_table: Make, codes: list[str], year: str) -> SourceTable:
    rows = [(code, year, WEST_YORKSHIRE, 1) for code in codes]
    return source_table(rows, ["within"], measure=LOCAL_AUTHORITY, publication="geography.lookup", reader="area_lookup")


@pytest.fixture
def store(store_of: StoreOf, source_table: Make) -> Store:
    return store_of(residents(source_table, DISTRICTS), lookup(source_table, list(DISTRICTS), "2023"))


def test_a_force_area_has_the_residents_of_its_local_authorities(store: Store) -> None:
    figure = store.figure(RESIDENTS, WEST_YORKSHIRE, "mid-2023")
    assert (figure.value, figure.method, len(figure.citations)) == (2402161, "sum", 5)
    assert store.figure(RESIDENTS, "E08000035", "mid-2023").value == 829413
    assert store.periods(RESIDENTS, WEST_YORKSHIRE) == ["mid-2023"]


def test_residents_by_age_are_in_the_order_of_age_and_children_and_adults_are_sums(store: Store) -> None:
    by_age = store.figures(RESIDENTS, areas=[WEST_YORKSHIRE], by=["age"])
    assert [(figure.breakdown["age"], figure.value) for figure in by_age] == [("17", 29603), ("18", 30222)]
    assert store.figure(RESIDENTS, WEST_YORKSHIRE, "mid-2023", age="child").value == 29603
    assert store.figure(RESIDENTS, WEST_YORKSHIRE, "mid-2023", age="adult").value == 30222


def test_a_district_without_figures_leaves_the_force_area_unknown(store_of: StoreOf, source_table: Make) -> None:
    four = {code: values for code, values in DISTRICTS.items() if code != "E08000036"}
    store = store_of(residents(source_table, four), lookup(source_table, list(DISTRICTS), "2023"))
    figure = store.figure(RESIDENTS, WEST_YORKSHIRE, "mid-2023")
    assert (figure.value, figure.status) == (None, "missing")
    assert "a part of the area" in figure.reason


def test_the_lookup_whose_codes_the_figures_use_is_taken_over_the_nearest(
    store_of: StoreOf, source_table: Make
) -> None:
    # Mid-2016 figures on the boundaries of 2023; a lookup of 2016 with a code that was since replaced.
    codes = list(DISTRICTS)
    store = store_of(
        residents(source_table, DISTRICTS, "mid-2016"),
        lookup(source_table, [*codes[:-1], "E07009999"], "2016"),
        lookup(source_table, codes, "2023"),
    )
    assert store.figure(RESIDENTS, WEST_YORKSHIRE, "mid-2016").value == 2402161


def test_a_bigger_area_that_is_published_is_read_from_its_own_cell(store_of: StoreOf, source_table: Make) -> None:
    published = {"K04000001": (60854727, 705108, 707670)}
    store = store_of(residents(source_table, DISTRICTS | published), lookup(source_table, list(DISTRICTS), "2023"))
    figure = store.figure(RESIDENTS, "K04000001", "mid-2023")
    assert (figure.value, figure.method, len(figure.citations)) == (60854727, "published", 1)


def test_without_a_lookup_a_force_area_has_no_residents_to_show(store_of: StoreOf, source_table: Make) -> None:
    figure = store_of(residents(source_table, DISTRICTS)).figure(RESIDENTS, WEST_YORKSHIRE, "mid-2023")
    assert figure.status == "missing"


@pytest.mark.parametrize("name", ["Leeds", "leeds ", "E08000035"])
def test_a_local_authority_is_found_by_name_or_code(store_of: StoreOf, source_table: Make, name: str) -> None:
    from dataclasses import replace

    table = replace(lookup(source_table, list(DISTRICTS), "2023"), notes={"E08000035": "Leeds"})
    store = store_of(table)
    assert store.force_area_of_local_authority(name) == WEST_YORKSHIRE
    assert store.force_area_of_local_authority("Atlantis") == ""

"""Areas resolve by every name in use, and the reviewed tables hold together."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest

from local_response.definitions import areas
from local_response.model.areas import ENGLAND_AND_WALES
from local_response.model.errors import UnknownAreaError


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("West Yorkshire", "E23000010"),
        ("west yorkshire police", "E23000010"),
        ("E23000010", "E23000010"),
        ("London, City of", "E23000034"),
        ("Devon & Cornwall", "E23000035"),
        ("Devon and Cornwall Police", "E23000035"),
        ("Dyfed Powys", "W15000004"),
        ("Met", "E23000001"),
        ("West Midlands", "E23000014"),  # the force area, not the region of the same name
        ("Tarian ROCU", "LR-TARIAN"),
    ],
)
def test_a_name_in_use_finds_its_area(name: str, code: str) -> None:
    assert areas.resolve(name).code == code


def test_an_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(UnknownAreaError, match=r"'West Yorksire' is not a known area. Nearest: West Yorkshire"):
        areas.resolve("West Yorksire")


def test_the_43_force_areas_are_whole_in_every_table() -> None:
    codes = {area.code for area in areas.force_areas()}
    assert len(codes) == 43
    assert set(areas.members(ENGLAND_AND_WALES)) == codes
    assert set(areas.tiles()) == codes
    assert len({(tile.row, tile.column) for tile in areas.tiles().values()}) == 43
    for code in codes:
        assert areas.governance(code, date(2026, 11, 24)) is not None
        assert [area.name for area in areas.parents(code)][-2:] == ["England and Wales", "United Kingdom"]
        for neighbour in areas.neighbours(code):
            assert code in {back.code for back in areas.neighbours(neighbour.code)}


def test_regions_and_nations_divide_the_country() -> None:
    regions = [f"E1200000{number}" for number in range(1, 10)]
    counted = [code for region in [*regions, "W92000004"] for code in areas.members(region)]
    assert sorted(counted) == sorted(areas.members(ENGLAND_AND_WALES))
    assert areas.members("K02000001") == ()


def test_governance_is_as_of_a_day() -> None:
    assert areas.governance("E23000010", date(2021, 5, 9)) is None
    found = areas.governance("E23000010", date(2021, 5, 10))
    assert found is not None
    assert (found.title, found.holder) == ("Mayor of West Yorkshire", "mayor")


def test_the_city_of_london_has_no_resident_rate() -> None:
    assert [area.name for area in areas.force_areas() if not area.resident_rates] == ["City of London"]


def test_a_split_county_says_why_and_an_exact_one_has_one_area() -> None:
    for county in areas.counties():
        assert (county.relation in ("split", "outside")) == bool(county.reason), county
        assert (county.relation == "outside") == (not county.force_areas), county
        if county.relation in ("exact", "joined"):
            assert len(county.force_areas) == 1, county
    exact = [county.force_areas[0] for county in areas.counties() if county.relation == "exact"]
    assert len(exact) == len(set(exact))


@pytest.mark.published_data
def test_every_printed_force_name_is_known(published_data: Path) -> None:
    with (published_data / "geography" / "forces.csv").open(encoding="utf-8-sig") as file:
        for row in csv.DictReader(file):
            for column in ("ons_name", "nrm_name", "prc_name", "workforce_name"):
                if row[column] and row["ons_code"].startswith(("E", "W")):
                    assert areas.resolve(row[column]).code == row["ons_code"], row[column]


@pytest.mark.published_data
def test_every_county_of_the_published_table_is_reviewed(published_data: Path) -> None:
    with (published_data / "nrm" / "nrm_referrals_by_uk_county_2025_q3.csv").open(encoding="utf-8-sig") as file:
        published = {row["UK County"] for row in csv.DictReader(file)}
    assert {county.name for county in areas.counties()} == published

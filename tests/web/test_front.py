"""Choosing an area: by any name in use, and what is said where none is meant."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    "asked",
    ["west-yorkshire", "West Yorkshire", "west yorkshire police", "E23000010", "Leeds", "Wakefield"],
)
def test_an_area_is_found_by_any_of_its_names(client, asked):
    answer = client.get("/areas/", {"area": asked})
    assert (answer.status_code, answer["Location"]) == (302, "/areas/west-yorkshire/")


def test_what_was_typed_counts_where_nothing_was_chosen(client):
    answer = client.get("/areas/", {"area": "", "typed": "Bristol, City of"})
    assert answer["Location"] == "/areas/avon-and-somerset/"


def test_an_unknown_name_is_answered_with_the_nearest_ones(client):
    text = client.get("/areas/", {"typed": "Lancashir"}).content.decode()
    assert "Nearest: Lancashire" in text
    assert 'href="#area"' in text  # the summary leads to the field


def test_a_name_without_a_local_picture_says_so(client):
    text = client.get("/areas/", {"area": "Police Scotland"}).content.decode()
    assert "not a police force area of England or Wales" in text


def test_a_name_cannot_bring_markup_into_the_page(client):
    text = client.get("/areas/", {"typed": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in text


def test_every_area_is_reached_by_a_link_and_by_the_map(client):
    text = client.get("/").content.decode()
    assert text.count('href="/areas/metropolitan-police/"') == 2
    assert len({part.split('"')[0] for part in text.split('href="/areas/')[1:]}) == 43

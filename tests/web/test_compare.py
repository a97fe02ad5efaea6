"""Comparing all areas: one state in the address, no order of merit, and a trail and a file for the figures shown."""

from __future__ import annotations

import csv
import html
import json
import re
from io import StringIO

import pytest

from local_response.definitions.areas import force_areas
from tests.web.pages import faults

SIMILAR = "/compare/?measure=crime&area=west-yorkshire&order=similar"


def names(answer):
    """Names of areas down the table."""
    text = answer.content.decode()
    return [html.unescape(name) for name in re.findall(r'<th scope="row">([^<]+)</th>', text)]


def figure_links(answer):
    return sorted({html.unescape(link) for link in re.findall(r'href="(/compare/figures/[^"]+)"', str(answer.content))})


def test_areas_stand_in_alphabetical_order_unless_likeness_is_asked_for(client):
    everywhere, *rest = names(client.get("/compare/"))
    assert everywhere == "England and Wales"
    assert rest == sorted(area.name for area in force_areas())
    near = names(client.get(SIMILAR))
    assert near[:3] == ["England and Wales", "West Yorkshire", "Merseyside"]
    assert near[-1] == "City of London"
    assert sorted(near[1:]) == rest


def test_a_reader_gets_from_one_order_to_the_other_by_links_that_keep_the_rest(client):
    page = client.get("/compare/?measure=crime&area=west-yorkshire").content.decode()
    link = html.unescape(re.search(r'href="([^"]+)#order">Most similar', page)[1])
    assert link == SIMILAR
    back = html.unescape(re.search(r'href="([^"]+)#order">Alphabetical', client.get(link).content.decode())[1])
    assert back == "/compare/?measure=crime&area=west-yorkshire"


def test_the_marked_area_is_judged_as_its_local_picture_judges_it(client):
    compared, picture = (
        client.get(page).content.decode().split('id="standing"')[1].split("</div>")[0]
        for page in ("/compare/?area=kent", "/areas/kent/compared/")
    )
    assert re.sub(r'href="[^"]*" ?|data-[a-z]+="[^"]*" ?', "", compared) == re.sub(
        r'href="[^"]*" ?|data-[a-z]+="[^"]*" ?', "", picture
    )


def test_an_area_without_a_rate_says_why_and_is_never_ordered_by_likeness(client):
    page = client.get("/compare/?area=city-of-london&order=similar").content.decode()
    assert "more work there, so a rate per resident means nothing" in page
    assert "By similarity is not offered for City of London" in page
    link = html.unescape(re.search(r'href="([^"]+)">not calculable</a>', page)[1])
    trail = client.get(link)
    assert trail.status_code == 200
    assert "a rate per resident means nothing" in trail.content.decode()


@pytest.mark.parametrize(("page", "least"), [("/compare/", 44 * 3), (SIMILAR, 44 * 3 + 41)])
def test_every_figure_that_is_shown_has_a_trail(client, page, least):
    links = figure_links(client.get(page))
    assert len(links) > least  # count, residents and rate of each row, distances, and figures in sentences
    for number, link in enumerate(links):
        answer = client.get(link)
        assert answer.status_code == 200
        assert answer.content.count(b"govuk-breadcrumbs__link") == 1
        if number % 40 == 0:
            assert faults(answer.content.decode()) == []


def test_a_trail_leads_to_cells_that_add_up_and_back_to_the_same_state(client):
    page = client.get(SIMILAR).content.decode()
    link = html.unescape(re.search(r'href="([^"]+)">227</a>', page)[1])
    trail = client.get(link).content.decode()
    total = 0
    for cell in re.findall(r'href="(/evidence/[^"?]+/\?[^"]+)"', trail):
        inset = client.get(html.unescape(cell)).content.decode().split('id="cell"')[1]
        total += int(re.search(r"<strong>([\d,]+)</strong>", inset)[1].replace(",", ""))
    assert total == 227
    assert SIMILAR.replace("&", "&amp;") in trail


def test_files_hold_the_figures_that_the_page_shows(client):
    page = client.get(SIMILAR).content.decode()
    files = [html.unescape(link) for link in re.findall(r'href="(/compare/files/[^"]+)"', page)]
    answers = {answer["Content-Disposition"].split(".", 1)[1]: answer for answer in map(client.get, files)}
    rows = list(csv.DictReader(StringIO(answers['csv"'].content.decode())))
    held = {(row["area_name"], row["unit"], row["text"]) for row in rows}
    for row in re.findall(r"<tr>(.*?)</tr>", page, re.DOTALL)[1:]:
        area = html.unescape(re.search(r'<th scope="row">([^<]+)<', row)[1])
        cells = [re.sub(r"<[^>]+>", "", cell).strip() for cell in re.findall(r"<td[^>]*>(.*?)</td>", row, re.DOTALL)]
        rate, _, count, residents = cells[:4]
        assert {(area, "offences", count), (area, "residents", residents)} <= held
        assert (area, "per 100,000 residents", rate) in held
    found = json.loads(answers['json"'].content)["figures"]
    assert [row["text"] for row in rows] == [figure["text"] for figure in found.values()]
    assert json.loads(answers['csv-metadata.json"'].content)["url"] == "police-force-areas-crime.csv"


def test_no_other_file_is_handed_out(client):
    for name in ("police-force-areas-crime.csv", "police-force-areas-referrals.pdf", "..%2fsecret_key"):
        assert client.get(f"/compare/files/{name}").status_code == 404


def test_what_cannot_be_compared_is_named_and_the_rest_is_shown(client):
    answer = client.get("/compare/?area=<b>Wst Yorkshire</b>&measure=nothing")
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "<b>Wst" not in page
    assert 'href="#area"' in page
    assert 'href="#measure"' in page
    assert len(names(answer)) == 44


def test_any_name_of_an_area_marks_it(client):
    assert "West Yorkshire Police made" in " ".join(client.get("/compare/?area=Leeds").content.decode().split())


def test_a_comparison_that_has_not_changed_is_not_sent_again(client):
    first = client.get("/compare/?area=kent")
    assert client.get("/compare/?area=kent", headers={"if-none-match": first["ETag"]}).status_code == 304
    assert client.get("/compare/?area=essex", headers={"if-none-match": first["ETag"]}).status_code == 200

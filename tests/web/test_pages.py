"""Every page: valid, labelled, found by its links, and on the list of addresses that are kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.urls import get_resolver

from tests.web.pages import PAGES, STATUS, faults, links

URLS = Path(__file__).parent / "urls.txt"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_valid_and_labelled(client, name):
    answer = client.get(PAGES[name])
    assert answer.status_code == STATUS.get(name, 200)
    assert faults(answer.content.decode()) == []


def test_titles_are_unique(client):
    titles = {}
    for name, page in PAGES.items():
        if name in STATUS:
            continue
        text = client.get(page).content.decode()
        title = text[text.index("<title>") : text.index("</title>")]
        assert title not in titles, f"{name} has the title of {titles[title]}"
        titles[title] = name


def test_no_link_within_the_app_is_dead(client):
    waiting, seen = [*PAGES.values()], set()
    while waiting:
        page = waiting.pop()
        if page in seen:
            continue
        seen.add(page)
        answer = client.get(page)
        assert answer.status_code == 200 or page in PAGES.values(), f"{page} answers {answer.status_code}"
        if answer["Content-Type"].startswith("text/html") and not answer.has_header("Content-Disposition"):
            waiting += [found for found in links(answer.content.decode()) if _worth_following(found)]
    assert len(seen) > 120


def _worth_following(page: str) -> bool:
    """Of 43 areas alike two are walked; figures and files are tested elsewhere."""
    if page.startswith("/assets/") or "/files/" in page or "/pack/file/" in page or "/compare/figures/" in page:
        return False
    if page.startswith("/areas/"):
        return page.startswith(("/areas/west-yorkshire/", "/areas/city-of-london/")) and "/figures/" not in page
    return True


def test_every_figure_that_an_area_shows_has_a_page(client):
    pages = [page for page in PAGES.values() if page.startswith("/areas/west-yorkshire/")]
    shown = {link for page in pages for link in links(client.get(page).content.decode()) if "/figures/" in link}
    assert len(shown) > 200
    for number, link in enumerate(sorted(shown)):
        answer = client.get(link)
        assert answer.status_code == 200
        if number % 25 == 0:
            assert faults(answer.content.decode()) == []


def test_the_addresses_are_those_of_the_list():
    # An address that goes needs a redirect, so that kept links still lead somewhere; then change the list.
    routes = {str(pattern.pattern) for pattern in get_resolver("local_response.web.urls").url_patterns}
    assert sorted(route for route in routes if route) == URLS.read_text().split()

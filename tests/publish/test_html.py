"""The page: valid, navigable, every number traced, nothing that a user wrote taken for markup."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise
from xml.etree import ElementTree

import html5lib
import pytest

from local_response.model.profiles import Paragraph, Section
from local_response.model.releases import LICENCE_LINE
from local_response.model.sentences import Fact, plain
from local_response.publish.composition import compose
from local_response.publish.html import html

XHTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def page(document):
    return html(document)


@pytest.fixture(scope="module")
def tree(page):
    return html5lib.HTMLParser(strict=True).parse(page)


def ids(tree):
    return [element.get("id") for element in tree.iter() if element.get("id")]


def tag(element):
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def visible_text_outside_traces(element, inside_main=True):
    """Every piece of text that a reader sees outside figures, facts, axis labels and the sources section."""
    if not isinstance(element.tag, str) or tag(element) in ("style", "script", "head", "title", "desc"):
        return
    if any(element.get(name) for name in ("data-figure", "data-fact", "data-scale")):
        return
    if tag(element) == "section" and element.get("class") == "sources":
        return
    yield element.text or ""
    for child in element:
        yield from visible_text_outside_traces(child)
        yield child.tail or ""


def test_the_page_is_valid_html(page):
    assert page.startswith('<!doctype html>\n<html lang="en-GB">')
    html5lib.HTMLParser(strict=True).parse(page)


def test_ids_are_unique(tree):
    found = ids(tree)
    assert len(found) == len(set(found))


def test_every_link_within_the_page_leads_somewhere(tree):
    known = set(ids(tree))
    links = [element.get("href") for element in tree.iter(f"{XHTML}a")]
    inside = {link[1:] for link in links if link.startswith("#")}
    assert inside <= known
    assert len(inside) > 100


def test_headings_start_with_one_h1_and_skip_no_level(tree):
    levels = [int(tag(element)[1]) for element in tree.iter() if re.fullmatch(r"h[1-6]", tag(element))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))


def test_every_table_has_a_caption_and_scoped_headers(tree):
    tables = list(tree.iter(f"{XHTML}table"))
    assert len(tables) == 6
    for table in tables:
        assert table.find(f"{XHTML}caption") is not None
        assert all(head.get("scope") in ("col", "row") for head in table.iter(f"{XHTML}th"))


def test_every_drawing_has_a_name_and_a_description(tree):
    drawings = list(tree.iter(f"{SVG}svg"))
    assert len(drawings) == 10  # five charts, each for a wide page and a phone
    known = {element.get("id"): element for element in tree.iter() if element.get("id")}
    for drawing in drawings:
        title, description = drawing.get("aria-labelledby").split()
        assert drawing.get("role") == "img"
        assert tag(known[title]) == "title"
        assert tag(known[description]) == "desc"
        assert known[title].text
        assert known[description].text


def test_every_number_outside_the_sources_is_a_figure_a_fact_or_a_place_on_an_axis(tree):
    loose = [text for text in visible_text_outside_traces(tree) if re.search(r"\d", text)]
    assert loose == []


def test_a_printed_figure_says_what_its_source_line_says(tree, document):
    printed = [element for element in tree.iter() if element.get("data-figure")]
    assert len(printed) > 100
    for element in printed:
        figure = document.figures[element.get("data-figure")]
        said = "".join(element.itertext())
        limits = [figure.format(limit) for limit in (figure.lower, figure.upper) if limit is not None]
        shorthand = {"suppressed": "[c]", "missing": "[x]", "not_calculable": "[n]"}.get(figure.status)
        assert said in (figure.text, shorthand, *limits)


def test_the_page_needs_nothing_from_elsewhere(tree, page):
    assert "<script" not in page
    assert not [element for element in tree.iter() if tag(element) in ("script", "link", "img", "iframe")]
    assert not re.search(r"url\((?!\"data:)", page)


def test_the_licence_and_the_attribution_stand_on_the_page(page):
    assert LICENCE_LINE in page
    assert "Contains OS data © Crown copyright and database right" in page


def test_no_sign_of_the_government_design_system(page):
    assert not re.search(r"gds transport|govuk|crown\.svg|crest", page, re.IGNORECASE)


def test_what_a_publisher_or_user_wrote_is_never_markup(make):
    wicked = '<script>alert()</script> & "quotes"'
    block = Paragraph((*plain(wicked), Fact("<b>7</b>", '" onmouseover="x')))
    profile = replace(
        make.profile(),
        title=wicked,
        summary=Section("brief", wicked, (block,)),
        sections=(),
    )
    page = html(compose(profile))
    tree = html5lib.HTMLParser(strict=True).parse(page)
    assert not list(tree.iter(f"{XHTML}script"))
    assert not [element for element in tree.iter() if element.get("onmouseover")]
    assert wicked in "".join(tree.itertext())


def test_equal_profiles_give_equal_pages(make):
    assert html(compose(make.profile())) == html(compose(make.profile()))


def test_drawings_are_well_formed_by_themselves(document):
    from local_response.publish.html import drawings

    for drawing in drawings(document).values():
        for svg in (drawing.wide, drawing.narrow):
            ElementTree.fromstring(svg)

"""The PDF: tagged, one page of brief, every figure a link, equal bytes for equal input."""

from __future__ import annotations

import io
from dataclasses import replace

import pypdf
import pytest

from local_response.model.profiles import Bullets, Section
from local_response.model.releases import LICENCE_LINE
from local_response.model.sentences import plain
from local_response.publish.composition import compose
from local_response.publish.pdf import pdf


@pytest.fixture(scope="module")
def made(document):
    return pdf(document)


@pytest.fixture(scope="module")
def reader(made):
    return pypdf.PdfReader(io.BytesIO(made))


def structure(node):
    """Every element of the structure tree."""
    node = node.get_object()
    if isinstance(node, list):
        for part in node:
            yield from structure(part)
    elif isinstance(node, dict):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from structure(node["/K"])


def test_the_pdf_is_tagged_titled_and_in_english(reader):
    root = reader.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "en-GB"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == "Modern slavery in West Yorkshire"
    assert b"pdfuaid:part" in root["/Metadata"].get_object().get_data()


def test_headings_tables_and_drawings_have_their_tags_and_drawings_their_words(reader):
    elements = list(structure(reader.trailer["/Root"]["/StructTreeRoot"]))
    tags = [element["/S"] for element in elements]
    assert {"/H1", "/H2", "/H3", "/H4", "/Table", "/TH", "/TD", "/Figure", "/Link", "/L"} <= set(tags)
    assert tags.count("/H1") == 1
    words = [str(element.get("/Alt", "")) for element in elements if element["/S"] == "/Figure"]
    assert [word for word in words if word.startswith("Share of referrals by type of exploitation.")]
    assert all(words)


def test_page_one_holds_the_brief_and_nothing_else(reader):
    first, second = reader.pages[0].extract_text(), reader.pages[1].extract_text()
    assert "What to ask" in first
    assert "Contents" not in first
    assert "Contents" in second


def test_a_long_brief_is_set_smaller_to_stay_on_one_page(make):
    items = tuple(
        plain("A sentence about as long as those of a brief, which takes up most of a line of the page")
        for _ in range(36)
    )
    summary = Section("brief", "In brief", (Bullets(items, plain("What is known")),))
    made = pdf(compose(replace(make.profile(), summary=summary)))
    assert "Contents" in pypdf.PdfReader(io.BytesIO(made)).pages[1].extract_text()


def test_every_page_says_licence_date_and_number(reader):
    for number, page in enumerate(reader.pages, 1):
        words = " ".join(page.extract_text().split())
        assert LICENCE_LINE in words
        assert f"15 January 2024 Page {number} of {len(reader.pages)}" in words


def test_a_figure_leads_to_its_source_line(reader, document):
    links = [
        note.get_object() for note in reader.pages[0].get("/Annots", []) if note.get_object().get("/Subtype") == "/Link"
    ]
    assert len(links) == 5  # 120 twice, the rate and its two limits
    last = " ".join(reader.pages[-1].extract_text().split())
    assert "5.1 West Yorkshire, July to September 2023 – 95% interval 4.2 to 6.1".replace(",", ";") in last


def test_fonts_are_in_the_file(reader):
    fonts = {font.get_object()["/BaseFont"] for page in reader.pages for font in page["/Resources"]["/Font"].values()}
    assert fonts
    assert all("SourceSans" in font for font in fonts)


def test_equal_profiles_give_equal_bytes(make, made):
    assert pdf(compose(make.profile())) == made

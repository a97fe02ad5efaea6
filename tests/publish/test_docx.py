from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document as read_word
from docx.oxml.ns import qn

from local_response.publish.document import ChartBlock, Document, Table, written
from local_response.publish.docx import docx
from local_response.publish.docx_parts import bookmark_name


@pytest.fixture(scope="module")
def made(document: Document) -> bytes:
    return docx(document)


@pytest.fixture(scope="module")
def word(made: bytes):
    return read_word(BytesIO(made))


def blocks(document: Document, kind: type) -> list:
    sections = (document.brief, *document.sections)
    return [block for section in sections for block in section.blocks if isinstance(block, kind)]


def test_headings_follow_the_sections(word, document):
    titles = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert titles == [document.brief.title, *(section.title for section in document.sections), "Sources"]
    assert word.core_properties.title == document.title
    assert word.core_properties.language == "en-GB"


def test_every_chart_is_a_picture_with_the_words_that_stand_for_it(word, document):
    charts = blocks(document, ChartBlock)
    described = [shape._inline.docPr.get("descr") for shape in word.inline_shapes]
    assert described == [f"{written(chart.title)}. {written(chart.description)}" for chart in charts]
    assert all(shape.width.cm <= 17 for shape in word.inline_shapes)


def test_every_table_repeats_its_head(word, document):
    assert len(word.tables) == len(blocks(document, ChartBlock)) + len(blocks(document, Table))
    for table in word.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in table.rows[1:])


def test_every_figure_leads_to_its_source_line(word, document):
    body = word.element.body
    anchors = {link.get(qn("w:anchor")) for link in body.iter(qn("w:hyperlink"))} - {None}
    marks = [mark.get(qn("w:name")) for mark in body.iter(qn("w:bookmarkStart"))]
    assert anchors
    assert anchors <= set(marks)
    assert {bookmark_name(id) for id in document.figures} <= set(marks)
    assert len(marks) == len(set(marks))


def test_a_suppressed_figure_and_a_zero_stay_what_they_are(word):
    cells = [cell.text for table in word.tables for row in table.rows for cell in row.cells]
    assert "0" in cells
    assert any("suppressed" in cell for cell in cells)


def test_the_strength_of_a_finding_is_said_in_words(word):
    assert any(p.text.startswith("Strong: The force made 120 referrals") for p in word.paragraphs)


def test_equal_documents_make_equal_files(made, document):
    assert docx(document) == made

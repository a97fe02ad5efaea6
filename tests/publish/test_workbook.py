"""The workbook: a cover with the licence, a sheet a section, and nothing that a spreadsheet would run."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from local_response.model.profiles import Paragraph, Section
from local_response.model.releases import LICENCE_LINE
from local_response.model.sentences import say
from local_response.publish.composition import compose
from local_response.publish.workbook import xlsx


@pytest.fixture(scope="module")
def book(document):
    return openpyxl.load_workbook(io.BytesIO(xlsx(document)))


def words(sheet):
    return [cell for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


def test_the_cover_has_title_and_licence(book):
    cover = words(book["Cover"])
    assert cover[0] == "Figures of: Modern slavery in West Yorkshire"
    assert LICENCE_LINE in cover


def test_every_figure_stands_on_a_sheet(book, document):
    found = {cell for sheet in book for cell in words(sheet)}
    assert set(document.figures) <= found


def test_values_are_numbers_and_gaps_are_shorthand_with_its_meaning(book):
    sheet = words(book["Table_2"])
    assert 120 in sheet
    assert "[c]" in sheet
    assert any(str(word).startswith("[c] suppressed by the publisher") for word in sheet)


def test_methods_and_releases_have_sheets(book):
    titles = [book[name]["A1"].value for name in book.sheetnames]
    assert "Methods that the figures were made by" in titles
    assert "Releases that the figures were read from" in titles


def test_nothing_is_written_as_a_formula(make):
    figure = make.published(1, 1, unit='=HYPERLINK("http://x","y")')
    section = Section("brief", "In brief", (Paragraph(say("{figure}", figure=figure)),))
    made = xlsx(compose(replace(make.profile(), summary=section, sections=())))
    cells = [cell for sheet in openpyxl.load_workbook(io.BytesIO(made)) for row in sheet for cell in row]
    risky = [cell for cell in cells if str(cell.value).startswith("=")]
    assert risky
    assert all(cell.data_type == "s" for cell in risky)


def test_equal_profiles_give_equal_workbooks(make, document):
    assert xlsx(compose(make.profile())) == xlsx(document)

from __future__ import annotations

from datetime import date
from io import BytesIO
from itertools import pairwise

import pypdf
import pytest
from docx import Document as read_word
from docx.oxml.ns import qn

from local_response.library.load import library
from local_response.library.pack import Pack, Selection, compose
from local_response.model.errors import DocumentError
from local_response.publish.library_pack import pack_docx, pack_pdf, write_pack


@pytest.fixture(scope="module")
def pack() -> Pack:
    ids = ("county-lines-and-children", "recorded-crime", "the-helpline", "CS31", "CS47")
    return compose(library(), Selection(ids=ids, title="A briefing"), date(2026, 11, 24))


@pytest.fixture(scope="module")
def word(pack):
    return read_word(BytesIO(pack_docx(pack)))


@pytest.fixture(scope="module")
def pages(pack):
    return pypdf.PdfReader(BytesIO(pack_pdf(pack)))


def test_the_pdf_is_tagged_and_says_everything_a_reader_must_know(pages):
    text = " ".join(" ".join(page.extract_text().split()) for page in pages.pages)
    assert "/StructTreeRoot" in pages.trailer["/Root"]
    assert pages.metadata.title == "A briefing"
    for words in (
        "CS31. Safe Car Wash",
        "Evidence grade B",
        "Evidence grade D: described; no result reported",
        "not reported",
        "to be confirmed",
        "We do not answer for what they say",
        "licensed under the Open Government Licence v3.0",
        "Last checked 24 November 2026",
    ):
        assert words in text, words


def test_links_in_the_pdf_lead_to_the_sources(pages):
    links = {
        annotation.get_object()["/A"]["/URI"]
        for page in pages.pages
        for annotation in page.get("/Annots", [])
        if "/URI" in annotation.get_object().get("/A", {})
    }
    assert "https://theclewerinitiative.org/blog/safe-car-wash-app-helps-to-tackle-exploitation" in links


def test_the_word_file_has_real_headings_in_order(word):
    levels = [int(p.style.name[-1]) for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert word.paragraphs[0].style.name == "Title"
    assert levels[0] == 1
    assert all(second - first <= 1 for first, second in pairwise(levels))
    titles = [p.text for p in word.paragraphs if p.style.name == "Heading 2"]
    assert "CS47. A walk-in GIFT box in a shopping centre" in titles


def test_every_table_of_the_word_file_repeats_its_head_and_keeps_rows_whole(word):
    assert word.tables
    for table in word.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)


def test_lists_of_the_word_file_are_lists_and_links_are_links(word):
    assert any(p.style.name == "List Bullet" for p in word.paragraphs)
    targets = {rel.target_ref for rel in word.part.rels.values() if rel.is_external}
    assert "https://theclewerinitiative.org/blog/safe-car-wash-app-helps-to-tackle-exploitation" in targets


def test_a_numbered_list_of_the_word_file_begins_at_one_each_time():
    ids = ("signs-for-front-line-staff", "governance-and-2028")
    made = read_word(BytesIO(pack_docx(compose(library(), Selection(ids=ids), date(2026, 11, 24)))))
    numbered = [p._p.pPr.numPr.numId.val for p in made.paragraphs if p.style.name == "List Number"]
    lists = list(dict.fromkeys(numbered))
    assert len(lists) == 2
    starts = {
        num.numId: num.xpath("w:lvlOverride/w:startOverride/@w:val") for num in made.part.numbering_part.element.num_lst
    }
    assert [starts[number] for number in lists] == [["1"], ["1"]]


def test_equal_packs_make_equal_files(pack):
    assert pack_pdf(pack) == pack_pdf(pack)
    assert pack_docx(pack) == pack_docx(pack)


def test_the_ending_of_the_name_says_the_format(pack, tmp_path):
    write_pack(pack, tmp_path / "new" / "Pack.PDF")
    write_pack(pack, tmp_path / "new" / "pack.docx")
    assert (tmp_path / "new" / "Pack.PDF").read_bytes()[:5] == b"%PDF-"
    assert sorted(file.name for file in (tmp_path / "new").iterdir()) == ["Pack.PDF", "pack.docx"]
    with pytest.raises(DocumentError, match=r"\.pdf or \.docx"):
        write_pack(pack, tmp_path / "pack.txt")


def test_a_place_that_cannot_be_written_is_told_in_plain_words(pack, tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(DocumentError, match="could not be written"):
        write_pack(pack, tmp_path / "file" / "pack.docx")

"""What is refused before it is parsed, and what is read in spite of its name or encoding."""

from __future__ import annotations

import struct
import zipfile
from pathlib import Path

import pytest

from local_response.model.errors import SourceFormatError, UnsafeFileError
from local_response.sources.archive import checked_workbook
from local_response.sources.opening import open_file
from local_response.sources.recognise import read

ODS = "application/vnd.oasis.opendocument.spreadsheet"


def _archive(path: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS)
        for name, content in parts.items():
            archive.writestr(name, content)
    return path


@pytest.fixture
def workbook(write_ods, extracts, cells_of, tmp_path) -> Path:
    """A sound ODS: the crime extract."""
    return write_ods(tmp_path / "sound.ods", {"2017_18": cells_of(extracts / "recorded_crime_2017_18.csv")})


@pytest.mark.parametrize("share", [0.3, 0.9, 0.999])
def test_a_truncated_workbook_is_said_to_be_cut_short(share, workbook, tmp_path):
    whole = workbook.read_bytes()
    cut = tmp_path / "cut.ods"
    cut.write_bytes(whole[: int(len(whole) * share)])
    with pytest.raises(SourceFormatError, match=r"cut\.ods: the workbook is damaged or cut short.*Download it again"):
        open_file(cut)


def test_a_workbook_with_damaged_content_is_refused(workbook, tmp_path):
    bytes_of = bytearray(workbook.read_bytes())
    start = bytes_of.find(b"content.xml") + 200
    bytes_of[start : start + 40] = bytes(40)
    damaged = tmp_path / "damaged.ods"
    damaged.write_bytes(bytes_of)
    with pytest.raises(SourceFormatError, match=r"damaged or cut short"):
        open_file(damaged)


def test_a_password_protected_ods_says_how_to_add_it(tmp_path):
    manifest = b'<manifest:manifest xmlns:manifest="urn"><manifest:encryption-data/></manifest:manifest>'
    path = _archive(tmp_path / "locked.ods", {"content.xml": b"\x01\x02", "META-INF/manifest.xml": manifest})
    with pytest.raises(UnsafeFileError, match=r"protected by a password.*save it without the password"):
        open_file(path)


def test_an_encrypted_xlsx_or_an_old_xls_says_how_to_add_it(tmp_path):
    path = tmp_path / "locked.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    with pytest.raises(UnsafeFileError, match=r"old .xls workbook, or a workbook protected by a password"):
        open_file(path)


def test_a_zip_bomb_is_refused_by_what_it_declares(tmp_path):
    path = _archive(tmp_path / "bomb.ods", {"content.xml": bytes(3_000_000)})
    assert path.stat().st_size < 10_000
    with pytest.raises(UnsafeFileError, match=r"would expand to 3,000,0\d\d bytes, more than the limit of 1,000,000"):
        checked_workbook(path, limit=1_000_000)


def test_a_zip_bomb_that_declares_less_than_it_holds_is_refused(tmp_path):
    path = _archive(tmp_path / "liar.ods", {"content.xml": bytes(3_000_000)})
    lie = path.read_bytes().replace(struct.pack("<L", 3_000_000), struct.pack("<L", 1000))
    path.write_bytes(lie)
    with pytest.raises(SourceFormatError, match=r"damaged or cut short"):
        checked_workbook(path, limit=1_000_000)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_xml_entities_are_refused(encoding, tmp_path):
    words = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "cc"><!ENTITY d "&b;&b;">]><office>&d;</office>'
    path = _archive(tmp_path / "entities.ods", {"content.xml": words.encode(encoding)})
    with pytest.raises(UnsafeFileError, match=r"content\.xml defines XML entities"):
        open_file(path)


def test_entities_after_a_long_comment_are_refused(tmp_path):
    words = b'<?xml version="1.0"?><!--' + b" " * 3_000_000 + b'--><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    path = _archive(tmp_path / "late.ods", {"content.xml": words})
    with pytest.raises(UnsafeFileError, match=r"defines XML entities"):
        open_file(path)


def test_an_xlsx_named_ods_is_read_and_said_to_be_one(write_xlsx, extracts, cells_of, tmp_path):
    path = write_xlsx(tmp_path / "crime.xlsx", {"2017_18": cells_of(extracts / "recorded_crime_2017_18.csv")})
    renamed = path.rename(tmp_path / "crime.ods")
    [table] = read(renamed)
    assert table.value.size == 32
    assert any("XLSX workbook in spite of its name" in warning for warning in table.warnings)


def test_an_ods_named_csv_is_read_by_its_content(workbook, tmp_path):
    [table] = read(workbook.rename(tmp_path / "crime.csv"))
    assert table.publication == "crime.recorded"
    assert any("ODS workbook" in warning for warning in table.warnings)


def test_an_archive_of_something_else_names_what_it_holds(tmp_path):
    path = tmp_path / "tables.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("table.csv", "a,b")
    with pytest.raises(SourceFormatError, match=r"neither an ODS nor an XLSX.*table\.csv.*Unpack it"):
        open_file(path)


def test_a_web_page_saved_as_csv_is_called_one(broken):
    with pytest.raises(SourceFormatError, match=r"a web page, not a table.*save the table itself"):
        open_file(broken / "web_page.csv")


def test_an_empty_file_is_called_empty(broken):
    with pytest.raises(SourceFormatError, match=r"empty\.csv: the file is empty \(0 bytes\)"):
        open_file(broken / "empty.csv")


def test_a_folder_a_missing_file_and_a_pdf_are_refused_in_words(tmp_path):
    with pytest.raises(SourceFormatError, match=r"a folder. Name the files in it"):
        open_file(tmp_path)
    with pytest.raises(SourceFormatError, match=r"cannot be opened"):
        open_file(tmp_path / "absent.csv")
    pdf = tmp_path / "bulletin.csv"
    pdf.write_bytes(b"%PDF-1.7 ...")
    with pytest.raises(SourceFormatError, match=r"a PDF document. Type its figures into the tidy layout"):
        open_file(pdf)


def test_a_picture_named_csv_is_refused(tmp_path):
    path = tmp_path / "chart.csv"
    path.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR")
    with pytest.raises(SourceFormatError, match=r"not text and not a workbook"):
        open_file(path)


@pytest.mark.parametrize("name", ["utf16_2023_q3.csv", "bom_2023_q3.csv"])
def test_other_encodings_of_unicode_read_the_same(name, broken, extracts, observed):
    [table], [plain] = read(broken / name), read(extracts / "police_2023_q3.csv")
    assert observed(table) == observed(plain)


def test_utf_16_and_windows_1252_are_said_in_a_warning(broken):
    assert any("UTF-16" in warning for warning in read(broken / "utf16_2023_q3.csv")[0].warnings)
    [county] = read(broken / "windows_1252_2025_q3.csv")
    assert any("Windows-1252" in warning for warning in county.warnings)
    assert "Rutland – unitary" in county.area.values


def test_unfinished_quotation_is_not_read_as_one_long_cell(tmp_path):
    path = tmp_path / "quotes.csv"
    path.write_text('Nationality,Total\n"UK,87\nVietnamese,35\n', encoding="utf-8")
    with pytest.raises(SourceFormatError, match=r"not a table of comma-separated values"):
        open_file(path)


def test_tabs_and_semicolons_part_cells_where_the_first_line_has_them(extracts, tmp_path, observed):
    text = (extracts / "dtn_longitudinal.csv").read_text(encoding="utf-8")
    [plain] = read(extracts / "dtn_longitudinal.csv")
    for mark in "\t;":
        path = tmp_path / "dtn.csv"
        path.write_text(text.replace(",", mark), encoding="utf-8")
        assert observed(read(path)[0]) == observed(plain)

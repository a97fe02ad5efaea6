"""Fonts: the letters a page uses, as wide as in the font they were cut from, under another name."""

from __future__ import annotations

import struct
import zlib

import pytest

from local_response.publish.fonts import FAMILY, font_faces, font_folder, text_width, woff


def unpacked(data: bytes) -> dict[str, bytes]:
    """Tables of a WOFF file, by the W3C recommendation, read without the module under test."""
    signature, _, length, count = struct.unpack(">4sIIH", data[:14])
    assert signature == b"wOFF"
    assert length == len(data)
    tables = {}
    for number in range(count):
        tag, offset, stored, size, _ = struct.unpack(">4sIIII", data[44 + 20 * number : 64 + 20 * number])
        body = data[offset : offset + stored]
        tables[tag.decode()] = zlib.decompress(body) if stored < size else body
        assert len(tables[tag.decode()]) == size
    return tables


@pytest.fixture(scope="module")
def tables() -> dict[str, bytes]:
    font = (font_folder() / "SourceSansPro-Regular.ttf").read_bytes()
    return unpacked(woff(font, "Regular"))


def test_the_font_is_cut_down_but_keeps_its_glyph_numbers(tables):
    count = struct.unpack(">H", tables["maxp"][4:6])[0]
    assert len(tables["loca"]) == 4 * (count + 1)
    assert len(tables["glyf"]) < 60_000  # of 152,156 in the whole font


def test_the_cut_font_has_another_name_and_keeps_the_licence(tables):
    words = tables["name"].decode("utf-16-be", errors="ignore")
    assert FAMILY in words
    assert "SIL Open Font License" in words


def test_widths_are_those_of_the_font():
    assert text_width("0123456789", 1000) == pytest.approx(4970)  # each digit is 497 of 1,000 in Source Sans Pro
    assert text_width("", 12) == 0


def test_a_letter_that_is_not_in_the_font_is_taken_for_a_wide_one():
    assert text_width("\u6f22", 10) == 10


def test_faces_are_carried_in_the_style_sheet():
    assert font_faces().count("data:font/woff;base64,") == 2
    assert "http" not in font_faces()

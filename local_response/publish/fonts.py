"""Fonts: the type of a page carried in the page, cut down to the letters that a page uses.

The page must look, and its charts must fit, as they were laid out, on a machine that lacks the font and is offline.
Source Sans is under the SIL Open Font License 1.1, which asks that a changed copy has another name and keeps its
notices: the name table is written anew with both.
"""

from __future__ import annotations

import base64
import struct
import zlib
from functools import cache
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path

FAMILY = "Local Response Sans"
WEIGHTS = {"Regular": "400", "Semibold": "600 800"}
LETTERS = [*range(0x20, 0x180), *range(0x2010, 0x2027), 0x2030, 0x2032, 0x2039, 0x203A, 0x20AC, 0x2122, 0x2212]
# Tables of the font as they are. Those for substituting letters are left out: they lead to shapes that are not kept.
KEPT = ("OS/2", "cmap", "cvt ", "fpgm", "gasp", "GPOS", "hhea", "hmtx", "maxp", "prep")
COPYRIGHT, FULL_LICENCE, LICENCE_PAGE = 0, 13, 14  # ids in the name table
COMPOSITE, WORDS, SCALE, TWO_SCALES, MATRIX, MORE = -1, 0x01, 0x08, 0x40, 0x80, 0x20


@cache
def font_folder() -> Path:
    """Where the font_source_sans_pro package keeps its files. Found without importing the package, which is old."""
    spec = find_spec("font_source_sans_pro")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("the package font-source-sans-pro is not installed")
    return Path(next(iter(spec.submodule_search_locations))) / "files"


@cache
def font_faces() -> str:
    """@font-face rules with the fonts in them, for a style sheet."""
    faces = []
    for style, weight in WEIGHTS.items():
        data = base64.b64encode(woff((font_folder() / f"SourceSansPro-{style}.ttf").read_bytes(), style)).decode()
        faces.append(
            f'@font-face {{ font-family: "{FAMILY}"; font-weight: {weight}; '
            f'src: url("data:font/woff;base64,{data}") format("woff"); }}'
        )
    return "\n".join(faces)


@cache
def _widths() -> tuple[dict[str, float], float]:
    """Width of each letter of the regular weight in ems, and the widest of the common ones for any other."""
    tables = _tables((font_folder() / "SourceSansPro-Regular.ttf").read_bytes())
    em = struct.unpack(">H", tables["head"][18:20])[0]
    last = struct.unpack(">H", tables["hhea"][34:36])[0] - 1
    cmap = _unicode(tables)
    widths = {}
    for letter in LETTERS:
        place = 4 * min(_glyph(cmap, letter), last)
        widths[chr(letter)] = struct.unpack(">H", tables["hmtx"][place : place + 2])[0] / em
    return widths, 1.0


def text_width(text: str, size: float) -> float:
    """How wide a text is set in the regular weight at a size, in the unit of that size."""
    widths, other = _widths()
    return size * sum(widths.get(letter, other) for letter in text)


def woff(font: bytes, style: str) -> bytes:
    """A TrueType font as WOFF with the outlines of LETTERS only; glyph numbers and widths stay.

    Source: W3C Recommendation WOFF File Format 1.0; OpenType specification, tables cmap, glyf, loca, head, name, post.
    """
    tables = _tables(font)
    glyf, loca = _outlines(tables, _wanted(tables))
    head = bytearray(tables["head"])
    head[50:52] = struct.pack(">h", 1)  # offsets in loca are long
    new = {name: tables[name] for name in KEPT if name in tables}
    new |= {"glyf": glyf, "loca": loca, "head": bytes(head), "name": _names(tables["name"], style)}
    new["post"] = struct.pack(">I", 0x00030000) + tables["post"][4:32]  # without names of glyphs
    return _packed(new)


def _tables(font: bytes) -> dict[str, bytes]:
    found = {}
    for number in range(struct.unpack(">H", font[4:6])[0]):
        tag, _, offset, length = struct.unpack(">4sIII", font[12 + 16 * number : 28 + 16 * number])
        found[tag.decode()] = font[offset : offset + length]
    return found


def _wanted(tables: dict[str, bytes]) -> set[int]:
    """Numbers of the glyphs of LETTERS, and glyph 0 for all that is missing."""
    cmap = _unicode(tables)
    return {0} | {_glyph(cmap, letter) for letter in LETTERS}


def _unicode(tables: dict[str, bytes]) -> bytes:
    """The font's map from letters to glyphs, of format 4."""
    cmap = tables["cmap"]
    for number in range(struct.unpack(">H", cmap[2:4])[0]):
        platform, encoding, offset = struct.unpack(">HHI", cmap[4 + 8 * number : 12 + 8 * number])
        if (platform, encoding) == (3, 1) and cmap[offset : offset + 2] == b"\x00\x04":
            return cmap[offset:]
    raise ValueError("the font has no Unicode table of format 4")


def _glyph(cmap: bytes, letter: int) -> int:
    count = struct.unpack(">H", cmap[6:8])[0] // 2

    def entry(part: int, number: int) -> int:
        place = 14 + part * 2 * count + (2 if part else 0) + 2 * number
        return int(struct.unpack(">H", cmap[place : place + 2])[0])

    for number in range(count):
        if letter <= entry(0, number):
            start, delta, offset = entry(1, number), entry(2, number), entry(3, number)
            if letter < start:
                return 0
            if not offset:
                return (letter + delta) & 0xFFFF
            place = 16 + 6 * count + 2 * number + offset + 2 * (letter - start)
            glyph = int(struct.unpack(">H", cmap[place : place + 2])[0])
            return (glyph + delta) & 0xFFFF if glyph else 0
    return 0


def _outlines(tables: dict[str, bytes], wanted: set[int]) -> tuple[bytes, bytes]:
    """glyf and loca with an outline for wanted glyphs and the parts they are composed of; the others are empty."""
    count = struct.unpack(">H", tables["maxp"][4:6])[0]
    if struct.unpack(">h", tables["head"][50:52])[0]:
        offsets = struct.unpack(f">{count + 1}I", tables["loca"][: 4 * count + 4])
    else:
        offsets = tuple(2 * half for half in struct.unpack(f">{count + 1}H", tables["loca"][: 2 * count + 2]))
    outlines = [tables["glyf"][start:end] for start, end in pairwise(offsets)]
    waiting, kept = list(wanted), set(wanted)
    while waiting:
        new = set(_parts(outlines[waiting.pop()])) - kept
        kept |= new
        waiting += new
    glyf, places = bytearray(), [0]
    for number, outline in enumerate(outlines):
        if number in kept:
            glyf += outline + bytes(-len(outline) % 4)
        places.append(len(glyf))
    return bytes(glyf), struct.pack(f">{count + 1}I", *places)


def _parts(outline: bytes) -> list[int]:
    """Glyphs that a composite glyph is made of."""
    if not outline or struct.unpack(">h", outline[:2])[0] != COMPOSITE:
        return []
    found, place = [], 10
    while True:
        flags, glyph = struct.unpack(">HH", outline[place : place + 4])
        found.append(glyph)
        place += 8 if flags & WORDS else 6
        place += 2 if flags & SCALE else 4 if flags & TWO_SCALES else 8 if flags & MATRIX else 0
        if not flags & MORE:
            return found


def _names(table: bytes, style: str) -> bytes:
    """A name table with our own family name, and the copyright and licence of the original."""
    count, strings = struct.unpack(">HH", table[2:6])
    names = {1: f"{FAMILY} {style}", 2: "Regular", 4: f"{FAMILY} {style}", 6: f"LocalResponseSans-{style}"}
    for number in range(count):
        platform, _, _, name, length, offset = struct.unpack(">6H", table[6 + 12 * number : 18 + 12 * number])
        if platform == 3 and name in (COPYRIGHT, FULL_LICENCE, LICENCE_PAGE):
            names[name] = table[strings + offset : strings + offset + length].decode("utf-16-be")
    records, text = b"", b""
    for name, words in sorted(names.items()):
        encoded = words.encode("utf-16-be")
        records += struct.pack(">6H", 3, 1, 0x0809, name, len(encoded), len(text))
        text += encoded
    return struct.pack(">HHH", 0, len(names), 6 + 12 * len(names)) + records + text


def _packed(tables: dict[str, bytes]) -> bytes:
    """The tables as a WOFF file, each compressed where that makes it smaller."""
    directory, body = b"", b""
    start = 44 + 20 * len(tables)
    for tag, data in sorted(tables.items()):
        if tag == "head":
            data = data[:8] + bytes(4) + data[12:]  # the sum over the file is counted without itself
        small = zlib.compress(data, 9)
        stored = small if len(small) < len(data) else data
        padded = data + bytes(-len(data) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sIIII", tag.encode(), start + len(body), len(stored), len(data), checksum)
        body += stored + bytes(-len(stored) % 4)
    whole = 12 + 16 * len(tables) + sum(len(data) + -len(data) % 4 for data in tables.values())
    header = (b"wOFF", 0x00010000, start + len(body), len(tables), 0, whole, 1, 0, 0, 0, 0, 0, 0)
    return struct.pack(">4sIIHHIHHIIIII", *header) + directory + body

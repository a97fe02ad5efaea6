"""Compile message catalogues (.po) to what gettext reads (.mo) without the gettext tools. Usage: messages.py FOLDER.

Format of .mo: GNU gettext manual, "The Format of GNU MO Files".
"""

from __future__ import annotations

import ast
import struct
import sys
from collections.abc import Iterator
from pathlib import Path


def messages(text: str) -> dict[str, str]:
    """Each message of a catalogue and its translation; "" holds the header. Fuzzy and empty ones are left out.

    Raises ValueError for a line that is no part of a catalogue, and for plural forms, which we do not use.
    """
    found = {}
    for entry in text.split("\n\n"):
        lines = [line for line in entry.splitlines() if line and not line.startswith("#")]
        if not lines:
            continue
        message, translation = _parts(lines)
        fuzzy = any(line.startswith("#,") and "fuzzy" in line for line in entry.splitlines())
        if translation and not fuzzy:
            found[message] = translation
    return found


def compiled(found: dict[str, str]) -> bytes:
    """The bytes of a .mo file."""
    ordered = sorted((key.encode(), value.encode()) for key, value in found.items())
    count = len(ordered)
    start = 28 + 16 * count
    keys = b"".join(key + b"\0" for key, _ in ordered)
    values = b"".join(value + b"\0" for _, value in ordered)
    tables = b"".join(_places([key for key, _ in ordered], start))
    tables += b"".join(_places([value for _, value in ordered], start + len(keys)))
    return struct.pack("<7I", 0x950412DE, 0, count, 28, 28 + 8 * count, 0, start) + tables + keys + values


def main(folder: Path) -> None:
    """Compile every catalogue under a folder."""
    for catalogue in sorted(folder.glob("*/LC_MESSAGES/*.po")):
        catalogue.with_suffix(".mo").write_bytes(compiled(messages(catalogue.read_text(encoding="utf-8"))))


def _parts(lines: list[str]) -> tuple[str, str]:
    said = {"msgid": "", "msgstr": ""}
    now = ""
    for line in lines:
        word, _, rest = line.partition(" ")
        if word in said:
            now, line = word, rest
        if not now or not line.startswith('"'):
            raise ValueError(f"not a line of a catalogue: {line}")
        said[now] += ast.literal_eval(line)
    return said["msgid"], said["msgstr"]


def _places(texts: list[bytes], start: int) -> Iterator[bytes]:
    for text in texts:
        yield struct.pack("<2I", len(text), start)
        start += len(text) + 1


if __name__ == "__main__":
    main(Path(sys.argv[1]))

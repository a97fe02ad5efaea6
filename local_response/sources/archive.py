"""What an ODS or XLSX file is, checked before it is parsed: whole, not encrypted, not a bomb, no XML entities."""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Literal

from local_response.model.errors import SourceFormatError, UnsafeFileError

EXPANDED_LIMIT = 1_000_000_000
"""Bytes that the parts of one workbook may expand to. The largest known publication expands to about 400 million."""

Workbook = Literal["ods", "xlsx"]
_CHUNK = 1 << 20
_PROLOG = re.compile(rb"(?:\xef\xbb\xbf)?(?:\s+|<\?.*?\?>|<!--.*?-->)*", re.DOTALL)
_ODS_MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"


def checked_workbook(path: Path, limit: int = EXPANDED_LIMIT) -> Workbook:
    """Whether the archive is an ODS or an XLSX workbook.

    limit: bytes it may expand to. Raises UnsafeFileError where it is encrypted, expands further or defines XML
    entities; SourceFormatError where it is damaged or is no workbook.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            kind = _kind(path, archive)
            _check_size(path, archive, limit)
            _check_encryption(path, archive)
            for part in archive.infolist():
                _check_part(path, archive, part)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
        raise SourceFormatError(
            f"{path.name}: the workbook is damaged or cut short ({error}). Download it again: the whole file is needed."
        ) from error
    return kind


def _kind(path: Path, archive: zipfile.ZipFile) -> Workbook:
    names = set(archive.namelist())
    if "mimetype" in names and archive.read("mimetype").strip().startswith(_ODS_MIMETYPE):
        return "ods"
    if "xl/workbook.xml" in names:
        return "xlsx"
    raise SourceFormatError(
        f"{path.name}: a ZIP archive that is neither an ODS nor an XLSX workbook (it holds "
        f"{', '.join(sorted(names)[:5]) or 'nothing'}). Unpack it and add the tables inside."
    )


def _check_size(path: Path, archive: zipfile.ZipFile, limit: int) -> None:
    expanded = sum(part.file_size for part in archive.infolist())
    if expanded > limit:
        raise UnsafeFileError(
            f"{path.name}: it would expand to {expanded:,} bytes, more than the limit of {limit:,}. "
            "No statistical table is that large: check where the file came from."
        )


def _check_encryption(path: Path, archive: zipfile.ZipFile) -> None:
    manifest = "META-INF/manifest.xml"
    locked = any(part.flag_bits & 1 for part in archive.infolist()) or (
        manifest in archive.namelist() and b"encryption-data" in archive.read(manifest)
    )
    if locked:
        raise UnsafeFileError(
            f"{path.name}: the workbook is protected by a password. Open it in a spreadsheet program, save it "
            "without the password and add that copy."
        )


def _check_part(path: Path, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Read a part through, so that its size and checksum are what the archive declares, and look for entities."""
    with archive.open(part) as stream:
        start = stream.read(_CHUNK)
        if part.filename.endswith((".xml", ".rels")) and start and not _is_plain_xml(start):
            raise UnsafeFileError(
                f"{path.name}: {part.filename} defines XML entities or is not XML in UTF-8; no spreadsheet program "
                "writes such a file. Download it again from the publisher."
            )
        while stream.read(_CHUNK):
            pass


def _is_plain_xml(start: bytes) -> bool:
    """Whether the root element follows the declaration and comments: entities are defined between them."""
    prolog = _PROLOG.match(start)
    rest = start[prolog.end() :] if prolog else start
    return rest[:1] == b"<" and rest[1:2].isalpha()

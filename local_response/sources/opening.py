"""Opens a file safely and gives its sheets: what it is goes by its content, never by its name."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import python_calamine

from local_response.model.errors import SourceFormatError, UnsafeFileError
from local_response.sources.archive import checked_workbook
from local_response.sources.sheet import Sheet

TEXT_LIMIT = 500_000_000
"""Bytes that a text file may have."""

_ZIP, _OLE, _PDF = b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"%PDF"
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_WEB_PAGE = ("<!doctype html", "<html", "<?xml", "<head", "<body")


@dataclass(frozen=True)
class Opened:
    """The sheets of a file in their order. warnings: what was unusual about how it is stored."""

    path: Path
    sheets: tuple[Sheet, ...]
    warnings: tuple[str, ...] = ()


def open_file(path: Path) -> Opened:
    """The sheets of a CSV, ODS or XLSX file.

    Raises SourceFormatError for a folder, an empty or damaged file or one of another kind; UnsafeFileError for one
    that is encrypted, too large or defines XML entities.
    """
    start = _first_bytes(path)
    if start.startswith(_ZIP):
        return _open_workbook(path)
    if start.startswith(_OLE):
        raise UnsafeFileError(
            f"{path.name}: an old .xls workbook, or a workbook protected by a password. "
            "Open it in a spreadsheet program and save it as .xlsx or .ods without a password."
        )
    if start.startswith(_PDF):
        raise SourceFormatError(
            f"{path.name}: a PDF document. Type its figures into the tidy layout (docs/tidy-layout.md) and add that."
        )
    return _open_text(path)


def _first_bytes(path: Path) -> bytes:
    if path.is_dir():
        raise SourceFormatError(f"{path}: a folder. Name the files in it that should be added.")
    try:
        with path.open("rb") as stream:
            start = stream.read(8)
            size = stream.seek(0, io.SEEK_END)
    except OSError as error:
        raise SourceFormatError(
            f"{path}: cannot be opened ({error.strerror}). Check the name and the rights."
        ) from error
    if not start:
        raise SourceFormatError(f"{path.name}: the file is empty (0 bytes). Download it again.")
    if size > TEXT_LIMIT:
        raise UnsafeFileError(f"{path.name}: {size:,} bytes, more than the limit of {TEXT_LIMIT:,}. Check the file.")
    return start


def _open_workbook(path: Path) -> Opened:
    kind = checked_workbook(path)
    warnings: tuple[str, ...] = ()
    if path.suffix.lower() != f".{kind}":
        warnings = (f"{path.name} is an {kind.upper()} workbook in spite of its name; it was read as what it is.",)
    try:
        book = _calamine(path, kind)
        sheets = tuple(
            Sheet(path.name, name, book.get_sheet_by_name(name).to_python(skip_empty_area=False))
            for name in book.sheet_names
        )
    except python_calamine.PasswordError as error:
        raise UnsafeFileError(f"{path.name}: protected by a password. Save a copy without it.") from error
    except python_calamine.CalamineError as error:
        raise SourceFormatError(f"{path.name}: the workbook cannot be read ({error}). Download it again.") from error
    return Opened(path, sheets, warnings)


def _calamine(path: Path, kind: str) -> python_calamine.CalamineWorkbook:
    # By path where the name tells calamine the kind: from a stream it tries every kind in turn, which is slower.
    if path.suffix.lower() == f".{kind}":
        return python_calamine.CalamineWorkbook.from_path(path)
    return python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(path.read_bytes()))


def _open_text(path: Path) -> Opened:
    text, warnings = _decoded(path)
    start = text[:500].lstrip().lower()
    if start.startswith(_WEB_PAGE):
        raise SourceFormatError(
            f"{path.name}: a web page, not a table (it begins {text.lstrip()[:40]!r}). The download went wrong: "
            "open the address in a browser, save the table itself and add that."
        )
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True))
    except csv.Error as error:
        raise SourceFormatError(
            f"{path.name}: not a table of comma-separated values ({error}). Save it again as CSV."
        ) from error
    if not any(any(row) for row in rows):
        raise SourceFormatError(f"{path.name}: there is nothing but blank lines in it. Download it again.")
    width = max(map(len, rows))  # None marks a cell that a short row does not have
    cells: list[list[str | None]] = [
        [*row] if len(row) == width else [*row, *[None] * (width - len(row))] for row in rows
    ]
    return Opened(path, (Sheet(path.name, path.name, cells, is_text=True),), warnings)


def _decoded(path: Path) -> tuple[str, tuple[str, ...]]:
    raw = path.read_bytes()
    if raw.startswith(_UTF16):
        try:
            return raw.decode("utf-16"), (f"{path.name} is stored as UTF-16; it was read as such.",)
        except UnicodeDecodeError as error:
            raise SourceFormatError(f"{path.name}: UTF-16 text that is cut short. Download it again.") from error
    if b"\x00" in raw:
        raise SourceFormatError(f"{path.name}: not text and not a workbook. Add the CSV, ODS or XLSX as published.")
    try:
        return raw.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        return raw.decode("cp1252"), (f"{path.name} is stored as Windows-1252, not UTF-8; it was read as such.",)
    except UnicodeDecodeError as error:
        raise SourceFormatError(
            f"{path.name}: text in an encoding that is neither UTF-8, UTF-16 nor Windows-1252. Save it as UTF-8."
        ) from error


def _delimiter(text: str) -> str:
    """Comma, unless the first filled line has more tabs or semicolons."""
    line = next((line for line in text.splitlines() if line.strip()), "")
    return max(",\t;", key=line.count) if line else ","

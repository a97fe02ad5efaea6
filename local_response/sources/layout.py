"""Layout: the header that a publication's table is known by, found on any of a sheet's first rows."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Literal

from local_response.model.errors import SourceFormatError
from local_response.sources.said import Said
from local_response.sources.sheet import Sheet, labels_of
from local_response.sources.table import Labels, SourceTable

HEADER_ROWS = 20  # the published tables have theirs on rows 1 to 8
_NEARLY = 0.6


@dataclass(frozen=True)
class Found:
    """A table found in a sheet. header: row of its (last) header line, counted from 0."""

    sheet: Sheet
    header: int

    @cached_property
    def names(self) -> list[str]:
        """The header cells as printed."""
        return self.sheet.header(self.header)

    def column(self, pattern: str) -> int:
        """The place of the column whose name matches, counted from 0; -1 where there is none."""
        form = re.compile(pattern, re.IGNORECASE)
        return next((place for place, name in enumerate(self.names) if form.fullmatch(name)), -1)

    def labels(self, pattern: str) -> Labels:
        """The cells of the column whose name matches, one label a row below the header."""
        place = self.column(pattern)
        return labels_of([row[place] for row in self.sheet.rows[self.header + 1 :]])


Reader = Callable[[Sequence[Found], Said], list[SourceTable]]


@dataclass(frozen=True)
class Layout:
    """How a publication is recognised and what reads it.

    what: in words, for messages. columns: (name for messages, pattern it matches) for each column that it must have.
    only: the table has no other columns than these. title: pattern that a line above the header must match where
    there are such lines ("" for any). other_title: pattern of the title of another table with the same header.
    """

    publication: str
    what: str
    columns: tuple[tuple[str, str], ...]
    read: Reader
    only: bool = False
    title: str = ""
    other_title: str = ""

    def missing_from(self, names: str) -> list[str]:
        """The columns that a header line lacks. names: its filled cells, a line each."""
        return [name for name, pattern in self.columns if not _as_a_line(pattern).search(names)]


@dataclass(frozen=True)
class Match:
    """How well a sheet fits a layout. header: best row. missing: columns it lacks there, () for a whole match."""

    fit: Literal["whole", "nearly", "not"]
    header: int = -1
    missing: tuple[str, ...] = ()


@lru_cache(maxsize=4)
def first_lines(sheet: Sheet) -> list[str]:
    """The first rows of a sheet, each its filled cells, a line each."""
    return ["\n".join(filter(None, sheet.header(row))) for row in range(min(HEADER_ROWS, len(sheet.rows)))]


@cache
def _as_a_line(pattern: str) -> re.Pattern[str]:
    return re.compile(f"^(?:{pattern})$", re.IGNORECASE | re.MULTILINE)


def match(layout: Layout, sheet: Sheet) -> Match:
    """Whether a sheet holds the layout's table. Raises SourceFormatError where two header rows stand in it."""
    best = Match("not")
    whole: list[int] = []
    for row, names in enumerate(first_lines(sheet)):
        missing = layout.missing_from(names)
        if not missing and not (layout.only and names.count("\n") >= len(layout.columns)):
            whole.append(row)
        held = len(layout.columns) - len(missing)
        if (
            missing
            and held >= 2
            and held >= _NEARLY * len(layout.columns)
            and not layout.only
            and (best.fit == "not" or len(missing) < len(best.missing))
        ):
            best = Match("nearly", row, tuple(missing))
    if len(whole) > 1:
        rows = " and ".join(str(row + 1) for row in whole)
        raise SourceFormatError(
            f"{sheet.place}: two header rows, {rows}, of {layout.what}. Keep one table a sheet and add it again."
        )
    if whole and _titled(layout, sheet, whole[0]):
        return Match("whole", whole[0])
    return best


def _titled(layout: Layout, sheet: Sheet, header: int) -> bool:
    lines = sheet.lines_above(header)
    if lines and layout.other_title and re.search(layout.other_title, lines[0], re.IGNORECASE):
        return False
    return not lines or any(re.search(layout.title, line, re.IGNORECASE) for line in lines)

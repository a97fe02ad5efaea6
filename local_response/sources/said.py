"""What a file, its name or the person adding it says of its period, edition and day of publication."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from local_response.model.errors import SourceFormatError, SourceValueError
from local_response.model.periods import Period, long_date
from local_response.sources.sheet import Sheet

_MONTHS = tuple(long_date(date(2000, month, 1)).split()[1] for month in range(1, 13))
_QUARTERS = {("january", "march"): 1, ("april", "june"): 2, ("july", "september"): 3, ("october", "december"): 4}
_BY_MONTHS = re.compile(
    r"\b(january|april|july|october)[\s_-]+(?:to|–|-)?[\s_-]*(march|june|september|december)[\s_-]+(20\d\d)\b", re.I
)
_BY_NUMBER = (
    re.compile(r"(?<!\d)(?P<year>20\d\d)[\s_-]*q(?P<quarter>[1-4])(?!\d)", re.I),
    re.compile(r"\bq(?:uarter)?[\s_-]*(?P<quarter>[1-4])[\s_,-]+(?P<year>20\d\d)(?!\d)", re.I),
)
_DAY = re.compile(r"\b(\d{1,2}) (\w+) (20\d\d)\b")
_PUBLISHED = re.compile(r"\b(?:originally )?published\b(.{0,60})|\b(?:publication|release) date\b(.{0,60})", re.I)


@dataclass(frozen=True)
class Said:
    """What is said from outside the table: by the caller, by front sheets, and the file's name.

    path: of the file. period: written period, or "". published: ISO day or "". edition: or "". front: lines of the
    sheets that hold no table (cover, notes).
    """

    path: Path
    period: str = ""
    published: str = ""
    edition: str = ""
    front: tuple[str, ...] = ()

    @property
    def file(self) -> str:
        """The file's name."""
        return self.path.name

    def day_published(self) -> str:
        """The ISO day given by the caller or on a front sheet, "" where there is none."""
        return self.published or next(filter(None, map(_published, self.front)), "")


def said_by_caller(path: Path, period: str, published: str, edition: str) -> Said:
    """Checked words of the caller. Raises SourceValueError for a period or a day that cannot be."""
    try:
        if period:
            Period.parse(period)
        if published:
            date.fromisoformat(published)
    except ValueError as error:
        raise SourceValueError(
            f"{path.name}: {error}. Give --period like 2023-Q4 and --published like 2024-03-07."
        ) from error
    return Said(path, period, published, edition)


def quarter_of(sheet: Sheet, header: int, said: Said) -> tuple[str, tuple[str, ...]]:
    """The quarter a table is about, and a warning where only the file's name says it.

    It is looked for in the lines above the header, then taken from the caller, then from front sheets, then from the
    name. Raises SourceFormatError where nothing says it and SourceValueError where caller and table disagree.
    """
    in_table = quarters_in(sheet.lines_above(header))
    if len(in_table) == 1 and said.period and in_table != [said.period]:
        raise SourceValueError(
            f"{sheet.place}: the table says it is about {in_table[0]}, but the period was given as {said.period}. "
            "Leave --period out, or give the right file."
        )
    if said.period:
        return said.period, ()
    for lines in (sheet.lines_above(header), said.front):
        if len(found := quarters_in(lines)) == 1:
            return found[0], ()
    if len(found := quarters_in([said.file])) == 1:
        return found[0], (f"{said.file}: nothing in the file says its period; {found[0]} was taken from its name.",)
    raise SourceFormatError(
        f"{sheet.place}: nothing in the table or the file's name says which quarter it is about. "
        "Give it with --period, for example --period 2023-Q3."
    )


def quarters_in(lines: Iterable[str]) -> list[str]:
    """Every quarter named in some lines, written, once each."""
    found: dict[str, None] = {}
    for line in lines:
        for first, last, year in _BY_MONTHS.findall(line):
            if number := _QUARTERS.get((first.lower(), last.lower())):
                found[f"{year}-Q{number}"] = None
        for form in _BY_NUMBER:
            for match in form.finditer(line):
                found[f"{match['year']}-Q{match['quarter']}"] = None
    return list(found)


def title_of(sheet: Sheet, header: int, otherwise: str) -> str:
    """The first line above the header, or what the table is called where there is none."""
    lines: Sequence[str] = sheet.lines_above(header)
    return lines[0] if lines else otherwise


def day_in(text: str) -> str:
    """The ISO day written in a text like "7 March 2024", "" where there is none."""
    if not (match := _DAY.search(text)):
        return ""
    day, month, year = match.groups()
    if month.title() not in _MONTHS:
        return ""
    try:
        return date(int(year), _MONTHS.index(month.title()) + 1, int(day)).isoformat()
    except ValueError:
        return ""


def _published(line: str) -> str:
    """The day after the words "published" or "publication date" in a line of a front sheet."""
    return next((day for match in _PUBLISHED.findall(line) if (day := day_in(" ".join(match)))), "")

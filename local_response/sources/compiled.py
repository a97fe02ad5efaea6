"""Lists of headline figures copied from the words of bulletins and reports, each figure with its edition.

Three layouts, kept by this project's authors beside the published files and known by their columns: headline figures
by release; NRM headlines by period with revisions side by side; helpline figures by year. Their words for what is
counted become measures and dimensions by the reviewed table compiled_measures.toml; a row whose words are not in it is
left out with a warning. From there they enter by the tidy layout, with its checks.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files

from local_response.model.areas import UNITED_KINGDOM
from local_response.model.errors import SourceFormatError
from local_response.model.measures import DIMENSIONS
from local_response.sources.layout import Found, Layout
from local_response.sources.said import Said, day_in
from local_response.sources.sheet import text_of
from local_response.sources.table import Origin, SourceTable
from local_response.sources.tidy import TidyRow, tidy_table

READER, VERSION = "compiled", 1
SECONDARY = "Copied from the words of bulletins and reports, not from a data table; each row names its source."
_RELEASE = re.compile(r"(?P<edition>.+?) \((?P<publisher>[^;()]+)(?:; (?:updated )?(?P<day>[^()]+))?\)")


def read_releases(found: Sequence[Found], said: Said) -> list[SourceTable]:
    """Headline figures with columns release, period, measure, breakdown, value, source_page."""
    return [_read(one, said, _release_row, "Headline figures from NRM and Duty to Notify bulletins") for one in found]


def read_headlines(found: Sequence[Found], said: Said) -> list[SourceTable]:
    """NRM headlines with columns period, measure, value, as_published_in, publication_date, status, source."""
    return [
        _read(one, said, _headline_row, "NRM and Duty to Notify headline figures and their revisions") for one in found
    ]


def read_helpline(found: Sequence[Found], said: Said) -> list[SourceTable]:
    """Helpline figures with columns year, measure, value, source_title, source_date, url."""
    return [
        _read(one, said, _helpline_row, "Modern Slavery and Exploitation Helpline headline figures") for one in found
    ]


Words = Mapping[str, str]
RowReader = Callable[[Words, Words], tuple[str, dict[str, str]]]


def _read(found: Found, said: Said, row_of: RowReader, title: str) -> SourceTable:
    """row_of: from the words of a row and of the row above, what is counted and the other tidy columns."""
    rows, warnings, above = [], [], dict[str, str]()
    column = found.column("value") + 1
    for line, cells in enumerate(found.sheet.rows[found.header + 1 :], found.header + 2):
        words = {name: text_of(cell) for name, cell in zip(found.names, cells, strict=True) if name}
        if not any(words.values()):
            continue
        counted, tidy = row_of(words, above)
        above = {**words, **{name: value for name, value in tidy.items() if name in ("edition", "url")}}
        meaning = _meaning(counted)
        if meaning is None or "left_out" in meaning:
            reason = meaning["left_out"] if meaning else "it has no measure"
            warnings.append(f"{found.sheet.name}, row {line}: {counted!r} was left out: {reason}.")
            continue
        dimensions = tuple((name, meaning[name]) for name in DIMENSIONS if name in meaning)
        rows.append(
            TidyRow(
                measure=meaning["measure"],
                area=meaning.get("area", UNITED_KINGDOM),
                line=line,
                column=column,
                dimensions=dimensions,
                note="; ".join(filter(None, (counted, tidy.pop("note", "")))),
                **{name: value for name, value in tidy.items() if name != "url"},
            )
        )
    if not rows:
        raise SourceFormatError(f"{found.sheet.place}: none of its rows counts anything known. {warnings[0]}")
    publisher = "Unseen" if row_of is _helpline_row else "Home Office and National Crime Agency"
    origin = Origin(title, publisher, edition=said.edition, published=said.published, secondary=SECONDARY)
    table = tidy_table(found.sheet, rows, origin, said, reader=READER, version=VERSION)
    return replace(table, warnings=tuple(warnings))


def _release_row(words: Words, above: Words) -> tuple[str, dict[str, str]]:
    release = _RELEASE.fullmatch(words["release"])
    breakdown, _, remark = words["breakdown"].partition(" (")
    tidy = {
        "period": _period(words["period"]),
        "value": words["value"],
        "edition": release["edition"] if release else words["release"],
        "published": day_in(release["day"] or "") if release else "",
        "source": words["source_page"],
        "note": remark.rstrip(")"),
    }
    return f"{words['measure']}: {breakdown}", tidy


def _headline_row(words: Words, above: Words) -> tuple[str, dict[str, str]]:
    tidy = {
        "period": _period(words["period"]),
        "value": words["value"],
        "edition": words["as_published_in"],
        "published": words["publication_date"],
        "source": words["source"],
        "note": words["status"],
    }
    return words["measure"], tidy


def _helpline_row(words: Words, above: Words) -> tuple[str, dict[str, str]]:
    """A source title of "same", perhaps with a remark, is the title of the row above."""
    title, remark = words["source_title"], ""
    if title.startswith("same"):
        title, remark = above["edition"], title.removeprefix("same").strip(" ()")
    elif known := _titles().get(title.partition(" (")[0]):
        title, remark = known, title.partition(" (")[2].rstrip(")")
    tidy = {
        "period": words["year"],
        "value": words["value"],
        "edition": title,
        "published": words["source_date"],
        "source": words["url"] or title,
        "note": remark,
    }
    return words["measure"], tidy


def _period(words: str) -> str:
    """ "2023 Q4" as written by this project."""
    return words.replace(" Q", "-Q")


@cache
def _table() -> dict[str, list[dict[str, str]]]:
    text = files("local_response.sources").joinpath("compiled_measures.toml").read_text(encoding="utf-8")
    loaded: dict[str, list[dict[str, str]]] = tomllib.loads(text)
    return loaded


@cache
def _meanings() -> Mapping[str, Mapping[str, str]]:
    return {row["words"].casefold(): row for row in _table()["counted"]}


def _meaning(counted: str) -> Mapping[str, str] | None:
    """What words count. "nrm_referrals: nationality=UK" needs no line of its own in the table."""
    total, _, nationality = counted.partition("nationality=")
    if nationality and (meaning := _meanings().get(f"{total}total".casefold())):
        return {**meaning, "nationality": nationality}
    return _meanings().get(counted.casefold())


@cache
def _titles() -> Mapping[str, str]:
    return {row["words"]: row["title"] for row in _table()["title"]}


def _columns(*names: str) -> tuple[tuple[str, str], ...]:
    return tuple((name, name) for name in names)


LAYOUTS = (
    Layout(
        "compiled.releases",
        "headline figures by release",
        _columns("release", "period", "measure", "breakdown", "value", "source_page"),
        read_releases,
    ),
    Layout(
        "compiled.headlines",
        "NRM headline figures with their revisions",
        _columns("period", "measure", "value", "as_published_in", "publication_date", "status", "source"),
        read_headlines,
    ),
    Layout(
        "compiled.helpline",
        "helpline headline figures",
        _columns("year", "measure", "value", "source_title", "source_date", "url"),
        read_helpline,
    ),
)

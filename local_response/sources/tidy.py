"""The tidy layout: the project's own CSV for figures typed from a PDF, a reply to a request or a web page.

docs/tidy-layout.md describes it. One row a figure: measure, area, period, value, status, edition, published, source,
note, and a column for each dimension that is used. What the file is stands beside it in "NAME.csv-metadata.json", CSVW
metadata: title, publisher, licence, page and, for figures that do not come from the publisher's own file, secondary.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from local_response.model.errors import SourceFormatError
from local_response.model.measures import ALL, DIMENSIONS
from local_response.model.periods import Period
from local_response.sources.faults import Fault, cell_place, refuse_values
from local_response.sources.layout import Found, Layout
from local_response.sources.repeats import refuse_repeats
from local_response.sources.said import Said
from local_response.sources.sheet import Sheet, labels_of, text_of
from local_response.sources.table import MISSING, PUBLISHED, SUPPRESSED, Origin, SourceTable

READER, VERSION = "tidy", 1
PUBLICATION = "tidy"
REQUIRED = ("measure", "area", "period", "value")
OPTIONAL = ("status", "edition", "published", "source", "note")
_STATUSES = {"": PUBLISHED, "published": PUBLISHED, "suppressed": SUPPRESSED, "missing": MISSING}


@dataclass(frozen=True)
class TidyRow:
    """One figure as it stands in a file. value: as printed, "" without one. line, column: its cell, from 1."""

    measure: str
    area: str
    period: str
    value: str
    line: int
    column: int
    status: str = ""
    edition: str = ""
    published: str = ""
    source: str = ""
    note: str = ""
    dimensions: tuple[tuple[str, str], ...] = ()


def read_tidy(found: Sequence[Found], said: Said) -> list[SourceTable]:
    """The figures of a tidy file, in one SourceTable with every measure in it."""
    return [tidy_table(one.sheet, _rows(one), _origin(one.sheet, said), said) for one in found]


def tidy_table(
    sheet: Sheet, rows: Sequence[TidyRow], origin: Origin, said: Said, *, reader: str = READER, version: int = VERSION
) -> SourceTable:
    """Figures as a SourceTable. Raises SourceValueError listing every value, period or day that cannot be."""
    faults: list[Fault] = []
    values = np.array([_value(sheet, row, faults) for row in rows])
    status = np.array([_STATUSES.get(row.status.casefold(), MISSING) for row in rows], dtype=np.int8)
    keys = {name: labels_of(getattr(row, name) for row in rows) for name in ("measure", "area", "period", "edition")}
    published = labels_of(row.published or said.published for row in rows)
    used = [name for name in DIMENSIONS if any(name in dict(row.dimensions) for row in rows)]
    dimensions = {name: labels_of(dict(row.dimensions).get(name, ALL) for row in rows) for name in used}
    lines = np.array([row.line for row in rows], dtype=np.int32)
    column = rows[0].column if rows else 1
    refuse_repeats(sheet.name, [*keys.values(), published, *dimensions.values()], values, lines, column, faults)
    refuse_values(sheet.file, faults)
    return SourceTable(
        publication=reader,
        reader=reader,
        reader_version=version,
        origin=origin,
        measure=keys["measure"],
        area=keys["area"],
        period=keys["period"],
        dimensions=dimensions,
        value=values,
        status=status,
        sheet=labels_of(sheet.name for _ in rows),
        row=lines,
        column=np.array([row.column for row in rows], dtype=np.int32),
        edition=keys["edition"],
        edition_published=published,
        notes={f"row {row.line}": "; ".join(filter(None, (row.source, row.note))) for row in rows},
    )


def _rows(found: Found) -> list[TidyRow]:
    places = {name.casefold(): place for place, name in enumerate(found.names) if name}
    if unknown := sorted(set(places) - {*REQUIRED, *OPTIONAL, *DIMENSIONS}):
        raise SourceFormatError(
            f"{found.sheet.place}, row {found.header + 1}: the tidy layout has no column {unknown[0]!r}. Its columns: "
            f"{', '.join((*REQUIRED, *OPTIONAL))} and the dimensions {', '.join(DIMENSIONS)}."
        )
    rows = []
    for line, cells in enumerate(found.sheet.rows[found.header + 1 :], found.header + 2):
        words = {name: text_of(cells[place]) for name, place in places.items()}
        if not any(words.values()):
            continue
        dimensions = tuple((name, words[name] or ALL) for name in DIMENSIONS if name in words)
        named = {name: words.get(name, "") for name in (*REQUIRED, *OPTIONAL)}
        rows.append(TidyRow(**named, line=line, column=places["value"] + 1, dimensions=dimensions))
    return rows


def _value(sheet: Sheet, row: TidyRow, faults: list[Fault]) -> float:
    """The figure of a row, NaN without one; adds a fault for everything in the row that cannot be."""
    place = cell_place(sheet.name, row.line, row.column)
    if problem := _period_problem(row.period):
        faults.append(Fault(f"{sheet.name}, row {row.line}", problem, "Write 2023-Q4, 2023, 2022/23 or mid-2023."))
    if not row.measure or not row.area:
        faults.append(Fault(f"{sheet.name}, row {row.line}", "no measure or no area", "Fill both in."))
    if row.published and not _is_day(row.published):
        remedy = "Write 2024-03-07, 2024-03 or 2024."
        faults.append(Fault(f"{sheet.name}, row {row.line}", f"{row.published!r} is no day of publication", remedy))
    if row.status.casefold() not in _STATUSES:
        remedy = "Write published, suppressed or missing."
        faults.append(Fault(f"{sheet.name}, row {row.line}", f"{row.status!r} is no status", remedy))
    with_value = _STATUSES.get(row.status.casefold(), MISSING) == PUBLISHED
    if with_value != bool(row.value):
        remedy = "Give a published figure its value, and a suppressed or missing one none."
        faults.append(Fault(place, f"value {row.value!r} with status {row.status or 'published'!r}", remedy))
    if not row.value or not with_value:
        return np.nan
    try:
        value = float(row.value.replace(",", ""))
    except ValueError:
        value = np.nan
    if not value >= 0 or not value.is_integer():
        faults.append(Fault(place, f"{row.value!r} is not a count", "Write a whole number, 0 or more."))
        return 0.0
    return value


def _period_problem(period: str) -> str:
    try:
        Period.parse(period)
    except ValueError as error:
        return str(error)
    return ""


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat((text + "-01-01")[:10] if len(text) < 10 else text)
    except ValueError:
        return False
    return len(text) in (4, 7, 10)


def metadata_path(path: Path) -> Path:
    """Where the CSVW metadata of a tidy file lie: "figures.csv-metadata.json" beside "figures.csv"."""
    return path.with_name(f"{path.name}-metadata.json")


def _origin(sheet: Sheet, said: Said) -> Origin:
    words = _metadata(metadata_path(said.path))
    return Origin(
        title=words.get("title", sheet.name),
        publisher=words.get("publisher", "as each row says"),
        edition=said.edition or words.get("edition", ""),
        published=said.published or words.get("published", ""),
        page=words.get("page", ""),
        licence=words.get("licence", "Open Government Licence v3.0"),
        secondary=words.get("secondary", ""),
    )


def _metadata(path: Path) -> Mapping[str, str]:
    """The words of a CSVW file, by our names; empty where there is none."""
    if not path.exists():
        return {}
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        raise SourceFormatError(f"{path.name}: not readable as JSON ({error}). docs/tidy-layout.md has one.") from error
    if not isinstance(held, dict):
        raise SourceFormatError(f"{path.name}: CSVW metadata are one JSON object. docs/tidy-layout.md has one.")
    names = {
        "dc:title": "title",
        "dc:publisher": "publisher",
        "dc:license": "licence",
        "dc:issued": "published",
        "dc:source": "page",
        "dc:hasVersion": "edition",
        "lr:secondary": "secondary",
    }
    return {ours: str(held[theirs]) for theirs, ours in names.items() if held.get(theirs)}


LAYOUTS = (Layout(PUBLICATION, "the tidy layout", tuple((name, name) for name in REQUIRED), read_tidy),)

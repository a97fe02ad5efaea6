"""The one place that knows which publication a file is: by its headers and titles, never by name or table number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from local_response.model.errors import SourceFormatError
from local_response.sources import (
    area_lookup,
    compiled,
    nrm_series,
    nrm_series_long,
    one_quarter,
    population,
    recorded_crime,
    responders,
    tidy,
    workforce,
)
from local_response.sources.faults import Fault, missing_column, refuse_values
from local_response.sources.layout import Found, Layout, Match, Reader, first_lines, match
from local_response.sources.opening import Opened, open_file
from local_response.sources.said import said_by_caller
from local_response.sources.sheet import Sheet
from local_response.sources.table import SourceTable

LAYOUTS: tuple[Layout, ...] = (
    *tidy.LAYOUTS,
    *responders.LAYOUTS,
    *nrm_series_long.LAYOUTS,
    *nrm_series.LAYOUTS,
    *one_quarter.LAYOUTS,
    *recorded_crime.LAYOUTS,
    *workforce.LAYOUTS,
    *area_lookup.LAYOUTS,
    *population.LAYOUTS,
    *compiled.LAYOUTS,
)
"""In the order in which they are tried: a sheet is read by the first that it fits wholly."""


def read(path: Path, *, period: str = "", published: str = "", edition: str = "") -> list[SourceTable]:
    """The publications in a file as tables of rows with their cell of origin.

    period: written period, needed where neither file nor name says it. published: ISO day. edition: name of the
    release. Raises SourceFormatError where nothing in the file is known or a column is missing, SourceValueError for
    values that cannot be, UnsafeFileError for a file that is refused unread.
    """
    opened = open_file(path)
    said = said_by_caller(path, period, published, edition)
    found, near, front = _sort(opened)
    said = replace(said, front=tuple(front))
    if not found:
        raise _unknown(opened, near)
    warnings = (*opened.warnings, *map(_passed_over, near))
    tables = [table for reader, places in found.items() for table in reader(places, said)]
    if not tables or not all(table.value.size for table in tables):
        raise SourceFormatError(f"{path.name}: a table has a header and no figures under it. Download it again.")
    return [replace(table, warnings=(*warnings, *table.warnings)) for table in tables]


def _sort(opened: Opened) -> tuple[dict[Reader, list[Found]], list[tuple[Sheet, Layout, Match]], list[str]]:
    """The tables found by what reads them, sheets that nearly fit one, and the lines of sheets that hold none."""
    found: dict[Reader, list[Found]] = {}
    near: list[tuple[Sheet, Layout, Match]] = []
    front: list[str] = []
    for sheet in opened.sheets:
        matches = [(layout, match(layout, sheet)) for layout in LAYOUTS]
        if whole := next(((layout, fit) for layout, fit in matches if fit.fit == "whole"), None):
            found.setdefault(whole[0].read, []).append(_even(Found(sheet, whole[1].header)))
        elif nearly := [(sheet, layout, fit) for layout, fit in matches if fit.fit == "nearly"]:
            near.append(min(nearly, key=lambda one: len(one[2].missing)))
        else:
            front.extend(sheet.lines_above(min(60, len(sheet.rows))))
    return found, near, front


def _even(found: Found) -> Found:
    """The table, once each row of a text file has the header's cells. Raises SourceValueError for rows that do not."""
    if not found.sheet.is_text:
        return found
    names = found.names
    last = max(place for place, name in enumerate(names) if name)
    faults = []
    for line, row in enumerate(found.sheet.rows[found.header + 1 :], found.header + 2):
        held = row.index(None) if None in row else len(row)
        if 1 < held <= last and any(row[1:]):
            finding = f"{held} cells under a header of {last + 1}: the row is cut short"
            faults.append(Fault(f"{found.sheet.name}, row {line}", finding, "Download the file again."))
        elif len(row) > last + 1 and any(row[last + 1 :]):
            finding = f"cells beyond the last column, {names[last]!r}"
            faults.append(
                Fault(f"{found.sheet.name}, row {line}", finding, "Put quotation marks round cells with commas.")
            )
    refuse_values(found.sheet.file, faults)
    return found


def _passed_over(near: tuple[Sheet, Layout, Match]) -> str:
    sheet, layout, fit = near
    return f"{sheet.place} was passed over: like {layout.what}, but without {', '.join(map(repr, fit.missing))}."


def _unknown(opened: Opened, near: Sequence[tuple[Sheet, Layout, Match]]) -> SourceFormatError:
    if near:
        sheet, layout, fit = near[0]
        names = [name for name in sheet.texts(fit.header) if name]
        return missing_column(f"{sheet.place}, row {fit.header + 1}", fit.missing, names, layout.what)
    first = next((", ".join(line.split("\n")) for sheet in opened.sheets for line in first_lines(sheet) if line), "")
    known = "; ".join(dict.fromkeys(layout.what for layout in LAYOUTS))
    return SourceFormatError(
        f"{opened.path.name}: no reader knows this file. It begins {first[:120]!r}. Known: {known}. "
        "docs/publications.md says what to download; other figures enter by the tidy layout (docs/tidy-layout.md)."
    )

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
    one_quarter,
    population,
    recorded_crime,
    responders,
    tidy,
    workforce,
)
from local_response.sources.faults import missing_column
from local_response.sources.layout import Found, Layout, Match, Reader, match
from local_response.sources.opening import Opened, open_file
from local_response.sources.said import said_by_caller
from local_response.sources.sheet import Sheet
from local_response.sources.table import SourceTable

LAYOUTS: tuple[Layout, ...] = (
    *tidy.LAYOUTS,
    *responders.LAYOUTS,
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
    return [table for reader, places in found.items() for table in reader(places, said)]


def _sort(opened: Opened) -> tuple[dict[Reader, list[Found]], list[tuple[Sheet, Layout, Match]], list[str]]:
    """The tables found by what reads them, sheets that nearly fit one, and the lines of sheets that hold none."""
    found: dict[Reader, list[Found]] = {}
    near: list[tuple[Sheet, Layout, Match]] = []
    front: list[str] = []
    for sheet in opened.sheets:
        matches = [(layout, match(layout, sheet)) for layout in LAYOUTS]
        if whole := next(((layout, fit) for layout, fit in matches if fit.fit == "whole"), None):
            found.setdefault(whole[0].read, []).append(Found(sheet, whole[1].header))
        elif nearly := [(sheet, layout, fit) for layout, fit in matches if fit.fit == "nearly"]:
            near.append(min(nearly, key=lambda one: len(one[2].missing)))
        else:
            front.extend(sheet.lines_above(min(60, len(sheet.rows))))
    return found, near, front


def _unknown(opened: Opened, near: Sequence[tuple[Sheet, Layout, Match]]) -> SourceFormatError:
    if near:
        sheet, layout, fit = near[0]
        names = [name for name in sheet.texts(fit.header) if name]
        return missing_column(f"{sheet.place}, row {fit.header + 1}", fit.missing, names, layout.what)
    first = next((line for sheet in opened.sheets for line in sheet.lines_above(min(20, len(sheet.rows)))), "")
    known = "; ".join(dict.fromkeys(layout.what for layout in LAYOUTS))
    return SourceFormatError(
        f"{opened.path.name}: no reader knows this file. It begins {first[:80]!r}. Known: {known}. "
        "docs/publications.md says what to download; other figures enter by the tidy layout (docs/tidy-layout.md)."
    )

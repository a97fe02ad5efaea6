"""Profile files: a Profile written to a folder in every format that is asked for, each file whole or not at all."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from local_response.model.errors import DocumentError
from local_response.model.profiles import Profile
from local_response.publish.boundaries import Outlines, read_boundaries
from local_response.publish.composition import compose
from local_response.publish.data import csv_text, csvw_text, json_text
from local_response.publish.document import Document

FORMATS = ("html", "pdf", "json", "csv", "xlsx")


def write_profile(
    profile: Profile, out: Path, *, boundaries: Path | None = None, formats: Sequence[str] = FORMATS
) -> list[Path]:
    """Write a profile's files into the folder out, made where it is missing, and return their paths.

    formats: any of FORMATS; csv brings its CSVW metadata. boundaries: GeoJSON of police force areas for the maps.
    Equal profiles give equal bytes. Raises DocumentError where the folder cannot be written or the boundaries read.
    """
    if unknown := [name for name in formats if name not in FORMATS]:
        raise ValueError(f"no format {unknown[0]!r}; there are {', '.join(FORMATS)}")
    document = compose(profile)
    name = file_stem(profile.area.name)
    outlines = read_boundaries(boundaries) if boundaries else None
    made = _contents(document, name, formats, outlines)
    try:
        out.mkdir(parents=True, exist_ok=True)
        return [_written(out / file, content()) for file, content in made.items()]
    except OSError as problem:
        raise DocumentError(
            f"{out}: the profile of {profile.area.name} could not be written ({problem.strerror or problem}). "
            "Choose a folder that you may write to, with space left, by --out."
        ) from problem


def file_stem(area_name: str) -> str:
    """The name of an area as a file name: "Avon and Somerset" is avon-and-somerset."""
    return re.sub(r"[^a-z0-9]+", "-", area_name.lower()).strip("-")


def _contents(
    document: Document, name: str, formats: Sequence[str], outlines: Outlines | None
) -> dict[str, Callable[[], bytes]]:
    """File name -> what makes its bytes. Page and PDF share their drawings; costly imports wait until needed."""
    from local_response.publish.html import drawings, html

    drawn = drawings(document, outlines) if {"html", "pdf"} & set(formats) else {}
    made: dict[str, Callable[[], bytes]] = {}
    if "html" in formats:
        made[f"{name}.html"] = lambda: html(document, drawn).encode()
    if "pdf" in formats:
        from local_response.publish.pdf import pdf

        made[f"{name}.pdf"] = lambda: pdf(document, drawn)
    if "json" in formats:
        made[f"{name}.json"] = lambda: json_text(document).encode()
    if "csv" in formats:
        made[f"{name}.csv"] = lambda: csv_text(document).encode()
        made[f"{name}.csv-metadata.json"] = lambda: csvw_text(document, f"{name}.csv").encode()
    if "xlsx" in formats:
        from local_response.publish.workbook import xlsx

        made[f"{name}.xlsx"] = lambda: xlsx(document)
    return made


def _written(path: Path, content: bytes) -> Path:
    """Write beside the place and move into it, so that a reader or a crash never meets half a file."""
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return path

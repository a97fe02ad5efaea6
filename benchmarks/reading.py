"""How fast published files are read, beside libraries that only read cells. Run: python -m benchmarks.reading

An ODS of 20,000 rows and 16 columns: nine columns as the Home Office's workforce table has them, seven more of words.
Three ways in the same run: our reader, with every check; python-calamine, the bare cells; pandas with odfpy, the bare
cells, from a file with a twentieth of the rows, whose time is multiplied by twenty (the output says so). Prints medians
and ratios. Targets: at most 1.3 times calamine, at least 60 times faster than pandas. Then, where the published figures
lie beside the project, every NRM file in turn.
"""

from __future__ import annotations

import gc
import tempfile
import time
import zipfile
from collections.abc import Callable
from itertools import product
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import pandas as pd
import python_calamine

from local_response.sources.recognise import read

ROWS, COLUMNS, SHARE, ROUNDS = 20_000, 16, 20, 9
NRM = Path(__file__).resolve().parents[2] / "shared" / "data" / "nrm"
HEADER = (
    "As at 31 March...",
    "Geo code",
    "Force Name",
    "Region",
    "Sex",
    "Rank description",
    "Worker type",
    "Total (headcount)",
    "Total (FTE)",
    *(f"Note {number}" for number in range(1, COLUMNS - 8)),
)
_NAMES = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'  # noqa: E501
_MIMETYPE = "application/vnd.oasis.opendocument.spreadsheet"


def rows(count: int) -> list[tuple[object, ...]]:
    """Rows of the shape of the workforce table; no figure of them is published, and none is kept."""
    keys = product(range(2007, 2024), range(1, 44), ("Female", "Male"), range(1, 15))
    return [
        (
            float(year),
            f"E230000{force:02d}",
            f"Force {force}",
            "Region",
            sex,
            f"Rank {rank}",
            "Police Officer",
            float(number % 1000),
            (number % 1000) * 0.98,
            *(f"note {number % 7}" for _ in range(COLUMNS - 9)),
        )
        for number, (year, force, sex, rank) in zip(range(count), keys, strict=False)
    ]


def write_ods(path: Path, count: int) -> Path:
    """An ODS with the header and that many rows, written as text: a library would take minutes."""
    lines = ["".join(map(_cell, line)) for line in [HEADER, *rows(count)]]
    body = "".join(f"<table:table-row>{line}</table:table-row>" for line in lines)
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {_NAMES} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Data">{body}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    manifest = (
        '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<manifest:file-entry manifest:full-path="/" manifest:media-type="{_MIMETYPE}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", _MIMETYPE, zipfile.ZIP_STORED)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
    return path


def _cell(cell: object) -> str:
    if isinstance(cell, float):
        kind = f'office:value-type="float" office:value="{cell}"'
    else:
        kind = 'office:value-type="string"'
    return f"<table:table-cell {kind}><text:p>{escape(str(cell))}</text:p></table:table-cell>"


def bare_cells(path: Path) -> None:
    """Every cell of a workbook as python-calamine gives it."""
    book = python_calamine.CalamineWorkbook.from_path(path)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def medians(rounds: int, *calls: Callable[[], object]) -> list[float]:
    """Median seconds of each call, taken in turn so that a busy machine slows all of them alike."""
    times: list[list[float]] = [[] for _ in calls]
    for _ in range(rounds):
        for place, call in enumerate(calls):
            gc.collect()
            started = time.perf_counter()
            call()
            times[place].append(time.perf_counter() - started)
    return [float(np.median(taken)) for taken in times]


def main() -> None:
    """Prints the medians and ratios."""
    with tempfile.TemporaryDirectory() as folder:
        whole = write_ods(Path(folder) / "whole.ods", ROWS)
        part = write_ods(Path(folder) / "part.ods", ROWS // SHARE)
        ours, calamine = medians(ROUNDS, lambda: read(whole), lambda: bare_cells(whole))
        [pandas] = medians(1, lambda: pd.read_excel(part, engine="odf"))
    print(f"ODS of {ROWS:,} rows x {COLUMNS} columns, median of {ROUNDS}")
    print(f"  our reader, with checks      {ours:8.3f} s")
    print(
        f"  python-calamine, bare cells  {calamine:8.3f} s   ours / calamine {ours / calamine:.2f} (target at most 1.3)"
    )
    print(
        f"  pandas with odfpy            {pandas * SHARE:8.1f} s   pandas / ours {pandas * SHARE / ours:.0f} "
        f"(target at least 60; {SHARE} times the {pandas:.2f} s for {ROWS // SHARE:,} rows)"
    )
    if NRM.is_dir():
        files = sorted(NRM.glob("*.csv"))
        [every] = medians(5, lambda: [read(path, period="2025-Q3" if "county" in path.name else "") for path in files])
        print(f"{len(files)} NRM files, median of 5      {every:8.3f} s")


if __name__ == "__main__":
    main()

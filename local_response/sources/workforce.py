"""Police workforce open data: officers and staff by force, sex, rank and worker type at each 31 March.

Publisher: Home Office, "Police workforce, England and Wales", workforce open data table: an ODS with the sheets Notes
and Data. One row a combination; headcount and full-time equivalent (FTE). An FTE "N/A" is missing, not zero: special
constables and volunteers are counted by head only. Geo code and Region are "N/A" for the British Transport Police.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from local_response.model.periods import Period
from local_response.sources.faults import Fault, cell_place, refuse_values
from local_response.sources.layout import Found, Layout
from local_response.sources.numbers import Numbers, check_counts, read_numbers
from local_response.sources.repeats import refuse_repeats
from local_response.sources.said import Said
from local_response.sources.sheet import Sheet, constant, merged, pruned
from local_response.sources.table import PUBLISHED, Labels, Origin, SourceTable

READER, VERSION = "workforce", 1
PAGE = "https://www.gov.uk/government/statistics/police-workforce-open-data-tables"
MEASURES = ("workforce.officers", "workforce.officers_fte")
_CODE = re.compile(r"[EW]\d{8}")
_DIMENSIONS = (("gender", "Sex"), ("rank", "Rank description"), ("worker_type", "Worker type"))


def read_workforce(found: Sequence[Found], said: Said) -> list[SourceTable]:
    """Headcount and full-time equivalent, two rows for each row of the sheet."""
    return [_read(one, said) for one in found]


def _read(found: Found, said: Said) -> SourceTable:
    sheet, first, faults = found.sheet, found.header + 1, list[Fault]()
    columns = [found.column(r"Total \(headcount\)"), found.column(r"Total \(FTE\)")]
    heads = read_numbers(sheet, first, columns[:1], faults)
    equivalents = read_numbers(sheet, first, columns[1:], faults)
    check_counts(sheet, first, columns[:1], heads, faults)
    numbers = Numbers(
        np.hstack([heads.value, equivalents.value]).ravel(), np.hstack([heads.status, equivalents.status]).ravel()
    )
    _refuse_negative(sheet, first, columns[1], equivalents, faults)
    body = sheet.rows[first:]
    lines = np.arange(first + 1, first + 1 + len(body), dtype=np.int32)
    area, period = _areas(found), _days(found, lines, faults)
    dimensions = {name: found.labels(header) for name, header in _DIMENSIONS}
    refuse_repeats(sheet.name, [period, area, *dimensions.values()], heads.value[:, 0], lines, columns[0] + 1, faults)
    refuse_values(sheet.file, faults)
    count = 2 * len(body)
    return SourceTable(
        publication="workforce.officers",
        reader=READER,
        reader_version=VERSION,
        origin=Origin(
            "Police workforce, England and Wales: workforce open data table",
            "Home Office",
            edition=said.edition,
            published=said.day_published(),
            page=PAGE,
        ),
        measure=Labels(MEASURES, np.tile(np.array([0, 1], dtype=np.int32), len(body))),
        area=_twice(area),
        period=_twice(period),
        dimensions={name: _twice(labels) for name, labels in dimensions.items()},
        value=numbers.value,
        status=numbers.status,
        sheet=constant(sheet.name, count),
        row=np.repeat(lines, 2),
        column=np.tile(np.array(columns, dtype=np.int32) + 1, len(body)),
    )


def _twice(labels: Labels) -> Labels:
    return Labels(labels.values, np.repeat(labels.codes, 2))


def _areas(found: Found) -> Labels:
    """The ONS code where there is one, else the name: the British Transport Police has "N/A" for a code."""
    codes = found.labels("Geo code")
    names = found.labels("Force Name")
    blank = np.array([not _CODE.fullmatch(value) for value in codes.values])[codes.codes]
    together = np.where(blank, names.codes + len(codes.values), codes.codes).astype(np.int32)
    return pruned(merged([*codes.values, *names.values], together))


def _days(found: Found, lines: NDArray[np.int32], faults: list[Fault]) -> Labels:
    place = found.column("As at 31 March.*")
    years = found.labels("As at 31 March.*")
    written = []
    for code, year in enumerate(years.values):
        try:
            written.append(Period.parse(f"{year}-03-31").text)
        except ValueError:
            written.append("")
            line = int(lines[np.argmax(years.codes == code)])
            finding = f"{year!r} is no year"
            faults.append(Fault(cell_place(found.sheet.name, line, place + 1), finding, "Write a year such as 2023."))
    return merged(written, years.codes)


def _refuse_negative(sheet: Sheet, first: int, column: int, numbers: Numbers, faults: list[Fault]) -> None:
    with np.errstate(invalid="ignore"):
        negative = np.flatnonzero((numbers.value[:, 0] < 0) & (numbers.status[:, 0] == PUBLISHED))
    for row in negative:
        finding = f"{numbers.value[row, 0]:g} is a negative full-time equivalent"
        place = cell_place(sheet.name, first + int(row) + 1, column + 1)
        faults.append(Fault(place, finding, "Correct the cell from the published table."))


LAYOUTS = (
    Layout(
        "workforce.officers",
        "the police workforce open data table",
        (
            ("As at 31 March...", "As at 31 March.*"),
            ("Geo code", "Geo code"),
            ("Force Name", "Force Name"),
            ("Sex", "Sex"),
            ("Rank description", "Rank description"),
            ("Worker type", "Worker type"),
            ("Total (headcount)", r"Total \(headcount\)"),
            ("Total (FTE)", r"Total \(FTE\)"),
        ),
        read_workforce,
    ),
)

"""Tables of one column of counts for one quarter: Duty to Notify by nationality, referrals by county of exploitation.

Publisher: Home Office, the quarterly NRM and Duty to Notify tables. Both have two columns, a name and its count:
"Nationality" and "Total" with a last row "Total"; "UK County" and "Referrals" after five lines of title and notes, in
the releases of 2025 on. The county CSV at hand is another project's extract, which may have left rows out: a county
table without the publisher's title is marked secondary, and its sum is never a UK total.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from local_response.model.areas import UNITED_KINGDOM
from local_response.model.measures import ALL
from local_response.sources.faults import Fault, cell_place, refuse_values
from local_response.sources.layout import Found, Layout
from local_response.sources.numbers import Numbers, check_counts, read_numbers
from local_response.sources.responders import PAGE
from local_response.sources.said import Said, quarter_of, title_of
from local_response.sources.sheet import Sheet, constant, relabelled, selected
from local_response.sources.sums import Sums
from local_response.sources.table import MISSING, Labels, Origin, SourceTable

READER, VERSION = "one_quarter", 1
COUNTY_SECONDARY = (
    "Extracted by another project from the published table; it may have left out rows, such as counties that are "
    "unknown or outside the UK, and was not checked against the publisher's file. Its sum is not a UK total."
)


@dataclass(frozen=True)
class Listed:
    """One of the two tables. name, count: patterns of its columns."""

    publication: str
    measure: str
    title: str
    name: str
    count: str
    secondary: str = ""


NATIONALITY = Listed("dtn.nationality", "dtn.reports", "Duty to Notify reports by nationality", "Nationality", "Total")
COUNTY = Listed(
    "nrm.county_of_exploitation",
    "nrm.referrals.by_county_of_exploitation",
    "NRM referrals by UK county of exploitation",
    "UK County",
    "(?:NRM )?Referrals|Total|Number of referrals",
    COUNTY_SECONDARY,
)


def read_nationalities(found: Sequence[Found], said: Said) -> list[SourceTable]:
    """Duty to Notify reports of the UK by nationality."""
    return [_read(one, said, NATIONALITY) for one in found]


def read_counties(found: Sequence[Found], said: Said) -> list[SourceTable]:
    """Referrals by county of exploitation; the area is the county as printed."""
    return [_read(one, said, COUNTY) for one in found]


def _read(found: Found, said: Said, listed: Listed) -> SourceTable:
    sheet, first, faults = found.sheet, found.header + 1, list[Fault]()
    column = found.column(listed.count)
    numbers = read_numbers(sheet, first, [column], faults)
    check_counts(sheet, first, [column], numbers, faults)
    names = found.labels(listed.name)
    rows = np.flatnonzero(numbers.status[:, 0] != MISSING)
    names = selected(names, rows)
    numbers = Numbers(numbers.value[rows], numbers.status[rows])
    lines = (rows + first + 1).astype(np.int32)
    names = relabelled(names, {name: ALL for name in names.values if name.casefold() == "total"})
    _refuse_repeats(sheet, names, lines, faults)
    sums = _check_total(sheet, names, lines, column, numbers.value[:, 0])
    refuse_values(sheet.file, [*faults, *sums.faults])
    period, warnings = quarter_of(sheet, found.header, said)
    by_area = listed is COUNTY
    published_table = bool(sheet.lines_above(found.header))
    return SourceTable(
        publication=listed.publication,
        reader=READER,
        reader_version=VERSION,
        origin=Origin(
            title_of(sheet, found.header, listed.title),
            "Home Office",
            edition=said.edition,
            period=period,
            published=said.day_published(),
            page=PAGE,
            secondary="" if published_table else listed.secondary,
        ),
        measure=constant(listed.measure, rows.size),
        area=relabelled(names, {ALL: UNITED_KINGDOM}) if by_area else constant(UNITED_KINGDOM, rows.size),
        period=constant(period, rows.size),
        dimensions={} if by_area else {"nationality": names},
        value=numbers.value[:, 0],
        status=numbers.status[:, 0],
        sheet=constant(sheet.name, rows.size),
        row=lines,
        column=np.full(rows.size, column + 1, dtype=np.int32),
        warnings=warnings,
        disagreements=tuple(sums.disagreements),
    )


def _check_total(
    sheet: Sheet, names: Labels, lines: NDArray[np.int32], column: int, value: NDArray[np.float64]
) -> Sums:
    sums = Sums()
    is_total = np.array([names.values[code] == ALL for code in names.codes], dtype=bool)
    if is_total.sum() == 1 and not is_total.all():
        line = int(lines[np.argmax(is_total)])
        sums.compare(
            value[~is_total].sum(keepdims=True),
            value[is_total],
            lambda _: cell_place(sheet.name, line, column + 1),
            lambda _: "the table",
            "rows",
        )
    return sums


def _refuse_repeats(sheet: Sheet, names: Labels, lines: NDArray[np.int32], faults: list[Fault]) -> None:
    seen: dict[int, int] = {}
    for code, line in zip(names.codes.tolist(), lines.tolist(), strict=True):
        if code in seen:
            finding = f"{names.values[code]!r} was already in row {seen[code]}"
            faults.append(Fault(f"{sheet.name}, row {line}", finding, "Keep the row that the publisher prints."))
        seen.setdefault(code, line)


LAYOUTS = (
    Layout(
        NATIONALITY.publication,
        "Duty to Notify reports by nationality",
        (("Nationality", NATIONALITY.name), ("Total", NATIONALITY.count)),
        read_nationalities,
        only=True,
        title=r"DtN|Duty to Notify",
    ),
    Layout(
        COUNTY.publication,
        "NRM referrals by UK county of exploitation",
        (("UK County", COUNTY.name), ("Referrals", COUNTY.count)),
        read_counties,
        only=True,
    ),
)

"""Lookup of local authorities to community safety partnerships and police force areas, of any vintage.

Publisher: ONS Open Geography. Columns are named by year (LAD23CD, LAD23NM, CSP23CD, PFA23CD, ...). An authority stands
once for each partnership in it, so rows repeat: each authority is read once. One in two force areas is a fault.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

from local_response.sources.faults import Fault, cell_place, refuse_values
from local_response.sources.layout import Found, Layout
from local_response.sources.said import Said
from local_response.sources.sheet import constant, labels_of, text_of
from local_response.sources.table import Origin, SourceTable

READER, VERSION = "area_lookup", 1
PUBLICATION, MEASURE = "geography.local_authority_lookup", "geography.local_authority"
PAGE = "https://geoportal.statistics.gov.uk/"
_CODE = re.compile(r"[EWSN]\d{8}")


def read_lookup(found: Sequence[Found], said: Said) -> list[SourceTable]:
    """One row a local authority: area is its code, within its police force area's, value 1; notes hold the names."""
    return [_read(one, said) for one in found]


def _read(found: Found, said: Said) -> SourceTable:
    sheet, first, faults = found.sheet, found.header + 1, list[Fault]()
    authority, force, name = (found.column(pattern) for pattern in (r"LAD\d\dCD", r"PFA\d\dCD", r"LAD\d\dNM"))
    year = "20" + found.names[authority][3:5]
    rows: dict[str, tuple[int, str]] = {}
    names: dict[str, str] = {}
    for line, row in enumerate(sheet.rows[first:], first + 1):
        code, within = text_of(row[authority]), text_of(row[force])
        if not code and not within:
            continue
        if wrong := [place for place, cell in ((authority, code), (force, within)) if not _CODE.fullmatch(cell)]:
            place, cell = cell_place(sheet.name, line, wrong[0] + 1), text_of(row[wrong[0]])
            faults.append(Fault(place, f"{cell!r} is no ONS code", "Write a letter and eight digits, as published."))
            continue
        earlier = rows.setdefault(code, (line, within))
        names[code] = text_of(row[name]) if name >= 0 else code
        if earlier[1] != within:
            finding = f"{names[code]} ({code}) is in {within} here and in {earlier[1]} in row {earlier[0]}"
            place = cell_place(sheet.name, line, force + 1)
            faults.append(Fault(place, finding, "An authority lies in one police force area: keep the published row."))
    refuse_values(sheet.file, faults)
    count = len(rows)
    return SourceTable(
        publication=PUBLICATION,
        reader=READER,
        reader_version=VERSION,
        origin=Origin(
            f"Local authority district to community safety partnership to police force area lookup, {year}",
            "Office for National Statistics",
            edition=said.edition,
            period=year,
            published=said.day_published(),
            page=PAGE,
        ),
        measure=constant(MEASURE, count),
        area=labels_of(rows),
        period=constant(year, count),
        dimensions={"within": labels_of(within for _, within in rows.values())},
        value=np.ones(count),
        status=np.zeros(count, dtype=np.int8),
        sheet=constant(sheet.name, count),
        row=np.array([line for line, _ in rows.values()], dtype=np.int32),
        column=np.full(count, force + 1, dtype=np.int32),
        notes=names,
    )


LAYOUTS = (
    Layout(
        PUBLICATION,
        "the lookup of local authorities to police force areas",
        (("LAD..CD", r"LAD\d\dCD"), ("LAD..NM", r"LAD\d\dNM"), ("PFA..CD", r"PFA\d\dCD")),
        read_lookup,
    ),
)

"""Police recorded crime open data: offences by force, offence and financial quarter.

Publisher: Home Office, "Police recorded crime open data Police Force Area tables, year ending March 2013 onwards":
one CSV a year, or one ODS with a sheet a year ("2012_13", "2012-13") among cover and notes sheets. Counts are text
with spaces in the CSV, and zero is written "-00 "; some counts are below zero, as published. Quarters are financial:
quarter 1 is April to June. Fraud bodies and the British Transport Police stand beside the forces.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from local_response.model.periods import Period
from local_response.sources.faults import Fault, cell_place, refuse_values
from local_response.sources.layout import Found, Layout
from local_response.sources.numbers import check_counts, read_numbers
from local_response.sources.repeats import combined, refuse_repeats
from local_response.sources.said import Said, title_of
from local_response.sources.sheet import Sheet, constant, merged, pruned, selected
from local_response.sources.table import Labels, Origin, SourceTable

READER, VERSION = "recorded_crime", 1
PUBLICATION, MEASURE = "crime.recorded", "crime.recorded"
PAGE = "https://www.gov.uk/government/statistics/police-recorded-crime-open-data-tables"
TITLE = "Police recorded crime open data, police force area tables"


def read_crime(found: Sequence[Found], said: Said) -> list[SourceTable]:
    """Recorded offences, one SourceTable a sheet; the period is the calendar quarter."""
    return [_read(one, said) for one in found]


def _read(found: Found, said: Said) -> SourceTable:
    sheet, first, faults = found.sheet, found.header + 1, list[Fault]()
    count = found.column("Number of Offences")
    numbers = read_numbers(sheet, first, [count], faults)
    check_counts(sheet, first, [count], numbers, faults, negative=True)
    force = found.labels("Force Name")
    rows = np.flatnonzero(np.array([bool(name) for name in force.values])[force.codes])
    lines = (rows + first + 1).astype(np.int32)
    force = selected(force, rows)
    period = _periods(found, rows, lines, faults)
    offence = _offences(found, rows, [period, force])
    value, status = numbers.value[rows, 0], numbers.status[rows, 0]
    refuse_repeats(sheet.name, [period, force, offence], value, lines, count + 1, faults)
    refuse_values(sheet.file, faults)
    return SourceTable(
        publication=PUBLICATION,
        reader=READER,
        reader_version=VERSION,
        origin=Origin(
            title_of(sheet, found.header, TITLE),
            "Home Office",
            edition=said.edition,
            published=said.day_published(),
            page=PAGE,
        ),
        measure=constant(MEASURE, rows.size),
        area=force,
        period=period,
        dimensions={"offence": offence},
        value=value,
        status=status,
        sheet=constant(sheet.name, rows.size),
        row=lines,
        column=np.full(rows.size, count + 1, dtype=np.int32),
        warnings=_below_zero(sheet, value, lines),
        notes=_descriptions(found, offence, rows),
    )


def _periods(found: Found, rows: NDArray[np.intp], lines: NDArray[np.int32], faults: list[Fault]) -> Labels:
    """Calendar quarters of the financial ones; a fault for each row whose year or quarter cannot be."""
    sheet, place = found.sheet, found.column("Financial Quarter")
    year = selected(found.labels("Financial Year"), rows)
    quarter = selected(found.labels("Financial Quarter"), rows)
    width = len(quarter.values)
    pairs, codes = np.unique(year.codes * width + quarter.codes, return_inverse=True)
    written = []
    for number, pair in enumerate(pairs.tolist()):
        words = (year.values[pair // width], quarter.values[pair % width])
        try:
            written.append(Period.financial_quarter(words[0].replace("-", "/"), int(words[1])).text)
        except ValueError:
            written.append("")
            line = int(lines[np.argmax(codes == number)])
            faults.append(
                Fault(
                    cell_place(sheet.name, line, place + 1),
                    f"quarter {words[1]!r} of financial year {words[0]!r} is no period",
                    "Write the year like 2017/18 and the quarter as 1 (April to June) to 4.",
                )
            )
    return merged(written, codes.astype(np.int32))


def _offences(found: Found, rows: NDArray[np.intp], keys: Sequence[Labels]) -> Labels:
    """Offence codes. A code of several offences ("1/4.1/4.10/4.2", homicide) has a row for each, which the list does
    not tell apart: they become "1/4.1/4.10/4.2 (1)" and so on, in the order of the rows."""
    code = selected(found.labels("Offence Code"), rows)
    several = np.array(["/" in value for value in code.values], dtype=bool)[code.codes]
    if not several.any():
        return code
    written, codes = list(code.values), code.codes.copy()
    nth: dict[int, int] = {}
    place: dict[str, int] = {}
    numbers = combined([*keys, code])
    for row in np.flatnonzero(several).tolist():
        nth[numbers[row]] = nth.get(numbers[row], 0) + 1
        label = f"{code.values[code.codes[row]]} ({nth[numbers[row]]})"
        if label not in place:
            place[label] = len(written)
            written.append(label)
        codes[row] = place[label]
    return pruned(Labels(tuple(written), codes))


def _descriptions(found: Found, offence: Labels, rows: NDArray[np.intp]) -> dict[str, str]:
    """What each offence is called, by "offence CODE"."""
    names = selected(found.labels("Offence Description"), rows)
    _, first = np.unique(offence.codes, return_index=True)
    return {f"offence {offence.values[offence.codes[row]]}": names.values[names.codes[row]] for row in first}


def _below_zero(sheet: Sheet, value: NDArray[np.float64], lines: NDArray[np.int32]) -> tuple[str, ...]:
    """A warning where the publisher prints counts below zero, as it does in some force's quarters."""
    below = lines[value < 0]
    if not below.size:
        return ()
    rows = ", ".join(map(str, below[:5])) + (" and others" if below.size > 5 else "")
    return (f"{sheet.name}: {below.size} counts below zero (rows {rows}) are kept as the publisher prints them.",)


LAYOUTS = (
    Layout(
        PUBLICATION,
        "police recorded crime open data",
        tuple(
            (name, name)
            for name in (
                "Financial Year",
                "Financial Quarter",
                "Force Name",
                "Offence Description",
                "Offence Code",
                "Number of Offences",
            )
        ),
        read_crime,
    ),
)

"""NRM referrals of the UK by quarter, age and location in long form, one row a combination.

Publisher: Home Office; this is how the table that nrm_series reads is exported (CSV): Year, Quarter, Age at
exploitation, Location of exploitation, NRM referrals. Checks: the locations of an age in a quarter sum to its total.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from local_response.model.areas import UNITED_KINGDOM
from local_response.model.measures import ALL
from local_response.sources.faults import Fault, cell_place, refuse_values
from local_response.sources.layout import Found, Layout
from local_response.sources.new_labels import new_labels
from local_response.sources.nrm_series import READER, REFERRALS, VERSION, all_of, series_origin
from local_response.sources.numbers import check_counts, read_numbers
from local_response.sources.quarters import periods_of
from local_response.sources.repeats import combined, refuse_repeats
from local_response.sources.said import Said
from local_response.sources.sheet import Sheet, code_of, constant, labels_of, relabelled, selected
from local_response.sources.sums import Sums, group_sums
from local_response.sources.table import Labels, SourceTable


def read_referrals_long(found: Sequence[Found], said: Said) -> list[SourceTable]:
    """Referrals by quarter, age and location in long form."""
    return [_long(one, said) for one in found]


def _long(found: Found, said: Said) -> SourceTable:
    sheet, first, faults = found.sheet, found.header + 1, list[Fault]()
    figures = found.column("NRM referrals")
    numbers = read_numbers(sheet, first, [figures], faults)
    check_counts(sheet, first, [figures], numbers, faults)
    rows = np.array([line for line, row in enumerate(sheet.rows[first:]) if any(row)], dtype=np.intp)
    periods = labels_of(periods_of(sheet, first, found.column("Year"), found.column("Quarter"), rows, faults))
    dimensions: dict[str, Labels] = {}
    for name, header in (("age", "Age at exploitation"), ("location", "Location of exploitation")):
        labels = selected(found.labels(header), rows)
        dimensions[name] = relabelled(labels, {label: all_of(label) for label in labels.values})
    value = numbers.value[rows, 0]
    keys, lines = [periods, *dimensions.values()], (rows + first + 1).astype(np.int32)
    refuse_repeats(sheet.name, keys, value, lines, figures + 1, faults)
    sums = _check_locations(sheet, lines, figures, keys, value)
    refuse_values(sheet.file, [*faults, *sums.faults])
    return SourceTable(
        publication=REFERRALS.publication,
        reader=READER,
        reader_version=VERSION,
        origin=series_origin(found, said, REFERRALS),
        measure=constant(REFERRALS.measure, rows.size),
        area=constant(UNITED_KINGDOM, rows.size),
        period=periods,
        dimensions=dimensions,
        value=value,
        status=numbers.status[rows, 0],
        sheet=constant(sheet.name, rows.size),
        row=lines,
        column=np.full(rows.size, figures + 1, dtype=np.int32),
        warnings=new_labels(sheet.name, dimensions),
        disagreements=tuple(sums.disagreements),
    )


def _check_locations(
    sheet: Sheet, lines: NDArray[np.int32], column: int, keys: Sequence[Labels], value: NDArray[np.float64]
) -> Sums:
    """The locations of an age in a period sum to its total."""
    sums, location = Sums(), keys[-1]
    _, group = np.unique(combined(keys[:-1]), return_inverse=True)
    total = location.codes == code_of(location, ALL)
    if total.any() and not total.all():
        parts = group_sums(value[~total, None], group[~total], int(group.max()) + 1)[group[total], 0]
        rows = np.flatnonzero(total)
        sums.compare(
            parts,
            value[rows],
            lambda index: cell_place(sheet.name, int(lines[rows[index]]), column + 1),
            lambda index: ", ".join(key.values[key.codes[rows[index]]] for key in keys[:-1]),
            "locations",
        )
    return sums


LAYOUTS = (
    Layout(
        "nrm.referrals_series",
        "the NRM series by quarter, age and location",
        (
            ("Year", "Year"),
            ("Quarter", "Quarter"),
            ("Age at exploitation", "Age at exploitation"),
            ("Location of exploitation", "Location of exploitation"),
            ("NRM referrals", "NRM referrals"),
        ),
        read_referrals_long,
    ),
)

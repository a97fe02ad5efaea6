"""The rows of a responder table: keys filled, figures read, as a Block."""

from __future__ import annotations

import re

import numpy as np
from numpy.typing import NDArray

from local_response.model.errors import SourceFormatError
from local_response.model.measures import ALL
from local_response.sources.faults import Fault
from local_response.sources.layout import Found
from local_response.sources.numbers import check_counts, read_numbers
from local_response.sources.repeats import combined
from local_response.sources.responder_block import Block
from local_response.sources.sheet import constant, merged, pruned, relabelled, selected
from local_response.sources.table import MISSING, Labels

_TYPE, RESPONDER = r"First responder type", r"(?:.+ )?First responder"
KEYS = ("Exploitation type", "Age at exploitation", "Gender")
TOTAL = re.compile(r"(?:(?:police|government agency|ngo and third sector|local authority) )?total", re.IGNORECASE)


def wide_block(found: Found) -> tuple[Block, Labels | None, list[Fault]]:
    """The block of a wide table, the responder type of each row where there is a column for it, and faults."""
    sheet, first, faults = found.sheet, found.header + 1, list[Fault]()
    columns = _nationality_columns(found)
    numbers = read_numbers(sheet, first, columns, faults)
    check_counts(sheet, first, columns, numbers, faults)
    figured: NDArray[np.bool_] = np.any(numbers.status != MISSING, axis=1)
    types, keys = _keys(found, figured, faults)
    rows = np.flatnonzero(figured)
    shape = (rows.size, len(columns))
    names = tuple(ALL if TOTAL.fullmatch(found.names[column]) else found.names[column] for column in columns)
    cell_rows = np.broadcast_to((rows + first + 1).astype(np.int32)[:, None], shape)
    cell_columns = np.broadcast_to(np.array(columns, dtype=np.int32) + 1, shape)
    value, status = numbers.value[rows], numbers.status[rows]
    return Block(sheet, keys, names, value, status, cell_rows, cell_columns, np.ones(shape, bool)), types, faults


def long_block(found: Found) -> tuple[Block, Labels | None, list[Fault]]:
    """The same of a long table: combinations that it leaves out are 0 and not present."""
    sheet, first, faults = found.sheet, found.header + 1, list[Fault]()
    people = found.column("People")
    numbers = read_numbers(sheet, first, [people], faults)
    check_counts(sheet, first, [people], numbers, faults)
    figured = numbers.status[:, 0] != MISSING
    lines = np.flatnonzero(figured)
    types, keys = _keys(found, figured, faults)
    nation = selected(found.labels("Nationality"), lines)
    nation = relabelled(nation, {name: ALL for name in nation.values if TOTAL.fullmatch(name)})
    _, heads, place = np.unique(combined(keys), return_index=True, return_inverse=True)
    shape = (heads.size, len(nation.values))
    value, present = np.zeros(shape), np.zeros(shape, bool)
    cell_rows, status = np.zeros(shape, np.int32), np.zeros(shape, np.int8)
    _check_long_repeats(sheet.name, place * shape[1] + nation.codes, numbers.value[lines, 0], lines + first + 1, faults)
    value[place, nation.codes], present[place, nation.codes] = numbers.value[lines, 0], True
    cell_rows[place, nation.codes], status[place, nation.codes] = lines + first + 1, numbers.status[lines, 0]
    keys = tuple(selected(key, heads) for key in keys)
    cell_columns = np.full(shape, people + 1, np.int32)
    block = Block(sheet, keys, nation.values, value, status, cell_rows, cell_columns, present)
    return block, selected(types, heads) if types else None, faults


def _check_long_repeats(
    sheet: str, keys: NDArray[np.int64], value: NDArray[np.float64], rows: NDArray[np.intp], faults: list[Fault]
) -> None:
    order = np.argsort(keys, kind="stable")
    same = np.flatnonzero((np.diff(keys[order]) == 0) & (np.diff(value[order]) != 0))
    for place in same:
        earlier, later = order[place], order[place + 1]
        faults.append(
            Fault(
                f"{sheet}, row {rows[later]}",
                f"the combination was already in row {rows[earlier]} with another figure "
                f"({value[earlier]:g} there, {value[later]:g} here)",
                "Keep the row that the publisher prints.",
            )
        )


def _nationality_columns(found: Found) -> list[int]:
    start = found.column("Gender") + 1
    columns = [place for place in range(start, len(found.names)) if found.names[place]]
    names = [found.names[place].casefold() for place in columns]
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        raise SourceFormatError(
            f"{found.sheet.place}, row {found.header + 1}: the column {repeated[0]!r} stands there twice. "
            "Download the table again; each nationality has one column."
        )
    return columns


def _keys(found: Found, figured: NDArray[np.bool_], faults: list[Fault]) -> tuple[Labels | None, tuple[Labels, ...]]:
    """Types and keys of the rows with figures: blanks filled, totals written "all"."""
    responder = found.column(RESPONDER)
    columns = [found.labels(name) for name in (RESPONDER, *KEYS) if found.column(name) >= 0]
    columns = _filled([selected(column, figured) for column in columns], found, figured, faults)
    columns = [relabelled(key, {name: ALL for name in key.values if TOTAL.fullmatch(name)}) for key in columns]
    if responder < 0:
        columns.insert(0, constant("Local Authority", int(figured.sum())))
    return selected(found.labels(_TYPE), figured) if found.column(_TYPE) >= 0 else None, tuple(columns)


def _filled(columns: list[Labels], found: Found, figured: NDArray[np.bool_], faults: list[Fault]) -> list[Labels]:
    """Keys with their blanks filled: left of a row's first key from the row above, right of it by "Total"."""
    columns = [merged(["", "Total", *column.values], column.codes + 2) for column in columns]
    codes = np.stack([column.codes for column in columns])
    blank = codes == 0
    first = np.argmin(blank, axis=0)
    right = blank & (np.arange(len(columns))[:, None] > first)
    codes[right] = 1
    keyless = blank.all(axis=0)
    keyless[:1] |= (codes[:, :1] == 0).any()  # nothing stands above the first row to fill its blanks from
    for number in np.flatnonzero(keyless):
        place = f"{found.sheet.name}, row {found.header + 2 + int(np.flatnonzero(figured)[number])}"
        faults.append(Fault(place, "figures without a responder or type", "Put the keys of the row back."))
    places = np.where(codes == 0, 0, np.arange(codes.shape[1]))
    codes = np.take_along_axis(codes, np.maximum.accumulate(places, axis=1), axis=1)
    return [pruned(Labels(column.values, row.astype(np.int32))) for column, row in zip(columns, codes, strict=True)]

"""Names and labels as printed → ONS codes and our words, with the printed ones kept beside."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from numpy.typing import NDArray

from local_response.definitions import areas, labels, measures
from local_response.model.errors import SourceValueError, UnknownAreaError
from local_response.model.measures import ALL, DIMENSIONS
from local_response.model.periods import Period
from local_response.sources.sheet import pruned
from local_response.sources.table import Labels, SourceTable

_ONS_CODE = re.compile(r"[EWSNK]\d{8}")


@dataclass(frozen=True)
class Harmonised:
    """A table whose labels are harmonised; every column is codes into a short list, one code a row.

    area: ONS codes; area_label: as printed. dimensions: dimension -> (our words, as printed). level: the dimensions
    that a row is broken down by, joined by commas ("" for a total over all of them). repeat: whether the same
    figure stands in an earlier cell of the same file.
    """

    table: SourceTable
    area: Labels
    dimensions: Mapping[str, tuple[Labels, Labels]]
    level: Labels
    repeat: NDArray[np.bool_]
    disagreements: tuple[str, ...]


def harmonised(table: SourceTable) -> Harmonised:
    """The table with area codes and harmonised labels.

    Raises UnknownAreaError with every unknown name of the table and its nearest matches; SourceValueError for a
    measure, dimension or period that cannot be, or one figure stated twice in one sheet with different values.
    """
    table = _with_used_labels(table)
    _check_names(table)
    area = _area_codes(table)
    dimensions = {
        name: (_relabelled(table.dimensions[name], name), table.dimensions[name])
        for name in DIMENSIONS
        if name in table.dimensions
    }
    repeat, disagreements = _repeats(table, area)
    return Harmonised(table, area, dimensions, _levels(dimensions, table.value.size), repeat, disagreements)


def _with_used_labels(table: SourceTable) -> SourceTable:
    """The table without labels that no row carries: nothing is asked of a name that names nothing."""
    return replace(
        table,
        measure=_used(table.measure),
        area=_used(table.area),
        period=_used(table.period),
        dimensions={name: _used(found) for name, found in table.dimensions.items()},
    )


def _used(found: Labels) -> Labels:
    rows_each = np.bincount(found.codes, minlength=len(found.values))
    return found if rows_each.all() else pruned(found)


def _check_names(table: SourceTable) -> None:
    faults = [f"{name!r} is not a measure" for name in table.measure.values if not measures.is_measure(name)]
    faults += [f"{name!r} is not a dimension" for name in table.dimensions if name not in DIMENSIONS]
    for text in table.period.values:
        try:
            Period.parse(text)
        except ValueError as fault:
            faults.append(str(fault))
    if faults:
        raise SourceValueError(
            f"{_place(table)}: {'; '.join(faults)}. Correct the file, or read it with another reader."
        )


def _area_codes(table: SourceTable) -> Labels:
    geographies = {measures.measure(name).geography for name in table.measure.values}
    codes, unknown = [], []
    for name in table.area.values:
        try:
            codes.append(area_code(name, geographies))
        except UnknownAreaError:
            unknown.append(name)
    if unknown:
        found = "; ".join(f"{name!r} ({areas.nearest_names(name)})" for name in unknown)
        raise UnknownAreaError(
            f"{_place(table)}: {len(unknown)} names are of no known area or body: {found} "
            "If a name is new, add it to local_response/definitions/areas/aliases.csv."
        )
    return Labels(tuple(codes), table.area.codes)


def area_code(name: str, geographies: set[str]) -> str:
    """Code of the area a publication means by a name, knowing what kinds of area its measures are published for.

    Raises UnknownAreaError.
    """
    if "county" in geographies:
        county = _counties().get(" ".join(name.casefold().split()))
        if county is not None:
            return county
    if "local_authority" in geographies and _ONS_CODE.fullmatch(name):
        return name
    return areas.resolve(name).code


@cache
def _counties() -> Mapping[str, str]:
    return {" ".join(county.name.casefold().split()): county.code for county in areas.counties()}


def _relabelled(printed: Labels, dimension: str) -> Labels:
    words = tuple(name if name == ALL else labels.harmonised(dimension, name) for name in printed.values)
    return Labels(words, printed.codes)


def _levels(dimensions: Mapping[str, tuple[Labels, Labels]], rows: int) -> Labels:
    mask = np.zeros(rows, dtype=np.int32)
    for place, (words, _) in enumerate(dimensions.values()):
        broken_down = np.array([word != ALL for word in words.values], dtype=np.int32)
        mask |= broken_down[words.codes] << place if len(words.values) else 0
    masks, codes = np.unique(mask, return_inverse=True)
    names = tuple(dimensions)
    texts = (",".join(name for place, name in enumerate(names) if int(found) >> place & 1) for found in masks)
    return Labels(tuple(texts), codes.astype(np.int32).reshape(-1))


def _repeats(table: SourceTable, area: Labels) -> tuple[NDArray[np.bool_], tuple[str, ...]]:
    key = _combination(table)
    _, first, inverse = np.unique(key, return_index=True, return_inverse=True)
    stated_at = first[inverse.reshape(-1)]
    repeat = stated_at != np.arange(key.size)
    same = (table.value == table.value[stated_at]) | (np.isnan(table.value) & np.isnan(table.value[stated_at]))
    disagrees = np.flatnonzero(repeat & ~same)
    if not disagrees.size:
        return repeat, ()
    sentences = [_two_values(table, area, int(stated_at[row]), int(row)) for row in disagrees[:20]]
    if np.any(table.sheet.codes[disagrees] == table.sheet.codes[stated_at[disagrees]]):
        raise SourceValueError(
            f"{_place(table)}: one figure is stated twice with different values: {'; '.join(sentences)}. "
            "Take the wrong row out of the file, or ask the publisher which is right."
        )
    return repeat, tuple(sentences)


def _combination(table: SourceTable) -> NDArray[np.int64]:
    columns = [table.measure, table.area, table.period, *table.dimensions.values()]
    columns += [labels for labels in (table.edition, table.edition_published) if labels is not None]
    key = np.zeros(table.value.size, dtype=np.int64)
    size = 1
    for column in columns:
        if size * max(len(column.values), 1) >= 2**62:
            values, codes = np.unique(key, return_inverse=True)
            key, size = codes.astype(np.int64).reshape(-1), values.size
        key = key * len(column.values) + column.codes
        size *= max(len(column.values), 1)
    return key


def _two_values(table: SourceTable, area: Labels, first: int, second: int) -> str:
    where = [table.area.values[table.area.codes[second]], table.period.values[table.period.codes[second]]]
    where += [labels.values[labels.codes[second]] for labels in table.dimensions.values()]
    cells = " and ".join(
        f"{table.value[row]:g} in {table.sheet.values[table.sheet.codes[row]]} row {table.row[row]} "
        f"column {table.column[row]}"
        for row in (first, second)
    )
    return f"{', '.join(name for name in where if name != ALL)}: {cells}"


def _place(table: SourceTable) -> str:
    sheets = ", ".join(table.sheet.values[:3])
    return f"{table.origin.title or table.publication} ({sheets})"

"""NRM responder tables: referrals by first responder, exploitation type, age, gender and nationality.

Publisher: Home Office, "Modern Slavery: National Referral Mechanism and Duty to Notify statistics UK", one set of
tables a quarter. Layouts read:
- as published (ODS, XLSX): title and notes above the header; the first column is named after the responders ("Police
  first responder") and missing in the local authority table; a key that repeats is left blank; the first row of each
  block is its total, with the keys to its right blank; the last block is "Total".
- as exported (CSV, wide): "First responder type", "First responder", keys filled, "Total" in total rows.
- as exported (CSV, long): the same with one row a nationality, zeros left out.
Nationalities run across in the wide layouts, in columns that change each edition, the last one "Total".
Checks: nationalities, genders, ages, exploitation types and responders each sum to their total rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from local_response.definitions.labels import known
from local_response.model.areas import UNITED_KINGDOM
from local_response.model.errors import SourceFormatError
from local_response.model.measures import ALL
from local_response.sources.faults import Fault, refuse_values
from local_response.sources.layout import Found, Layout
from local_response.sources.numbers import check_counts, read_numbers
from local_response.sources.repeats import combined
from local_response.sources.responder_block import Block, check_totals, without_repeats
from local_response.sources.said import Said, quarter_of, title_of
from local_response.sources.sheet import constant, merged, pruned, relabelled, selected
from local_response.sources.table import MISSING, Labels, Origin, SourceTable

READER, VERSION = "responders", 1
PAGE = "https://www.gov.uk/government/collections/national-referral-mechanism-statistics"
_TYPE, _RESPONDER = r"First responder type", r"(?:.+ )?First responder"
_KEYS = ("Exploitation type", "Age at exploitation", "Gender")
_DIMENSIONS = ("exploitation", "age", "gender")
_TOTAL = re.compile(r"(?:(?:police|government agency|ngo and third sector|local authority) )?total", re.IGNORECASE)


@dataclass(frozen=True)
class Kind:
    """One of the four tables. pattern: of its responder type, responder column or title."""

    name: str
    pattern: str
    publication: str
    measure: str
    by_area: bool = False
    one_responder: bool = False


KINDS = (
    Kind("police", r"police", "nrm.police_responders", "nrm.referrals.made_by_force", by_area=True),
    Kind(
        "government agency", r"government agenc", "nrm.government_responders", "nrm.referrals.made_by_government_agency"
    ),
    Kind("NGO and third sector", r"\bNGO", "nrm.ngo_responders", "nrm.referrals.made_by_ngo"),
    Kind(
        "local authority",
        r"local authorit",
        "nrm.local_authority_responders",
        "nrm.referrals.made_by_local_authority",
        one_responder=True,
    ),
)


def read_wide(found: Sequence[Found], said: Said) -> list[SourceTable]:
    """The referrals in wide tables: one SourceTable for each kind of responder in each sheet."""
    return [table for one in found for table in _tables(one, said, *_wide_block(one))]


def read_long(found: Sequence[Found], said: Said) -> list[SourceTable]:
    """The referrals in long tables, which leave out combinations without any."""
    return [table for one in found for table in _tables(one, said, *_long_block(one))]


def _wide_block(found: Found) -> tuple[Block, Labels | None, list[Fault]]:
    sheet, first, faults = found.sheet, found.header + 1, list[Fault]()
    columns = _nationality_columns(found)
    numbers = read_numbers(sheet, first, columns, faults)
    check_counts(sheet, first, columns, numbers, faults)
    figured: NDArray[np.bool_] = np.any(numbers.status != MISSING, axis=1)
    types, keys = _keys(found, figured, faults)
    rows = np.flatnonzero(figured)
    shape = (rows.size, len(columns))
    names = tuple(ALL if _TOTAL.fullmatch(found.names[column]) else found.names[column] for column in columns)
    cell_rows = np.broadcast_to((rows + first + 1).astype(np.int32)[:, None], shape)
    cell_columns = np.broadcast_to(np.array(columns, dtype=np.int32) + 1, shape)
    value, status = numbers.value[rows], numbers.status[rows]
    return Block(sheet, keys, names, value, status, cell_rows, cell_columns, np.ones(shape, bool)), types, faults


def _long_block(found: Found) -> tuple[Block, Labels | None, list[Fault]]:
    sheet, first, faults = found.sheet, found.header + 1, list[Fault]()
    people = found.column("People")
    numbers = read_numbers(sheet, first, [people], faults)
    check_counts(sheet, first, [people], numbers, faults)
    figured = numbers.status[:, 0] != MISSING
    lines = np.flatnonzero(figured)
    types, keys = _keys(found, figured, faults)
    nation = selected(found.labels("Nationality"), lines)
    nation = relabelled(nation, {name: ALL for name in nation.values if _TOTAL.fullmatch(name)})
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
    responder = found.column(_RESPONDER)
    columns = [found.labels(name) for name in (_RESPONDER, *_KEYS) if found.column(name) >= 0]
    columns = _filled([selected(column, figured) for column in columns], found, figured, faults)
    columns = [relabelled(key, {name: ALL for name in key.values if _TOTAL.fullmatch(name)}) for key in columns]
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


def _tables(found: Found, said: Said, block: Block, types: Labels | None, faults: list[Fault]) -> list[SourceTable]:
    tables = []
    for kind, rows in _kinds(found, block, types):
        part, repeats = without_repeats(block.only(rows), faults)
        sums = check_totals(part)
        faults.extend(sums.faults)
        tables.append((kind, part, [*repeats, *_new_labels(part)], sums.disagreements))
    refuse_values(found.sheet.file, faults)
    period, from_name = quarter_of(found.sheet, found.header, said)
    return [
        _table(kind, part, _origin(found, said, kind, period), (*from_name, *warnings), tuple(disagreements))
        for kind, part, warnings, disagreements in tables
    ]


def _kinds(found: Found, block: Block, types: Labels | None) -> list[tuple[Kind, NDArray[np.bool_]]]:
    """Which rows are of which kind of responder."""
    if types is not None:
        return [(_kind_named(found, name), types.codes == code) for code, name in enumerate(types.values)]
    name = found.names[responder] if (responder := found.column(_RESPONDER)) >= 0 else ""
    words = name if name.casefold() != "first responder" else ""
    words = words or " ".join(found.sheet.lines_above(found.header)[:1])
    return [(_kind_named(found, words), np.ones(len(block.value), bool))]


def _kind_named(found: Found, words: str) -> Kind:
    for kind in KINDS:
        if re.search(kind.pattern, words, re.IGNORECASE):
            return kind
    raise SourceFormatError(
        f"{found.sheet.place}: nothing says whose referrals these are (found {words!r}; known: police, government "
        "agency, NGO and third sector, local authority). Keep the title above the table or the column "
        "'First responder type'."
    )


def _new_labels(block: Block) -> list[str]:
    """A warning for each label of a type, age or gender that no reviewer has seen."""
    return [
        f"{block.sheet.name}: {label!r} is a new label of {dimension}; it was read as printed."
        for dimension, labels in zip(_DIMENSIONS, block.keys[1:], strict=True)
        for label in labels.values
        if label != ALL and not known(dimension, label)
    ]


def _origin(found: Found, said: Said, kind: Kind, period: str) -> Origin:
    title = f"NRM referrals by {kind.name} first responder, exploitation type, age, gender and nationality"
    return Origin(
        title_of(found.sheet, found.header, title),
        "Home Office",
        edition=said.edition,
        period=period,
        published=said.day_published(),
        page=PAGE,
    )


def _table(
    kind: Kind, block: Block, origin: Origin, warnings: tuple[str, ...], disagreements: tuple[str, ...]
) -> SourceTable:
    """The block as one row a cell."""
    there = block.present.ravel()
    count, width = int(there.sum()), len(block.nationalities)

    def each_row(labels: Labels) -> Labels:
        return Labels(labels.values, np.repeat(labels.codes, width)[there])

    responder = each_row(block.keys[0])
    uk = constant(UNITED_KINGDOM, count)
    dimensions = {name: each_row(key) for name, key in zip(_DIMENSIONS, block.keys[1:], strict=True)}
    nations = np.tile(np.arange(width, dtype=np.int32), len(block.value))[there]
    dimensions["nationality"] = Labels(block.nationalities, nations)
    if not kind.by_area and not kind.one_responder:
        dimensions["responder"] = responder
    return SourceTable(
        publication=kind.publication,
        reader=READER,
        reader_version=VERSION,
        origin=origin,
        measure=constant(kind.measure, count),
        area=relabelled(responder, {ALL: UNITED_KINGDOM}) if kind.by_area else uk,
        period=constant(origin.period, count),
        dimensions=dimensions,
        value=block.value.ravel()[there],
        status=block.status.ravel()[there],
        sheet=constant(block.sheet.name, count),
        row=block.row.ravel()[there],
        column=block.column.ravel()[there],
        warnings=warnings,
        disagreements=disagreements,
    )


_COLUMNS = tuple((name, re.escape(name)) for name in _KEYS)
LAYOUTS = (
    Layout(
        "nrm.responders",
        "an NRM table by first responder",
        (("First responder", _RESPONDER), *_COLUMNS, ("Total", "Total")),
        read_wide,
    ),
    Layout(
        "nrm.local_authority_responders",
        "an NRM table of local authority referrals",
        (*_COLUMNS, ("Total", "Total")),
        read_wide,
        title=r"local authorit",
    ),
    Layout(
        "nrm.responders_long",
        "an NRM table by first responder in long form",
        (("First responder", _RESPONDER), *_COLUMNS, ("Nationality", "Nationality"), ("People", "People")),
        read_long,
    ),
)

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

from local_response.model.areas import UNITED_KINGDOM
from local_response.model.errors import SourceFormatError
from local_response.model.measures import ALL
from local_response.sources.faults import Fault, refuse_values
from local_response.sources.layout import Found, Layout
from local_response.sources.new_labels import new_labels
from local_response.sources.responder_block import Block, check_totals, without_repeats
from local_response.sources.responder_rows import KEYS, RESPONDER, long_block, wide_block
from local_response.sources.said import Said, quarter_of, title_of
from local_response.sources.sheet import constant, pruned, relabelled
from local_response.sources.table import Labels, Origin, SourceTable

READER, VERSION = "responders", 1
PAGE = "https://www.gov.uk/government/collections/national-referral-mechanism-statistics"
_DIMENSIONS = ("exploitation", "age", "gender")


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
    return [table for one in found for table in _tables(one, said, *wide_block(one))]


def read_long(found: Sequence[Found], said: Said) -> list[SourceTable]:
    """The referrals in long tables, which leave out combinations without any."""
    return [table for one in found for table in _tables(one, said, *long_block(one))]


def _tables(found: Found, said: Said, block: Block, types: Labels | None, faults: list[Fault]) -> list[SourceTable]:
    if types is not None and "" in types.values:  # the rows without keys are among the faults
        refuse_values(found.sheet.file, faults)
    tables = []
    for kind, rows in _kinds(found, block, types):
        part, warnings = without_repeats(block.only(rows), faults)
        sums = check_totals(part)
        faults.extend(sums.faults)
        warnings.extend(new_labels(part.sheet.name, dict(zip(_DIMENSIONS, part.keys[1:], strict=True))))
        tables.append((kind, part, warnings, sums.disagreements))
    refuse_values(found.sheet.file, faults)
    period, from_name = quarter_of(found.sheet, found.header, said)
    return [
        _table(kind, part, _origin(found, said, kind, period), (*from_name, *warnings), tuple(disagreements))
        for kind, part, warnings, disagreements in tables
    ]


def _kinds(found: Found, block: Block, types: Labels | None) -> list[tuple[Kind, NDArray[np.bool_]]]:
    """Which rows are of which kind of responder."""
    if types is not None:
        types = pruned(types)  # a blank row has no figures and names nobody
        return [(_kind_named(found, name), types.codes == code) for code, name in enumerate(types.values)]
    name = found.names[responder] if (responder := found.column(RESPONDER)) >= 0 else ""
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


_COLUMNS = tuple((name, re.escape(name)) for name in KEYS)
LAYOUTS = (
    Layout(
        "nrm.responders",
        "an NRM table by first responder",
        (("First responder", RESPONDER), *_COLUMNS, ("Total", "Total")),
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
        (("First responder", RESPONDER), *_COLUMNS, ("Nationality", "Nationality"), ("People", "People")),
        read_long,
    ),
)

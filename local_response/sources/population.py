"""ONS mid-year population estimates by local authority, sex and single year of age.

Publisher: Office for National Statistics, "Estimates of the population for England and Wales": a workbook with cover
and notes sheets (in some releases "Correction notice" first). Sheets read: "MYE2 - Persons", "- Females", "- Males"
(Code, Name, Geography, All ages, 0 to 90+) and "MYE4" (Mid-2023 down to Mid-2011). Countries, regions, counties and
districts stand in one list: local authorities are kept, countries are what they are checked against.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from local_response.model.errors import SourceFormatError
from local_response.model.measures import ALL
from local_response.sources.faults import Fault, cell_place, refuse_values
from local_response.sources.layout import Found, Layout
from local_response.sources.numbers import check_counts, read_numbers
from local_response.sources.said import Said
from local_response.sources.sheet import Sheet, constant, labels_of, merged, text_of
from local_response.sources.sums import Sums
from local_response.sources.table import Labels, Origin, SourceTable

READER, VERSION = "population", 1
PUBLICATION, MEASURE = "population.mid_year", "population.residents"
PAGE = (
    "https://www.ons.gov.uk/peoplepopulationandcommunity/populationandmigration/populationestimates/datasets/"
    "estimatesofthepopulationforenglandandwales"
)
_AUTHORITY = re.compile(r"(?:E0[6789]|W06|S12|N09)\d{6}")
_BIGGER = re.compile(r"(?:K04|E92|W92|E12)\d{6}")  # England and Wales, England, Wales, regions
_COUNTRIES = {"E": "E92000001", "W": "W92000004", "S": "S92000003", "N": "N92000002"}
_SEXES = ((r"\bpersons\b", ALL), (r"\bfemales\b", "Females"), (r"\bmales\b", "Males"))


@dataclass(frozen=True)
class Part:
    """Figures of one sheet: areas x columns. periods, ages: one a column. lines: row of the file."""

    sheet: Sheet
    codes: tuple[str, ...]
    names: dict[str, str]
    lines: NDArray[np.int32]
    columns: NDArray[np.int32]
    periods: tuple[str, ...]
    ages: tuple[str, ...]
    gender: str
    value: NDArray[np.float64]
    status: NDArray[np.int8]


def read_population(found: Sequence[Found], said: Said) -> list[SourceTable]:
    """The residents of each local authority: one SourceTable for the whole workbook."""
    faults, sums = list[Fault](), Sums()
    parts = [_part(one, faults, sums) for one in found]
    by_age = [part for part in parts if part.ages[0] == ALL and len(part.ages) > 1 and len(set(part.periods)) == 1]
    covered = {part.periods[0] for part in by_age if part.gender == ALL}
    parts = [*by_age, *(_without(part, covered) for part in parts if part not in by_age)]
    _check_sexes(by_age, sums)
    refuse_values(found[0].sheet.file, [*faults, *sums.faults])
    return [_table(parts, said, tuple(sums.disagreements))]


def _part(found: Found, faults: list[Fault], sums: Sums) -> Part:
    sheet, first = found.sheet, found.header + 1
    columns, periods, ages = _columns(found)
    gender = next((sex for pattern, sex in _SEXES if re.search(pattern, _heading(found), re.IGNORECASE)), ALL)
    numbers = read_numbers(sheet, first, columns, faults)
    codes = [text_of(row[found.column("Code")]) for row in sheet.rows[first:]]
    names = {text_of(row[found.column("Code")]): text_of(row[found.column("Name")]) for row in sheet.rows[first:]}
    rows = np.array([line for line, code in enumerate(codes) if _is_kept(code)], dtype=np.intp)
    check_counts(sheet, first, columns, numbers, faults)
    part = Part(
        sheet,
        tuple(codes[row] for row in rows),
        names,
        (rows + first + 1).astype(np.int32),
        np.array(columns, dtype=np.int32) + 1,
        periods,
        ages,
        gender,
        numbers.value[rows],
        numbers.status[rows],
    )
    _refuse_repeats(part, faults)
    _check_ages(part, sums)
    for letter, country in _COUNTRIES.items():
        if country in codes:
            _check_country(part, letter, codes.index(country) + first + 1, numbers.value[codes.index(country)], sums)
    return part


def _is_kept(code: str) -> bool:
    return bool(_AUTHORITY.fullmatch(code) or _BIGGER.fullmatch(code))


def _heading(found: Found) -> str:
    """The sheet's name where it says the sex, else its title."""
    name = found.sheet.name
    return (
        name if re.search("males|persons", name, re.IGNORECASE) else " ".join(found.sheet.lines_above(found.header)[:1])
    )


def _columns(found: Found) -> tuple[list[int], tuple[str, ...], tuple[str, ...]]:
    """Places of the figures, and the period and age of each."""
    names = found.names
    mid = [(place, match[1]) for place, name in enumerate(names) if (match := re.fullmatch(r"Mid-(\d{4})", name, re.I))]
    if mid:
        return [place for place, _ in mid], tuple(f"mid-{year}" for _, year in mid), (ALL,) * len(mid)
    title = " ".join(found.sheet.lines_above(found.header))
    if not (year := re.search(r"mid[- ](\d{4})", title, re.IGNORECASE)):
        raise SourceFormatError(f"{found.sheet.place}: the title does not say of which mid-year. Keep the title lines.")
    ages = [place for place, name in enumerate(names) if re.fullmatch(r"All ages|\d{1,2}\+?", name, re.IGNORECASE)]
    period = f"mid-{year[1]}"
    return ages, (period,) * len(ages), tuple(ALL if names[a].casefold() == "all ages" else names[a] for a in ages)


def _without(part: Part, covered: set[str]) -> Part:
    """A sheet of totals without the years whose ages another sheet has."""
    keep = np.array([period not in covered for period in part.periods], dtype=bool)
    return Part(
        part.sheet,
        part.codes,
        part.names,
        part.lines,
        part.columns[keep],
        tuple(period for period in part.periods if period not in covered),
        tuple(age for age, kept in zip(part.ages, keep, strict=True) if kept),
        part.gender,
        part.value[:, keep],
        part.status[:, keep],
    )


def _refuse_repeats(part: Part, faults: list[Fault]) -> None:
    seen: dict[str, int] = {}
    for code, line in zip(part.codes, part.lines.tolist(), strict=True):
        if code in seen:
            finding = f"{part.names[code]} ({code}) was already in row {seen[code]}"
            faults.append(Fault(f"{part.sheet.name}, row {line}", finding, "Keep the row that the publisher prints."))
        seen.setdefault(code, line)


def _check_ages(part: Part, sums: Sums) -> None:
    if len(part.ages) < 2 or part.ages[0] != ALL or part.ages[1] == ALL:
        return
    sums.compare(
        part.value[:, 1:].sum(axis=1),
        part.value[:, 0],
        lambda row: cell_place(part.sheet.name, int(part.lines[row]), int(part.columns[0])),
        lambda row: part.names[part.codes[row]],
        "ages",
    )


def _check_country(part: Part, letter: str, line: int, totals: NDArray[np.float64], sums: Sums) -> None:
    rows = [place for place, code in enumerate(part.codes) if code.startswith(letter) and _AUTHORITY.fullmatch(code)]
    if not rows:
        return
    sums.compare(
        part.value[rows].sum(axis=0),
        totals,
        lambda column: cell_place(part.sheet.name, line, int(part.columns[column])),
        lambda column: f"{part.names[_COUNTRIES[letter]].strip()}, {part.periods[column]}, age {part.ages[column]}",
        "local authorities",
    )


def _check_sexes(parts: Sequence[Part], sums: Sums) -> None:
    """Females and males sum to persons."""
    by_sex = {part.gender: part for part in parts}
    if set(by_sex) != {ALL, "Females", "Males"} or len({part.codes for part in parts}) > 1:
        return
    persons = by_sex[ALL]
    width = len(persons.ages)
    sums.compare(
        (by_sex["Females"].value + by_sex["Males"].value).ravel(),
        persons.value.ravel(),
        lambda at: cell_place(persons.sheet.name, int(persons.lines[at // width]), int(persons.columns[at % width])),
        lambda at: f"{persons.names[persons.codes[at // width]]}, age {persons.ages[at % width]}",
        "sexes",
    )


def _table(parts: Sequence[Part], said: Said, disagreements: tuple[str, ...]) -> SourceTable:
    def joined(labels: Sequence[Labels]) -> Labels:
        offsets = np.cumsum([0, *(len(one.values) for one in labels)])[:-1]
        codes = np.concatenate([one.codes + offset for one, offset in zip(labels, offsets, strict=True)])
        return merged([value for one in labels for value in one.values], codes.astype(np.int32))

    def down(part: Part, values: Sequence[str]) -> Labels:
        labels = labels_of(values)
        return Labels(labels.values, np.repeat(labels.codes, len(part.ages)))

    def across(part: Part, values: Sequence[str]) -> Labels:
        labels = labels_of(values)
        return Labels(labels.values, np.tile(labels.codes, len(part.codes)))

    parts = [part for part in parts if part.value.size]
    count = sum(part.value.size for part in parts)
    names = {code: part.names[code] for part in parts for code in part.codes if _AUTHORITY.fullmatch(code)}
    return SourceTable(
        publication=PUBLICATION,
        reader=READER,
        reader_version=VERSION,
        origin=Origin(
            "Estimates of the population for England and Wales",
            "Office for National Statistics",
            edition=said.edition,
            published=said.day_published(),
            page=PAGE,
        ),
        measure=constant(MEASURE, count),
        area=joined([down(part, part.codes) for part in parts]),
        period=joined([across(part, part.periods) for part in parts]),
        dimensions={
            "age": joined([across(part, part.ages) for part in parts]),
            "gender": joined([constant(part.gender, part.value.size) for part in parts]),
        },
        value=np.concatenate([part.value.ravel() for part in parts]),
        status=np.concatenate([part.status.ravel() for part in parts]),
        sheet=joined([constant(part.sheet.name, part.value.size) for part in parts]),
        row=np.concatenate([np.repeat(part.lines, len(part.ages)) for part in parts]),
        column=np.concatenate([np.tile(part.columns, len(part.codes)) for part in parts]),
        disagreements=disagreements,
        notes=names,
    )


_AREA = (("Code", "Code"), ("Name", "Name"), ("Geography", "Geography"))
LAYOUTS = (
    Layout(
        PUBLICATION,
        "ONS mid-year population estimates",
        (*_AREA, ("All ages", "All ages"), ("0", "0"), ("90+", r"90\+")),
        read_population,
    ),
    Layout(
        "population.totals",
        "ONS mid-year population totals by year",
        (*_AREA, ("Mid-2023 or another year", r"Mid-\d{4}")),
        read_population,
        title=r"Population estimates",
    ),
)

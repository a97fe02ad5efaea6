"""Areas by code or by any name in use, their members and neighbours, and who answers for them on a day."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files
from typing import Literal

from local_response.model.areas import Area, AreaKind, Governance
from local_response.model.errors import UnknownAreaError

Relation = Literal["exact", "joined", "split", "outside"]


@dataclass(frozen=True)
class County:
    """A county in the NRM table of places of exploitation.

    relation: "exact" (is the one force area), "joined" (one of several that make it up), "split" (cannot be given
    to one force area; reason says why) or "outside" England and Wales. force_areas: codes it touches.
    """

    code: str
    name: str
    relation: Relation
    force_areas: tuple[str, ...]
    reason: str


@dataclass(frozen=True)
class Tile:
    """Place of a force area on the tile map: row from the north, column from the west, both from 0."""

    code: str
    row: int
    column: int
    short_name: str


def area(code: str) -> Area:
    """The area or county with that code. Raises UnknownAreaError for any other."""
    if (found := _areas().get(code)) is None:
        raise UnknownAreaError(f"no area has the code {code!r}; `local-response areas` lists those known")
    return found


def all_areas() -> tuple[Area, ...]:
    """Every area, body and county that figures may be about."""
    return tuple(_areas().values())


def force_areas() -> tuple[Area, ...]:
    """The 43 police force areas of England and Wales, in alphabetical order."""
    return tuple(sorted((a for a in _areas().values() if a.kind == "police_force_area"), key=lambda a: a.name))


def resolve(name: str) -> Area:
    """The area that a name, alias or code stands for; a force area before a region of the same name.

    Upper and lower case, "&" for "and", "-" and ", " make no difference.
    Raises UnknownAreaError with the nearest matches.
    """
    if name in _areas():
        return _areas()[name]
    if (code := _codes_by_name().get(_folded(name))) is None:
        raise UnknownAreaError(f"{name!r} is not a known area. {nearest_names(name)}")
    return _areas()[code]


def force_area_aliases() -> tuple[tuple[str, Area], ...]:
    """Other names in use for the police force areas as people write them, such as "West Yorkshire Police", by name."""
    forces = {a.code: a for a in force_areas()}
    rows = (row for row in _rows("aliases.csv") if row["publisher"] != "data.police.uk")
    found = {row["name"]: forces[row["code"]] for row in rows if row["code"] in forces}
    others = [(name, a) for name, a in found.items() if _folded(name) != _folded(a.name)]
    return tuple(sorted(others, key=lambda other: other[0]))


def nearest_names(name: str) -> str:
    """A sentence with the known names most like one that is not known."""
    from rapidfuzz import process

    names = {a.name for a in _areas().values()} | {row["name"] for row in _rows("aliases.csv")}
    close = [found for found, _, _ in process.extract(name, sorted(names), limit=4, score_cutoff=60)]
    return f"Nearest: {', '.join(close)}." if close else "No known name is like it."


def members(code: str) -> tuple[str, ...]:
    """Codes of the force areas in a region, nation or England and Wales; of a force area, itself; else none."""
    return _members().get(code, ())


def parents(code: str) -> tuple[Area, ...]:
    """The areas that hold an area whole, the smallest first: region, England, England and Wales, United Kingdom."""
    found = []
    while parent := area(code).parent:
        found.append(area(parent))
        code = parent
    return tuple(found)


def neighbours(code: str) -> tuple[Area, ...]:
    """The force areas that share a border with a force area, in alphabetical order."""
    shared = [area(row["neighbour"]) for row in _rows("neighbours.csv") if row["code"] == code]
    return tuple(sorted(shared, key=lambda a: a.name))


def governance(code: str, on: date) -> Governance | None:
    """Who holds the functions of the elected local policing body in a force area on a day; None where unknown."""
    for row in _rows("governance.csv"):
        since, until = _day(row["since"]), _day(row["until"])
        if row["code"] == code and (since is None or since <= on) and (until is None or on < until):
            return Governance(
                code,
                since,
                until,
                row["title"],
                row["body"],
                row["holder"],
                row["source"],
                row["confirmed"] == "yes",
                row["note"],
            )
    return None


@cache
def counties() -> tuple[County, ...]:
    """Every county in the reviewed table of how counties lie to force areas."""
    return tuple(
        County(
            row["code"],
            row["name"],
            _relation(row["relation"]),
            tuple(row["force_areas"].split(";")) if row["force_areas"] else (),
            row["reason"],
        )
        for row in _rows("counties.csv")
    )


@cache
def tiles() -> Mapping[str, Tile]:
    """Tile-map place of each force area, by code."""
    return {
        row["code"]: Tile(row["code"], int(row["row"]), int(row["column"]), row["short_name"])
        for row in _rows("tiles.csv")
    }


@cache
def _rows(file: str) -> tuple[Mapping[str, str], ...]:
    text = files("local_response.definitions").joinpath("areas", file).read_text(encoding="utf-8")
    return tuple(csv.DictReader(text.splitlines()))


@cache
def _areas() -> Mapping[str, Area]:
    known = {
        row["code"]: Area(
            row["code"],
            row["name"],
            _kind(row["kind"]),
            row["parent"],
            row["nation"],
            row["force"],
            row["rates"] == "yes",
            row["rates_note"],
        )
        for row in _rows("areas.csv")
    }
    note = "a county's figures are about where exploitation was reported, not who lives there"
    known |= {
        row["code"]: Area(row["code"], row["name"], "county", resident_rates=False, rates_note=note)
        for row in _rows("counties.csv")
    }
    return known


@cache
def _members() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for force_area in force_areas():
        for code in (force_area.code, *(parent.code for parent in parents(force_area.code))):
            found[code] = (*found.get(code, ()), force_area.code)
    found.pop("K02000001", None)  # the United Kingdom is more than the force areas of England and Wales
    return found


@cache
def _codes_by_name() -> Mapping[str, str]:
    ranks = ["county", "body", "region", "nation", "country", "police_force_area"]
    by_rank = sorted(_areas().values(), key=lambda a: ranks.index(a.kind))
    aliases = {_folded(row["name"]): row["code"] for row in _rows("aliases.csv")}
    return aliases | {_folded(a.name): a.code for a in by_rank}


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("&", " and ").replace(",", " ").replace("-", " ").split())


def _kind(text: str) -> AreaKind:
    kinds: tuple[AreaKind, ...] = ("police_force_area", "region", "nation", "country", "body")
    return kinds[kinds.index(text)]


def _relation(text: str) -> Relation:
    relations: tuple[Relation, ...] = ("exact", "joined", "split", "outside")
    return relations[relations.index(text)]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

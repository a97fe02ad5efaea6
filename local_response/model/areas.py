"""Area: a police force area, region, nation, local authority or county; Governance: who answers for it, and when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

AreaKind = Literal["police_force_area", "region", "nation", "country", "body", "local_authority", "county"]
UNITED_KINGDOM = "K02000001"
ENGLAND_AND_WALES = "K04000001"


@dataclass(frozen=True)
class Area:
    """A place, or a body without a place, that figures are about.

    code: ONS code, or a code of our own beginning "LR-" for a body or county without one.
    name: as written in a sentence. force: name of the police force, for a police force area.
    parent: code of the area that holds it whole (force area -> region or Wales -> England and Wales).
    resident_rates: False where a rate per resident means nothing; rates_note says why.
    """

    code: str
    name: str
    kind: AreaKind
    parent: str = ""
    nation: str = ""
    force: str = ""
    resident_rates: bool = True
    rates_note: str = ""


@dataclass(frozen=True)
class Governance:
    """Who holds the functions of the elected local policing body in an area between two dates.

    holder: "commissioner", "mayor" or "other". title: of the person. body: that they lead, "" where it is the
    person's own office. confirmed: False where our source says it is still to be checked. until: None while it lasts.
    """

    area: str
    since: date | None
    until: date | None
    title: str
    body: str
    holder: str
    source: str
    confirmed: bool
    note: str = ""

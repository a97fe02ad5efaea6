"""Comparison: one measure over all areas as it is asked for in an address, composed and drawn once for each."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import cast
from urllib.parse import urlencode

from local_response.definitions.areas import area as area_of
from local_response.insight.profile.all_areas import MEASURES, Measure, Order, build_comparison
from local_response.model.areas import ENGLAND_AND_WALES, Area
from local_response.model.errors import UnknownAreaError
from local_response.publish.composition import compose
from local_response.publish.html import drawings
from local_response.web.evidence import area_named, state, store
from local_response.web.picture import Picture, keys_of
from local_response.web.places import slug_of

KEPT = 16  # comparisons in memory, of about 2 MB each; one takes a quarter of a second to make
NAME_LENGTH = 100  # characters of an area's name that are looked up


@dataclass(frozen=True)
class Asked:
    """A comparison as it was asked for. own: the area that is marked, None for none."""

    measure: Measure = "referrals"
    own: Area | None = None
    order: Order = "name"

    @property
    def query(self) -> str:
        """The part of an address after "?" that leads back to it; only what differs from the default."""
        fields = {
            "measure": "" if self.measure == "referrals" else self.measure,
            "area": slug_of(self.own) if self.own else "",
            "order": "" if self.order == "name" else self.order,
        }
        return urlencode({name: value for name, value in fields.items() if value})

    @property
    def can_be_similar(self) -> bool:
        """Whether other areas can be ordered by how like the marked one they are."""
        return self.own is not None and self.own.resident_rates


def read_asked(given: Mapping[str, str]) -> tuple[Asked, Mapping[str, str]]:
    """The comparison that the fields of an address ask for, and field -> why its value was left out.

    Likeness without an area that it can be to is no fault: the areas stand in alphabetical order.
    """
    faults: dict[str, str] = {}
    measure, name = given.get("measure", "") or "referrals", given.get("area", "").strip()[:NAME_LENGTH]
    if measure not in MEASURES:
        faults["measure"] = "Choose one of the measures in the list"
        measure = "referrals"
    own = None
    if name:
        try:
            own = area_named(name)
        except UnknownAreaError as problem:
            faults["area"] = str(problem)
    order = given.get("order", "") or "name"
    if order not in ("name", "similar"):
        faults["order"] = "Areas stand in alphabetical order, or the most similar to your area first"
    asked = Asked(cast(Measure, measure), own)
    return (Asked(asked.measure, own, "similar") if order == "similar" and asked.can_be_similar else asked), faults


def comparison_of(asked: Asked) -> Picture:
    """A comparison from the evidence as it stands today."""
    return _built(asked, state(), datetime.now().astimezone().date())


@lru_cache(maxsize=KEPT)
def _built(asked: Asked, evidence: str, today: date) -> Picture:
    with store() as held:
        profile = build_comparison(held, held.releases(), asked.measure, today, asked.own, asked.order)
        document = compose(profile)
    version = "-".join((asked.query, evidence, today.isoformat()))
    return Picture(area_of(ENGLAND_AND_WALES), version, document, drawings(document), keys_of(document.figures))

"""Which local authorities make up a police force area, by the lookups in the store."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from local_response.definitions import areas
from local_response.evidence.reading import Filter, Observations

LOCAL_AUTHORITY = "geography.local_authority"
Lookup = Mapping[str, Sequence[str]]


def local_authorities(observations: Observations) -> Mapping[str, Lookup]:
    """Year of a lookup -> code of a police force area -> codes of its local authorities."""
    statements = observations.statements(LOCAL_AUTHORITY)
    authorities = tuple(dict.fromkeys(said.area for said in statements))
    years = tuple(dict.fromkeys(said.period for said in statements))
    found: dict[str, dict[str, list[str]]] = {}
    for row in observations.rows(Filter(LOCAL_AUTHORITY, "within", authorities, years)):
        members = found.setdefault(row.period, {}).setdefault(row.breakdown[0], [])
        if row.area not in members:
            members.append(row.area)
    return found


def authorities_of(lookup: Lookup, area: str) -> tuple[str, ...]:
    """Local authorities of a police force area, or of all those in a region or nation."""
    return tuple(code for force in areas.members(area) for code in lookup.get(force, ()))

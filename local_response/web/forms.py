"""Forms: what a reader asks for in an address, read leniently; what cannot be is named and left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from local_response.definitions import areas
from local_response.library.filters import Filters
from local_response.model.errors import UnknownAreaError

FIELDS = ("kind", "theme", "exploitation", "lever", "grade", "area")


@dataclass(frozen=True)
class Asked:
    """Filters of the library as they were asked for. faults: field -> why its value was left out."""

    filters: Filters
    faults: Mapping[str, str]

    @property
    def any(self) -> bool:
        """Whether any filter is set."""
        return any(getattr(self.filters, name) for name in FIELDS)


def read_filters(given: Mapping[str, str]) -> Asked:
    """The library's filters from the fields of an address."""
    values: dict[str, str] = {}
    faults: dict[str, str] = {}
    for name in FIELDS:
        value = given.get(name, "").strip()
        if not value:
            continue
        try:
            meant = areas.resolve(value).code if name == "area" else value
            Filters(**{name: meant})
        except (ValueError, UnknownAreaError) as problem:
            faults[name] = str(problem)
        else:
            values[name] = meant
    return Asked(Filters(**values), faults)

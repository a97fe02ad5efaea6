"""Which edition answers: the newest that states a figure at a level of breakdown that will do."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from local_response.evidence.lookups import Lookup, local_authorities
from local_response.evidence.manifests import Manifest
from local_response.evidence.reading import Observations, Statement
from local_response.model.areas import UNITED_KINGDOM
from local_response.model.measures import Measure


class Edition(NamedTuple):
    """An edition of a release that answers for an area and period.

    level: the published level of breakdown to read, "" for totals; None where the edition is a whole table that
    leaves the area out. complete: whether its parts make up its totals.
    """

    release: int
    edition: str
    published: str
    level: str | None
    sheet: str
    complete: bool


@dataclass(frozen=True)
class Coverage:
    """What the releases state of a measure, at a level of breakdown that is wanted.

    editions: (area, period) -> those that can answer, the newest first. whole_tables: period -> those that list every
    force with referrals. stated_at: area -> periods stated at any level. lookups: of local authorities, by year, for
    a measure that is published by local authority.
    """

    editions: Mapping[tuple[str, str], Sequence[Edition]]
    whole_tables: Mapping[str, Sequence[Edition]]
    stated_at: Mapping[str, frozenset[str]]
    lookups: Mapping[str, Lookup]


def coverage(observations: Observations, measure: Measure, wanted: frozenset[str]) -> Coverage:
    """What the releases state of a measure by the wanted dimensions."""
    statements, manifests = observations.statements(measure.id), observations.manifests
    stated_at: dict[str, set[str]] = {}
    for said in statements:
        stated_at.setdefault(said.area, set()).add(said.period)
    return Coverage(
        editions_by_place(statements, manifests, wanted),
        whole_tables(statements, manifests, measure),
        {area: frozenset(periods) for area, periods in stated_at.items()},
        local_authorities(observations) if measure.geography == "local_authority" else {},
    )


def editions_by_place(
    statements: Iterable[Statement], manifests: Sequence[Manifest], wanted: frozenset[str]
) -> Mapping[tuple[str, str], list[Edition]]:
    """(area, period) -> editions that can answer for exactly the wanted dimensions, the newest first.

    Of a table whose parts make up its totals the smallest published breakdown that holds the wanted dimensions is
    read and the others summed; of figures that somebody copied only the breakdown itself will do.
    """
    found: dict[tuple[str, str], dict[tuple[int, str, str], Edition]] = {}
    for said in statements:
        dimensions = frozenset(said.level.split(",")) if said.level else frozenset()
        complete = manifests[said.release].complete
        if not (wanted <= dimensions if complete else wanted == dimensions):
            continue
        here = found.setdefault((said.area, said.period), {})
        key = (said.release, said.edition, said.published)
        held = here.get(key)
        if held is None or held.level is None or _width(said.level) < _width(held.level):
            here[key] = Edition(said.release, said.edition, said.published, said.level, said.sheet, complete)
    return {place: newest_first(here.values(), manifests) for place, here in found.items()}


def whole_tables(
    statements: Iterable[Statement], manifests: Sequence[Manifest], measure: Measure
) -> Mapping[str, list[Edition]]:
    """period -> editions that list every force with referrals, the newest first: one they leave out had none.

    A table counts as whole where it states the total of all forces, so that a file about a few of them does not
    turn the rest to zero.
    """
    if not measure.absent_means_zero:
        return {}
    found: dict[str, dict[tuple[int, str, str], Edition]] = {}
    for said in statements:
        if said.area == UNITED_KINGDOM and not said.level and manifests[said.release].complete:
            key = (said.release, said.edition, said.published)
            found.setdefault(said.period, {})[key] = Edition(*key, None, said.sheet, True)
    return {period: newest_first(here.values(), manifests) for period, here in found.items()}


def newest_first(editions: Iterable[Edition], manifests: Sequence[Manifest]) -> list[Edition]:
    """Editions by the day they were published, then by when they were added, the newest first."""

    def rank(edition: Edition) -> tuple[str, tuple[bool, str, str], str]:
        manifest = manifests[edition.release]
        return (edition.published or manifest.published, manifest.added_order, edition.edition)

    return sorted(editions, key=rank, reverse=True)


def _width(level: str) -> tuple[int, str]:
    return (level.count(",") + bool(level), level)

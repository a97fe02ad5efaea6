"""What `profile build` runs: find the area, build its profile, write its files; many areas on several processors."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cache
from multiprocessing import get_context
from pathlib import Path

from local_response.definitions.areas import area as area_of
from local_response.definitions.areas import nearest_names, resolve
from local_response.evidence.store import Store, open_store
from local_response.insight.profile.build import build_profile
from local_response.model.areas import Area
from local_response.model.errors import UnknownAreaError
from local_response.publish.profile_files import write_profile


@dataclass(frozen=True)
class Order:
    """What to write and where. out: folder; formats: of html, pdf, json, csv, xlsx. weights: of similar areas."""

    out: Path
    formats: tuple[str, ...]
    as_of: date
    boundaries: Path | None
    weights: Mapping[str, float]


def one_area(name: str) -> Area:
    """The police force area that a name, alias, ONS code or local authority stands for.

    Raises UnknownAreaError with the nearest matches, or where the name is of something that has no profile.
    """
    if code := _store().force_area_of_local_authority(name):
        return area_of(code)
    try:
        found = resolve(name)
    except UnknownAreaError:
        raise UnknownAreaError(
            f"{name!r} is neither a police force area nor a local authority. {nearest_names(name)} "
            "`local-response areas` lists the police force areas."
        ) from None
    if found.kind != "police_force_area":
        raise UnknownAreaError(
            f"{found.name} is not a police force area of England or Wales, so there is no profile of it. "
            "`local-response areas` lists those there are."
        )
    return found


def build_each(areas: Sequence[Area], order: Order, jobs: int = 0) -> Iterator[tuple[Area, list[Path]]]:
    """Build and write the profile of each area, in the order given. jobs: areas at once, 0 for one a processor."""
    workers = min(jobs or os.cpu_count() or 1, len(areas))
    if workers == 1:
        yield from ((area, _build_one(area, order)) for area in areas)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        waiting = [(area, pool.submit(_build_one, area, order)) for area in areas]
        yield from ((area, future.result()) for area, future in waiting)


def _build_one(area: Area, order: Order) -> list[Path]:
    store = _store()
    profile = build_profile(store, store.releases(), area, order.as_of, order.weights)
    return write_profile(profile, order.out, boundaries=order.boundaries, formats=order.formats)


@cache
def _store() -> Store:
    return open_store()

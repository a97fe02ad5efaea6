"""Objects: releases and figures as plain values, the same for --json of the command line and for the web's API."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from local_response.definitions import areas as known_areas
from local_response.model.errors import FigureNotFoundError, UnknownAreaError
from local_response.model.figures import Figure
from local_response.model.releases import Release

if TYPE_CHECKING:
    from local_response.evidence.store import Store


def figures_for(
    store: Store, measure: str, areas: Sequence[str], periods: Sequence[str], by: Sequence[str], where: Sequence[str]
) -> list[Figure]:
    """The figures that the options of the command ask for.

    Raises ValueError for an option that cannot be, UnknownAreaError, and FigureNotFoundError where nothing fits.
    """
    chosen = [area_code(store, name) for name in areas] or None
    pairs = [one.partition("=") for one in where]
    if wrong := [one for one, pair in zip(where, pairs, strict=True) if not pair[1]]:
        raise ValueError(f"--where {wrong[0]}: write dimension=value, such as age=child")
    kept = {name.strip(): value.strip() for name, _, value in pairs}
    found = store.figures(measure, areas=chosen, periods=list(periods) or None, by=list(by), where=kept)
    if not found:
        raise FigureNotFoundError(
            f"no release in the store states {measure} so. `local-response evidence list` shows what is held; "
            "`local-response evidence add FILE` adds a published file."
        )
    return found


def area_code(store: Store, name: str) -> str:
    try:
        return known_areas.resolve(name).code
    except UnknownAreaError:
        if name.strip().upper() in store.local_authority_names():
            return name.strip().upper()
        if force := store.force_area_of_local_authority(name):
            return force
        raise


def area_name(code: str, store: Store | None = None) -> str:
    try:
        return known_areas.area(code).name
    except UnknownAreaError:
        return store.local_authority_names().get(code, code) if store else code


def release_object(release: Release) -> dict[str, Any]:
    """A release for --json."""
    return asdict(release)


def figure_object(figure: Figure, store: Store) -> dict[str, Any]:
    """A figure for --json: value, status and the citation of every cell."""
    return {
        "measure": figure.measure,
        "area": figure.area,
        "area_name": area_name(figure.area, store),
        "period": figure.period,
        "breakdown": dict(figure.breakdown),
        "value": figure.value,
        "status": figure.status,
        "reason": figure.reason,
        "unit": figure.unit,
        "method": figure.method,
        "secondary": secondary_notes(figure, store),
        "citations": [asdict(cited) | {"place": cited.place} for cited in figure.citations],
    }


def secondary_notes(figure: Figure, store: Store) -> str:
    """Why a figure is not from the publisher's own file, "" where it is."""
    releases = dict.fromkeys(cited.release for cited in figure.citations)
    return " ".join(filter(None, (store.release(release).secondary for release in releases)))

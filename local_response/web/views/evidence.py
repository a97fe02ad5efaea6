"""Evidence: the releases that every figure was read from, each with its checks, and the cells that were read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from local_response.evidence.cells import Observation
from local_response.evidence.verification import Verified
from local_response.model.figures import Citation
from local_response.model.releases import Release
from local_response.publish.naming import measure_name
from local_response.web.evidence import state, store


@dataclass(frozen=True)
class Publication:
    """The releases of one publication, the newest first. title: what its figures are about."""

    title: str
    releases: tuple[Release, ...]


def releases(request: HttpRequest) -> HttpResponse:
    """Every release by publication."""
    with store() as held:
        found, damaged = held.releases(), dict(held.damaged)
        dimensions = {one.publication: held.manifest(one.id).dimensions for one in found}
    asked = set(request.GET.getlist("added"))
    shown = {
        "publications": _publications(found, dimensions),
        "count": len(found),
        "damaged": damaged,
        "added": [one for one in found if one.id in asked and not one.bundled],
    }
    return render(request, "evidence/releases.html", shown)


def release(request: HttpRequest, release: str) -> HttpResponse:
    """One release: what it is, what its checks found, its other editions; with a cell, what was read from it."""
    with store() as held:
        found = held.release(release)
        comparable = [other for other in held.releases() if is_comparable(found, other)]
        place = _cell(request, release)
        cell = held.cell(place) if place else []
    shown = {"release": found, "comparable": comparable, "place": place, "cell": _in_words(cell)}
    return render(request, "evidence/release.html", shown)


def checks(request: HttpRequest) -> HttpResponse:
    """Every release hashed and added up again, and the tables that should agree compared."""
    verified, across = _checked(state())
    damaged = [found for found in verified if found.damage]
    differing = [found for found in verified if found.disagreements]
    shown = {"verified": verified, "damaged": damaged, "differing": differing, "across": across}
    return render(request, "evidence/checks.html", shown)


def is_comparable(one: Release, other: Release) -> bool:
    """Whether two releases state figures of the same measure and period, so that their differences can be listed."""
    if one.id == other.id:
        return False
    return bool(set(one.periods) & set(other.periods)) and bool(set(one.measures) & set(other.measures))


@lru_cache(maxsize=1)
def _checked(now: str) -> tuple[list[Verified], list[str]]:
    """The checks of the evidence in a state: they take seconds and change only with it."""
    with store() as held:
        verified = held.verify()
        across = [] if any(found.damage for found in verified) else [one.sentence for one in held.disagreements()]
    return verified, across


def _publications(found: Sequence[Release], dimensions: Mapping[str, Sequence[str]]) -> list[Publication]:
    """Publications by title; of two that would have the same one, each says what it breaks its figures down by."""
    by_publication: dict[str, list[Release]] = {}
    for one in found:
        by_publication.setdefault(one.publication, []).append(one)
    titles = {name: _title(held) for name, held in by_publication.items()}
    for name, title in list(titles.items()):
        if list(titles.values()).count(title) > 1 and dimensions[name]:
            titles[name] = f"{title} by {', '.join(dimensions[name]).replace('_', ' ')}"
    shown = [
        Publication(titles[name], tuple(sorted(held, key=lambda one: (one.periods[-1:], one.id), reverse=True)))
        for name, held in by_publication.items()
    ]
    return sorted(shown, key=lambda publication: publication.title)


def _title(held: Sequence[Release]) -> str:
    names = list(dict.fromkeys(measure_name(measure) for one in held for measure in one.measures))
    return names[0] if len(names) == 1 else f"{names[0]} and {len(names) - 1} more"


def _cell(request: HttpRequest, release: str) -> Citation | None:
    """The cell that the address names; None where it names none."""
    sheet, row, column = (request.GET.get(name, "") for name in ("sheet", "row", "column"))
    if not (sheet and row.isdecimal() and column.isdecimal() and 0 < int(row) < 10**7 and 0 < int(column) < 10**5):
        return None
    return Citation(release, sheet, int(row), int(column), "")


def _in_words(cell: Sequence[Observation]) -> list[tuple[str, Observation]]:
    return [(measure_name(found.measure), found) for found in cell]

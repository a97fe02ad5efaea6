"""A figure's trail: the release, table and cell it was read from, or the figures and method it was made by."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import condition

from local_response.model.figures import Citation, Figure
from local_response.model.releases import Release
from local_response.publish.cells import places
from local_response.publish.naming import about, measure_name, method_of
from local_response.web.picture import Picture, picture_of
from local_response.web.places import area_at
from local_response.web.views.area import frame, section_url, version_of

CELLS_LINKED = 12  # cells of one release from which they are named and not linked one by one


@dataclass(frozen=True)
class Origin:
    """A release that a figure was read from. cells: those that lead to what stands in them, () for too many."""

    release: Release
    places: str
    cells: tuple[Citation, ...]


@condition(etag_func=version_of)
def figure(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Where one figure of a picture comes from."""
    picture = picture_of(area_at(slug))
    found = trail_of(picture, key)
    found["shown_in"] = [(part.title, section_url(slug, part.id)) for part in picture.shown_in.get(found["name"], ())]
    return render(request, "area/figure.html", frame(picture, slug, "") | found)


def trail_of(picture: Picture, key: str) -> dict[str, Any]:
    """What the page of a figure tells of it. Raises Http404 where the picture has no such figure."""
    if key not in picture.ids:
        raise Http404
    name = picture.ids[key]
    found = picture.document.figures[name]
    return {
        "name": name,
        "figure": found,
        "subject": about(found),
        "measure": measure_name(found.measure),
        "method": method_of(found.method),
        "origins": _origins(picture, found),
        "inputs": _inputs(picture, name),
        "parameters": _parameters(found),
    }


def _inputs(picture: Picture, name: str) -> list[tuple[str, Figure, str]]:
    """What a figure was made from: id, figure, and what it is about, with its measure where that is another."""
    whole, figures = picture.document.figures[name], picture.document.figures
    parts = [(part, figures[part]) for part in picture.document.inputs[name]]
    return [(part, found, _subject(found, whole)) for part, found in parts]


def _subject(part: Figure, whole: Figure) -> str:
    return about(part) if part.measure == whole.measure else f"{measure_name(part.measure)}: {about(part)}"


def _parameters(found: Figure) -> list[tuple[str, float | str]]:
    return [(words.replace("_", " "), value) for words, value in found.parameters.items() if words != "level"]


def _origins(picture: Picture, found: Figure) -> list[Origin]:
    releases = {release.id: release for release in picture.document.releases}
    by_release: dict[str, list[Citation]] = {}
    for citation in found.citations:
        by_release.setdefault(citation.release, []).append(citation)
    return [
        Origin(
            releases[name],
            places(cited),
            tuple(c for c in cited if c.row is not None) if len(cited) <= CELLS_LINKED else (),
        )
        for name, cited in by_release.items()
    ]

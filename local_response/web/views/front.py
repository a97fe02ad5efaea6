"""The front page: choose an area from a list, by any name in use, or on the tile map."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from local_response.definitions.areas import Tile, area, force_area_aliases, force_areas, tiles
from local_response.model.areas import Area
from local_response.model.errors import UnknownAreaError
from local_response.web.evidence import area_named, store
from local_response.web.places import area_url, slug_of


@dataclass(frozen=True)
class Choice:
    """A name in the list, and the area it stands for."""

    name: str
    slug: str
    area: str


def front(request: HttpRequest) -> HttpResponse:
    """The list, the map and what else the app holds."""
    return _front(request)


def choose(request: HttpRequest) -> HttpResponse:
    """Lead on to the area that was chosen or typed; where none is meant, say which are near."""
    meant = request.GET.get("area", "").strip() or request.GET.get("typed", "").strip()
    if not meant:
        return _front(request, _("Choose an area from the list"), status=400)
    try:
        return redirect(area_url(area_named(meant)))
    except UnknownAreaError as problem:
        return _front(request, str(problem), meant, status=404)


def _front(request: HttpRequest, fault: str = "", typed: str = "", status: int = 200) -> HttpResponse:
    with store() as held:
        authorities = held.local_authorities()
        names = held.local_authority_names()
    newest = authorities[max(authorities)] if authorities else {}
    inside = sorted(
        (
            Choice(names.get(code, code), slug_of(area(force)), area(force).name)
            for force, members in newest.items()
            for code in members
        ),
        key=lambda choice: choice.name,
    )
    shown = {
        "areas": force_areas(),
        "tiles": sorted(((tile, area(tile.code)) for tile in tiles().values()), key=_reading_order),
        "choices": [Choice(found.name, slug_of(found), found.name) for found in force_areas()],
        "authorities": inside,
        "aliases": [Choice(name, slug_of(found), found.name) for name, found in force_area_aliases()],
        "fault": fault,
        "typed": typed,
    }
    return render(request, "front.html", shown, status=status)


def _reading_order(place: tuple[Tile, Area]) -> tuple[int, int]:
    return (place[0].row, place[0].column)

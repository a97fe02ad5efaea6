"""An area's local picture: in brief, each part on a page of its own, and where its figures come from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.decorators.http import condition

from local_response.publish.document import STRENGTHS
from local_response.web.caching import etag_of
from local_response.web.picture import Picture, picture_of
from local_response.web.places import area_at
from local_response.web.views.files import OFFERED


def version_of(request: HttpRequest, slug: str, **_other: str) -> str:
    """ETag of a page of a picture: it changes with the evidence, the day and the program."""
    return etag_of(request.get_full_path(), picture_of(area_at(slug)).version)


@condition(etag_func=version_of)
def brief(request: HttpRequest, slug: str) -> HttpResponse:
    """In brief, how to read it, and the files of the whole."""
    picture = picture_of(area_at(slug))
    shown = {"section": picture.document.brief, "strengths": STRENGTHS.values(), "files": OFFERED}
    return _page(request, picture, "area/brief.html", slug, "brief", shown)


@condition(etag_func=version_of)
def section(request: HttpRequest, slug: str, part: str) -> HttpResponse:
    """One part of the picture."""
    picture = picture_of(area_at(slug))
    found = next((section for section in picture.document.sections if section.id == part), None)
    if found is None:
        raise Http404
    return _page(request, picture, "area/section.html", slug, part, {"section": found})


@condition(etag_func=version_of)
def sources(request: HttpRequest, slug: str) -> HttpResponse:
    """The releases that the figures were read from, and the methods that made others of them."""
    picture = picture_of(area_at(slug))
    shown = {"releases": {release.id for release in picture.document.releases}}
    return _page(request, picture, "area/sources.html", slug, "sources", shown)


def _page(
    request: HttpRequest, picture: Picture, template: str, slug: str, here: str, shown: Mapping[str, Any]
) -> HttpResponse:
    """A page of a picture. It depends on nothing but the picture, so that it is written once."""
    written = picture.page(
        request.path, lambda: render_to_string(template, {**frame(picture, slug, here), **shown}, request).encode()
    )
    return HttpResponse(written)


def frame(picture: Picture, slug: str, here: str) -> dict[str, Any]:
    """What every page of a picture needs: its pages, the one that is shown and its neighbours, where figures lead."""
    pages = [(part.id, part.title, section_url(slug, part.id)) for part in picture.sections]
    pages.append(("sources", "Sources", reverse("area-sources", args=[slug])))
    place = next((number for number, page in enumerate(pages) if page[0] == here), None)
    return {
        "picture": picture,
        "document": picture.document,
        "drawn": picture.drawn,
        "slug": slug,
        "pages": pages,
        "here": here,
        "before": pages[place - 1] if place else None,
        "after": pages[place + 1] if place is not None and place + 1 < len(pages) else None,
        "trail": trail(picture, slug),
    }


def section_url(slug: str, part: str) -> str:
    """URL of a part of a picture."""
    return reverse("area", args=[slug]) if part == "brief" else reverse("area-section", args=[slug, part])


def trail(picture: Picture, slug: str) -> Mapping[str, str]:
    """Id of a figure -> URL of the page that says where it comes from."""
    start = f"{reverse('area', args=[slug])}figures/"
    return {name: f"{start}{key}/" for name, key in picture.keys.items()}

"""Compare: one measure over all areas on a page whose state is its address, the trail of its figures, its files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import condition

from local_response.insight.profile.all_areas import MEASURES
from local_response.web.caching import etag_of
from local_response.web.comparison import Asked, comparison_of, read_asked
from local_response.web.picture import Picture
from local_response.web.places import slug_of, slugs
from local_response.web.views.figure import trail_of
from local_response.web.views.files import OFFERED

FILES = tuple(kind for kind in OFFERED if kind.kind in ("CSV", "CSVW", "JSON"))


def version_of(request: HttpRequest, **_other: str) -> str:
    """ETag of a page of a comparison: it changes with the evidence, the day and the program."""
    return etag_of(request.get_full_path(), comparison_of(read_asked(request.GET)[0]).version)


@condition(etag_func=version_of)
def compare(request: HttpRequest) -> HttpResponse:
    """The choice, what the figures say of the marked area, the pictures and their table."""
    asked, faults = read_asked(request.GET)
    picture = comparison_of(asked)
    charts = picture.document.sections[0].blocks
    shown = {
        "asked": asked,
        "faults": faults,
        "summary": [{"text": fault, "href": f"#{field}"} for field, fault in faults.items()],
        "measures": MEASURES,
        "areas": slugs(),
        "chosen": slug_of(asked.own) if asked.own else "",
        "said": picture.document.brief.blocks,
        "charts": charts,
        "drawn": picture.drawn,
        "trail": _trail(picture, asked),
        "by_name": _address("compare", asked=replace(asked, order="name")),
        "by_likeness": _address("compare", asked=replace(asked, order="similar")) if asked.can_be_similar else "",
        "files": [(kind, _address("compare-file", _name(kind.ending, asked), asked=asked)) for kind in FILES],
    }
    return render(request, "compare/compare.html", shown, status=400 if faults else 200)


@condition(etag_func=version_of)
def figure(request: HttpRequest, key: str) -> HttpResponse:
    """Where one figure of a comparison comes from."""
    asked, _ = read_asked(request.GET)
    picture = comparison_of(asked)
    back = _address("compare", asked=asked)
    found = trail_of(picture, key)
    shown_in = [(picture.document.title, back)] if found["name"] in picture.shown_in else []
    return render(
        request,
        "compare/figure.html",
        found | {"trail": _trail(picture, asked), "shown_in": shown_in, "back": back},
    )


def file(request: HttpRequest, name: str) -> HttpResponse:
    """The figures of a comparison as a file, to save."""
    asked, _ = read_asked(request.GET)
    found = next((kind for kind in FILES if name == _name(kind.ending, asked)), None)
    if found is None:
        raise Http404
    picture = comparison_of(asked)
    made = picture.file(found.ending, lambda: found.make(picture, name))
    response = HttpResponse(made, content_type=found.content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _name(ending: str, asked: Asked) -> str:
    return f"police-force-areas-{asked.measure}{ending}"


def _address(name: str, *parts: str, asked: Asked) -> str:
    return reverse(name, args=parts) + (f"?{asked.query}" if asked.query else "")


def _trail(picture: Picture, asked: Asked) -> Mapping[str, str]:
    """Id of a figure -> URL of the page that says where it comes from, in the same state."""
    return {name: _address("compare-figure", key, asked=asked) for name, key in picture.keys.items()}

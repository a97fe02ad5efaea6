"""Open data: read-only figures, profiles and library documents as JSON, as the command line's --json prints them."""

from __future__ import annotations

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import condition, require_safe

from local_response.definitions.areas import area, force_areas
from local_response.library.filters import listed
from local_response.library.load import find
from local_response.library.load import library as held
from local_response.publish.data import json_text
from local_response.publish.library_objects import brief_object, document_object, results_object
from local_response.publish.objects import figure_object, figures_for, release_object
from local_response.web.caching import etag_of
from local_response.web.evidence import area_named, state, store
from local_response.web.forms import read_filters
from local_response.web.openapi import description as described
from local_response.web.picture import picture_of
from local_response.web.views.library import results_for

PAGE, LARGEST_PAGE = 100, 1000


def _version(request: HttpRequest, **_other: str) -> str:
    return etag_of(request.get_full_path(), state())


def description_page(request: HttpRequest) -> HttpResponse:
    """What a program can ask for, for the person who writes it."""
    return render(request, "api/description.html", {"paths": described()["paths"]})


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """The OpenAPI description."""
    return _json(described())


@require_safe
@condition(etag_func=_version)
def areas(request: HttpRequest) -> HttpResponse:
    """The police force areas."""
    rows = [
        {"code": found.code, "name": found.name, "force": found.force, "region": area(found.parent).name}
        for found in force_areas()
    ]
    return _json(rows)


@require_safe
def profile(request: HttpRequest, code: str) -> HttpResponse:
    """The whole local picture of an area."""
    picture = picture_of(area_named(code))
    return HttpResponse(
        picture.file(".json", lambda: json_text(picture.document).encode()), content_type="application/json"
    )


@require_safe
@condition(etag_func=_version)
def figures(request: HttpRequest) -> HttpResponse:
    """Figures of one measure: exactly one for each combination that is asked for, in pages."""
    measure = request.GET.get("measure", "")
    lists = [request.GET.getlist(name) for name in ("area", "period", "by", "where")]
    try:
        limit, offset = _page(request)
        with store() as evidence:
            found = figures_for(evidence, measure, *lists)
            rows = [figure_object(figure, evidence) for figure in found[offset : offset + limit]]
    except ValueError as problem:
        return _fault(str(problem))
    return _json({"total": len(found), "limit": limit, "offset": offset, "figures": rows})


@require_safe
@condition(etag_func=_version)
def releases(request: HttpRequest) -> HttpResponse:
    """The releases that are held."""
    with store() as evidence:
        return _json([release_object(release) for release in evidence.releases()])


@require_safe
def library(request: HttpRequest) -> HttpResponse:
    """Topics and case studies that answer a question, or all that pass the filters."""
    asked = read_filters(request.GET)
    if asked.faults:
        return _fault(" ".join(asked.faults.values()))
    try:
        limit, offset = _page(request)
    except ValueError as problem:
        return _fault(str(problem))
    if words := request.GET.get("q", "").strip():
        return _json(results_object(results_for(words[:200], asked.filters, limit)))
    documents = listed(held(), asked.filters)
    rows = [brief_object(document) for document in documents[offset : offset + limit]]
    return _json({"total": len(documents), "limit": limit, "offset": offset, "documents": rows})


@require_safe
def document(request: HttpRequest, id: str) -> HttpResponse:
    """One topic or case study whole."""
    return _json(document_object(find(held(), id), None))


def _page(request: HttpRequest) -> tuple[int, int]:
    """How many to show, and after how many. Raises ValueError for a number that cannot be."""
    limit, offset = request.GET.get("limit", str(PAGE)), request.GET.get("offset", "0")
    if not (limit.isascii() and limit.isdecimal() and 1 <= int(limit[:9]) <= LARGEST_PAGE):
        raise ValueError(f"limit is a whole number from 1 to {LARGEST_PAGE}")
    if not (offset.isascii() and offset.isdecimal() and len(offset) < 10):
        raise ValueError("offset is a whole number, 0 or more")
    return int(limit), int(offset)


def _json(value: Any) -> HttpResponse:
    return HttpResponse(json.dumps(value, ensure_ascii=False), content_type="application/json")


def _fault(message: str) -> HttpResponse:
    return JsonResponse({"error": {"status": 400, "message": message}}, status=400)

"""Pack: chosen topics and case studies as one file to print or to edit."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from local_response.library.load import library
from local_response.library.pack import Selection, compose
from local_response.library.vocabulary import themes
from local_response.library.wording import locality_of
from local_response.model.errors import LibraryError, UnknownAreaError
from local_response.web.places import area_at, slugs

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


def choose(request: HttpRequest) -> HttpResponse:
    """Choose what goes into the pack."""
    return _choose(request, {})


def file(request: HttpRequest) -> HttpResponse:
    """The pack as a file; where nothing is chosen, the choice again with what is wrong."""
    kind = request.GET.get("format", "pdf")
    slug = request.GET.get("area", "")
    today = datetime.now().astimezone().date()
    if kind not in CONTENT_TYPES:
        return _choose(request, {"format": "Choose PDF or Word"})
    try:
        locality = locality_of(area_at(slug).code, today) if slug else None
    except UnknownAreaError as problem:
        return _choose(request, {"area": str(problem)})
    selection = Selection(tuple(request.GET.getlist("theme")), tuple(request.GET.getlist("id")))
    if not (selection.themes or selection.ids):
        return _choose(request, {"theme": "Choose at least one theme"})
    try:
        pack = compose(library(), selection, today, locality)
    except LibraryError as problem:
        return _choose(request, {"theme": str(problem)})
    from local_response.publish.library_pack import pack_docx, pack_pdf

    content = pack_pdf(pack) if kind == "pdf" else pack_docx(pack)
    response = HttpResponse(content, content_type=CONTENT_TYPES[kind])
    response["Content-Disposition"] = f'attachment; filename="modern-slavery-pack.{kind}"'
    return response


def _choose(request: HttpRequest, faults: dict[str, str]) -> HttpResponse:
    shown = {
        "themes": themes().values(),
        "chosen": request.GET.getlist("theme"),
        "ids": request.GET.getlist("id"),
        "areas": slugs(),
        "area": request.GET.get("area", ""),
        "format": request.GET.get("format", "pdf"),
        "faults": faults,
    }
    return render(request, "library/pack.html", shown, status=400 if faults else 200)

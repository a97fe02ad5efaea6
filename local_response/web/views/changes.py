"""Changes: every figure that differs between two editions of the same figures."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from local_response.web.evidence import store

SHOWN = 100  # changes on one page


def changes(request: HttpRequest, old: str, new: str) -> HttpResponse:
    """What changed from one release to another, in pages."""
    with store() as held:
        before, after = held.release(old), held.release(new)
        found = held.diff(old, new)
    page = Paginator(found, SHOWN).get_page(request.GET.get("page"))
    return render(request, "evidence/changes.html", {"old": before, "new": after, "page": page, "count": len(found)})

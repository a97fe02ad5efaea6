"""Library: search and filter topics and case studies, and read one; the state is in the address."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from local_response.definitions import areas
from local_response.library.describing import dates_line, entry_blocks, grade_line
from local_response.library.documents import EXTERNAL_LINKS_NOTICE, LICENCE_NOTICE, CaseStudy, Document
from local_response.library.filters import Filters, listed
from local_response.library.index import Index
from local_response.library.load import find
from local_response.library.load import library as held
from local_response.library.search import Results
from local_response.library.search import search as found_for
from local_response.library.vocabulary import choices, grade_meaning
from local_response.library.wording import Locality
from local_response.web.forms import read_filters

LIMIT = 50
_searcher = ThreadPoolExecutor(max_workers=1, thread_name_prefix="library")  # the index belongs to one thread


def search(request: HttpRequest) -> HttpResponse:
    """What answers a question, or everything that passes the filters."""
    asked = read_filters(request.GET)
    words = request.GET.get("q", "").strip()[:200]
    results = results_for(words, asked.filters) if words else None
    documents = [result.document for result in results.results] if results else listed(held(), asked.filters)
    shown = {
        "words": words,
        "asked": asked,
        "results": results,
        "documents": documents,
        "choices": _choices(),
        "grades": [(grade, grade_meaning(grade)) for grade in sorted(_grades(documents))],
        "notice": LICENCE_NOTICE,
    }
    return render(request, "library/search.html", shown)


def document(request: HttpRequest, id: str) -> HttpResponse:
    """One topic or case study whole, with its sources and dates."""
    found = find(held(), id)
    shown = {
        "document": found,
        "blocks": entry_blocks(found, Locality()),
        "grade": grade_line(found) if isinstance(found, CaseStudy) else "",
        "dates": dates_line(found),
        "notices": (EXTERNAL_LINKS_NOTICE, LICENCE_NOTICE),
    }
    return render(request, "library/document.html", shown)


def results_for(words: str, filters: Filters, limit: int = LIMIT) -> Results:
    """What the library holds for a question."""
    return _searcher.submit(lambda: found_for(_index(), words, filters, limit)).result()


@cache
def _index() -> Index:
    return Index(held().documents)


def _choices() -> dict[str, list[tuple[str, str]]]:
    return {
        "kind": [("topic", "Background topics"), ("case", "Case studies")],
        "theme": list(choices("themes").items()),
        "exploitation": [(code, name) for code, name in choices("exploitation").items() if code != "any"],
        "lever": list(choices("levers").items()),
        "grade": [(grade, f"{grade}: {meaning}") for grade, meaning in choices("grade").items()],
        "area": [(area.code, area.name) for area in areas.force_areas()],
    }


def _grades(documents: Sequence[Document]) -> set[str]:
    return {document.grade for document in documents if isinstance(document, CaseStudy)}

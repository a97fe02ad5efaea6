"""Library objects: its documents and search results as plain values, for --json and for the web's API."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from local_response.library.describing import facts
from local_response.library.documents import EXTERNAL_LINKS_NOTICE, LICENCE_NOTICE, CaseStudy, Document
from local_response.library.search import Result, Results
from local_response.library.vocabulary import grade_meaning
from local_response.library.wording import Locality, text_for


def brief_object(document: Document) -> dict[str, Any]:
    """The few parts of a document that a list needs."""
    found: dict[str, Any] = {
        "id": document.id,
        "kind": document.kind,
        "title": document.title,
        "summary": document.summary,
        "themes": list(document.themes),
        "exploitation": list(document.exploitation),
        "review_due": document.review_due.isoformat(),
    }
    if isinstance(document, CaseStudy):
        found |= {
            "area": document.area,
            "forces": list(document.forces),
            "levers": list(document.levers),
            "grade": document.grade,
            "grade_meaning": grade_meaning(document.grade),
        }
    return found


def results_object(found: Results) -> dict[str, Any]:
    """Results for a script."""
    return {
        "query": found.query,
        "corrections": [asdict(correction) for correction in found.corrections],
        "total": found.total,
        "results": [_result_object(result) for result in found.results],
        "nearest_themes": [{"id": theme.id, "title": theme.title} for theme in found.themes],
    }


def document_object(document: Document, locality: Locality | None) -> dict[str, Any]:
    """A whole document for a script, with the notices that go with it."""
    whole = asdict(document)
    for field in ("reviewed", "checked", "review_due"):
        if field in whole:
            whole[field] = whole[field].isoformat()
    if isinstance(document, CaseStudy):
        whole |= {"grade_meaning": grade_meaning(document.grade), "facts": dict(facts(document))}
    else:
        whole |= {"text": text_for(document, locality)}
        whole["changes"] = [{"date": c.date.isoformat(), "what": c.what} for c in document.changes]
    return whole | {"notices": [EXTERNAL_LINKS_NOTICE, LICENCE_NOTICE]}


def _result_object(result: Result) -> dict[str, Any]:
    return brief_object(result.document) | {
        "score": result.score,
        "why": [asdict(why) for why in result.why],
        "snippet": "".join(piece.text for piece in result.snippet),
        "snippet_parts": [asdict(piece) for piece in result.snippet],
    }

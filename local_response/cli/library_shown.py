"""How the library's documents, results and reports are shown: as text for a person, as objects for a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from textwrap import fill, indent
from typing import Any

from local_response.library.check import Report
from local_response.library.describing import dates_line, facts, grade_line, source_date
from local_response.library.documents import EXTERNAL_LINKS_NOTICE, LICENCE_NOTICE, CaseStudy, Document
from local_response.library.fields import CASE_PARTS
from local_response.library.links import Tried
from local_response.library.matching import Practice
from local_response.library.search import Result, Results
from local_response.library.vocabulary import choices
from local_response.library.wording import Locality, text_for
from local_response.publish.library_objects import brief_object

WIDTH = 100


def results_text(found: Results) -> str:
    """Results for a person: each with its grade, why it came and a piece of its text."""
    lines = [f"No document says “{c.typed}”; searched for “{c.used}”." for c in found.corrections]
    if not found.results:
        names = "\n".join(f"  {theme.title}  (--theme {theme.id})" for theme in found.themes)
        return "\n".join((*lines, f"Nothing found for “{found.query}”. The nearest themes:", names))
    lines += [_result_text(result) for result in found.results]
    if found.total > len(found.results):
        lines.append(f"{found.total} in all; --limit shows more.")
    return "\n".join((*lines, *_grade_key([result.document for result in found.results])))


def list_text(documents: Sequence[Document]) -> str:
    """Documents for a person, one a line."""
    if not documents:
        return "Nothing in the library passes these filters."
    lines = [f"{_grade_mark(d)}{d.id:<34}{d.title}" for d in documents]
    return "\n".join((*lines, *_grade_key(documents)))


def practices_text(practices: Sequence[Practice]) -> str:
    """Practices for a person: each with its reasons, limits and grade."""
    if not practices:
        return "No practice in the library fits. Leave out one part of the need and try again."
    lines = []
    for practice in practices:
        lines.append(f"{practice.case.id}  {practice.case.title} ({practice.case.area})")
        lines.append(f"      {grade_line(practice.case)}")
        lines += [f"      Fits: {reason}." for reason in practice.reasons]
        lines += [f"      But: {limit}." for limit in practice.limits]
    return "\n".join(lines)


def document_text(document: Document, locality: Locality | None) -> str:
    """A whole document for a person."""
    head = [document.title, "=" * len(document.title), fill(document.summary, WIDTH), ""]
    if isinstance(document, CaseStudy):
        head.insert(2, grade_line(document))
        head += [fill(f"{label}: {words}", WIDTH, subsequent_indent="    ") for label, words in facts(document)]
        body = [f"\n## {part.heading}\n\n{getattr(document, part.name)}" for part in CASE_PARTS]
    else:
        body = [text_for(document, locality)]
    sources = ["\n## Sources\n"]
    for source in document.sources:
        part = f", {source.part}" if source.part else ""
        line = f"- {source.title}{part}. {source.publisher}, {source_date(source.date)}."
        sources.append(fill(line, WIDTH, subsequent_indent="  "))
        if source.link:
            sources.append(f"  {source.link}")
    tail = ["", dates_line(document), fill(EXTERNAL_LINKS_NOTICE, WIDTH), LICENCE_NOTICE]
    return "\n".join((*head, *body, *sources, *tail))


def report_text(report: Report, tried: Sequence[Tried]) -> str:
    """A check's report for a person."""
    count = {0: "no faults", 1: "1 fault"}.get(len(report.faults), f"{len(report.faults)} faults")
    lines = [f"{report.checked} files read: {count}."]
    lines += [f"- {fault.line}" for fault in report.faults]
    if report.overdue:
        lines.append(f"{len(report.overdue)} overdue for review:")
        lines += [f"- {d.id}, due {d.review_due}" for d in report.overdue]
    if report.to_confirm:
        lines.append(f"{len(report.to_confirm)} marked to be confirmed:")
        lines += [fill(f"- {open.id}: {open.what}", WIDTH, subsequent_indent="  ") for open in report.to_confirm]
    if tried:
        broken = [link for link in tried if not link.works]
        lines.append(f"{len(tried)} links tried, {len(broken)} without an answer:")
        lines += [f"- {t.link} ({t.answered or 'no answer'}: {t.reason}), in {', '.join(t.used_by)}" for t in broken]
    return "\n".join(lines)


def practice_object(practice: Practice) -> dict[str, Any]:
    """A practice for a script."""
    fits = {"fit": practice.fit, "reasons": list(practice.reasons), "limits": list(practice.limits)}
    return brief_object(practice.case) | fits


def report_object(report: Report, tried: Sequence[Tried]) -> dict[str, Any]:
    """A check's report for a script."""
    return {
        "checked": report.checked,
        "faults": [asdict(fault) for fault in report.faults],
        "overdue": [{"id": d.id, "review_due": d.review_due.isoformat()} for d in report.overdue],
        "to_confirm": [asdict(open) for open in report.to_confirm],
        "links": [asdict(link) | {"works": link.works} for link in tried],
    }


def _result_text(result: Result) -> str:
    document = result.document
    lines = [f"{document.id}  {document.title}"]
    if isinstance(document, CaseStudy):
        lines.append(indent(f"{document.area}. {grade_line(document)}", "    "))
    lines += [indent(f"Matched: {why.line}", "    ") for why in result.why]
    snippet = "".join(piece.text for piece in result.snippet)
    return "\n".join((*lines, fill(snippet, WIDTH, initial_indent="    ", subsequent_indent="    ")))


def _grade_mark(document: Document) -> str:
    return f"{document.grade}  " if isinstance(document, CaseStudy) else "-  "


def _grade_key(documents: Sequence[Document]) -> list[str]:
    """What each grade shown means; nothing where there is no case."""
    shown = sorted({d.grade for d in documents if isinstance(d, CaseStudy)})
    return ["", *(f"{grade}: {choices('grade')[grade]}" for grade in shown)] if shown else []

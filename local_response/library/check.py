"""Check that the library is true to its own rules: dates, sources, links, grades, words; list reviews that are due."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from local_response.definitions import areas
from local_response.library.documents import CaseStudy, Document, Library, Source, Topic
from local_response.library.faults import Fault
from local_response.library.grading import follows_the_rule, grade_by_rule
from local_response.library.vocabulary import abbreviations, words_to_avoid
from local_response.library.wording import PLACEHOLDERS, nations_with_passages, plain, text_for, to_confirm

EARLIEST_YEAR = 1971  # of the oldest Act that a source may be
TOPIC_WORDS = (200, 450)
_SOURCE_DATE = re.compile(r"(?P<year>\d{4})(-(?P<month>0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_LINK = re.compile(r"https?://[\w.-]+\.[A-Za-z]{2,}(/\S*)?")
_ABBREVIATION = re.compile(r"\b[A-Z][A-Z]+\d?\b|\b[A-Z][a-z]?[A-Z]\b")
_PLACEHOLDER = re.compile(r"\{(\w*)\}")
_DIGITS = re.compile(r"\d")


@dataclass(frozen=True)
class ToConfirm:
    """Something a topic marks as not confirmed."""

    id: str
    what: str


@dataclass(frozen=True)
class Report:
    """What a check found. overdue: documents whose review day has passed. to_confirm: not faults, but open."""

    checked: int
    faults: tuple[Fault, ...]
    overdue: tuple[Document, ...]
    to_confirm: tuple[ToConfirm, ...]


def check(held: Library, today: date, faults: Sequence[Fault] = ()) -> Report:
    """Check every document. faults: those found while loading, to be reported with the others."""
    found = (*faults, *(fault for document in held.documents for fault in document_faults(document, today)))
    overdue = tuple(d for d in held.documents if d.review_due < today)
    unconfirmed = tuple(ToConfirm(topic.id, what) for topic in held.topics for what in to_confirm(topic))
    return Report(len(held.documents), found, overdue, unconfirmed)


def document_faults(document: Document, today: date) -> Iterator[Fault]:
    """Everything wrong with one document that could be loaded."""
    yield from _dates(document, today)
    yield from _sources(document, today)
    yield from _words(document)
    if isinstance(document, CaseStudy):
        yield from _case(document)
    else:
        yield from _topic(document, today)


def _dates(document: Document, today: date) -> Iterator[Fault]:
    field = "checked" if isinstance(document, CaseStudy) else "reviewed"
    if document.checked > today:
        yield Fault(document.file, field, f"{document.checked} has not come yet", "Write the day it was really read")
    if document.review_due <= document.checked:
        remedy = "Choose a later day, at most two years on"
        yield Fault(document.file, "review_due", f"is not after {field} ({document.checked})", remedy)
    elif (document.review_due - document.checked).days > 2 * 366:
        remedy = "Choose a day at most two years on"
        yield Fault(document.file, "review_due", f"is more than two years after {field}", remedy)


def _sources(document: Document, today: date) -> Iterator[Fault]:
    if not any(source.link for source in document.sources):
        yield Fault(document.file, "sources", "none has a link", "Give at least one page that a reader can open")
    for source in document.sources:
        if wrong := _source_date_fault(source, today):
            remedy = "Write it as 2020, 2020-07 or 2020-07-14, or write undated"
            yield Fault(document.file, "sources", f"date of {source.title!r} {wrong}", remedy)
        if source.link and not _LINK.fullmatch(source.link):
            remedy = "Write it whole, beginning https:// or http://"
            yield Fault(document.file, "sources", f"link of {source.title!r} is not well formed: {source.link}", remedy)


def _source_date_fault(source: Source, today: date) -> str:
    if source.date.startswith("undated"):
        return ""
    if (found := _SOURCE_DATE.fullmatch(source.date)) is None:
        return f"is not a date: {source.date}"
    written = (int(found["year"]), int(found["month"] or 1))
    if written[0] < EARLIEST_YEAR or written > (today.year, today.month):
        return f"cannot be: {source.date}"
    return ""


def _words(document: Document) -> Iterator[Fault]:
    text = _all_text(document)
    used = set(_ABBREVIATION.findall(text))
    for short in sorted(used - set(abbreviations())):
        remedy = "Write it out, or add it to vocabulary/terms.toml with its meaning"
        yield Fault(document.file, "text", f"uses the abbreviation {short}, which is not in the list", remedy)
    if idle := sorted(set(document.terms) - used):
        remedy = "Remove them, or correct their spelling"
        yield Fault(document.file, "terms", f"names terms the text does not use: {', '.join(idle)}", remedy)
    if isinstance(document, Topic) and document.quotes_words_to_avoid:
        return
    for word in words_to_avoid():
        if re.search(rf"\b{re.escape(word.avoid)}\b", text, re.IGNORECASE):
            finding = f"says “{word.avoid}”: {word.why}"
            yield Fault(document.file, "text", finding, f"Say instead: {word.use}")


def _all_text(document: Document) -> str:
    if isinstance(document, Topic):
        return "\n".join((document.title, document.summary, plain(text_for(document))))
    parts = (document.title, document.summary, document.done, document.outcome, document.reuse, document.cost)
    return plain("\n".join((*parts, document.led_by, *document.partners, document.grade_note)))


def _topic(topic: Topic, today: date) -> Iterator[Fault]:
    if topic.id != topic.file.removesuffix(".md"):
        yield Fault(topic.file, "id", f"{topic.id} is not the file's name", "Give both the same name")
    low, high = TOPIC_WORDS
    if not low <= (words := len(plain(text_for(topic)).split())) <= high:
        yield Fault(topic.file, "text", f"has {words} words", f"Keep it to one screen, {low} to {high} words")
    for name in _PLACEHOLDER.findall(topic.text):
        if name not in PLACEHOLDERS:
            allowed = ", ".join("{" + known + "}" for known in PLACEHOLDERS)
            yield Fault(topic.file, "text", f"has an unknown placeholder {{{name}}}", f"Use only {allowed}")
    for nation in nations_with_passages(topic.text):
        if nation not in topic.applies_to:
            remedy = "Add the nation to applies_to, or remove the passage"
            yield Fault(topic.file, "text", f"has a passage for {nation}, where it does not apply", remedy)
    if (left := topic.text.count("<!-- nation:")) != topic.text.count("<!-- end -->"):
        remedy = "End each passage with a line <!-- end -->"
        yield Fault(topic.file, "text", f"begins {left} passages for a nation and does not end each", remedy)
    if topic.changes[-1].date > today or topic.changes[-1].date > topic.reviewed:
        yield Fault(topic.file, "changes", "the last change is later than the review", "Bring the two dates into line")


def _case(case: CaseStudy) -> Iterator[Fault]:
    if case.id.casefold() != case.file.partition("-")[0].casefold():
        yield Fault(case.file, "id", f"{case.id} is not the file's number", "Begin the file's name with the id")
    if not follows_the_rule(case):
        rule = grade_by_rule(case.reported_by, case.result)
        finding = f"is {case.grade}, but the rule gives {rule} for {case.result} from {case.reported_by}"
        yield Fault(case.file, "grade", finding, f"Write {rule}, or say why not in grade_note (docs/grading.md)")
    known = {area.code for area in areas.force_areas()}
    if odd := [code for code in case.forces if code not in known]:
        remedy = "Use the codes of definitions/areas/areas.csv"
        yield Fault(case.file, "forces", f"has codes of no police force area: {', '.join(odd)}", remedy)
    if not case.forces and case.kind_of_area != "nation" and case.nation in ("England", "Wales"):
        remedy = "Write the ONS code of the police force area it lies in"
        yield Fault(case.file, "forces", f"is empty, though it happened in {case.nation}", remedy)
    if not (_DIGITS.search(case.cost) or case.cost.startswith("not reported")):
        yield Fault(case.file, "cost", "has no sum", "Write the sum, or: not reported")

"""A topic or case study said whole: the lines that go with it wherever it appears, and its blocks for a document."""

from __future__ import annotations

from collections.abc import Iterator

from local_response.definitions import areas
from local_response.library.documents import NOT_REPORTED, CaseStudy, Document, Topic
from local_response.library.fields import CASE_PARTS
from local_response.library.markdown import Block, Heading, Items, Rows, Span, Spans, Words, blocks, plain_spans
from local_response.library.vocabulary import choices, grade_meaning, themes
from local_response.library.wording import Locality, text_for
from local_response.model.periods import Period, long_date


def grade_line(case: CaseStudy) -> str:
    """The grade of a case and what it means, in one line."""
    return f"Evidence grade {case.grade}: {grade_meaning(case.grade)}."


def facts(case: CaseStudy) -> tuple[tuple[str, str], ...]:
    """What is known of a case, as label and words; "not reported" for what its sources do not give."""
    where = f"{case.area} ({case.places})" if case.places not in ("", case.area) else case.area
    return (
        ("Where", f"{where}. {choices('kind_of_area')[case.kind_of_area]}, {case.nation}."),
        ("Police force areas", ", ".join(areas.area(code).name for code in case.forces) or _no_force(case)),
        ("Led by", case.led_by),
        ("Partners", ", ".join(case.partners) or NOT_REPORTED),
        ("When", case.when),
        ("Theme", themes()[case.theme].title),
        ("Exploitation", _names("exploitation", case.exploitation)),
        ("Victims", _names("victims", case.victims)),
        ("Lever", _names("levers", case.levers)),
        ("Evidence", f"{grade_line(case)} Reported by {choices('reported_by')[case.reported_by]}."),
        *([("About the grade", case.grade_note)] if case.grade_note else []),
        ("Cost", case.cost),
    )


def entry_blocks(document: Document, locality: Locality) -> tuple[Block, ...]:
    """Everything there is to say of a document, its sources and dates last."""
    middle = _case(document) if isinstance(document, CaseStudy) else blocks(text_for(document, locality))
    return (Words(plain_spans(document.summary)), *middle, *_sources(document))


def dates_line(document: Document) -> str:
    """When a document was read against its sources, and when it is due again."""
    word = "Last checked" if isinstance(document, CaseStudy) else "Reviewed"
    return f"{word} {long_date(document.checked)}. Due again {long_date(document.review_due)}."


def source_date(date: str) -> str:
    """A source's date in words: 2020-07-14 is 14 July 2020, 2020-07 is July 2020."""
    if date.count("-") == 2 and date.replace("-", "").isdigit():
        return Period.parse(date).label
    if date.count("-") == 1 and date.replace("-", "").isdigit():
        return " ".join(Period.parse(f"{date}-01").label.split()[1:])
    return date


def _case(case: CaseStudy) -> Iterator[Block]:
    rows = tuple((plain_spans(label), plain_spans(words)) for label, words in facts(case))
    yield Rows(f"{case.id} at a glance", (plain_spans("About"), plain_spans("What the sources say")), rows)
    for part in CASE_PARTS:
        yield Heading(part.heading)
        yield from blocks(getattr(case, part.name))


def _sources(document: Document) -> Iterator[Block]:
    yield Heading("Sources")
    yield Items(tuple(_source(document, number) for number in range(len(document.sources))))
    changes = ""
    if isinstance(document, Topic):
        last = document.changes[-1]
        changes = f" Last change, {long_date(last.date)}: {last.what}"
    yield Words(plain_spans(dates_line(document) + changes), small=True)


def _source(document: Document, number: int) -> Spans:
    source = document.sources[number]
    part = f", {source.part}" if source.part else ""
    title = Span(source.title + part, link=source.link)
    return (title, Span(f". {source.publisher}, {source_date(source.date)}."))


def _names(field: str, codes: tuple[str, ...]) -> str:
    return ", ".join(choices(field)[code] for code in codes) or NOT_REPORTED


def _no_force(case: CaseStudy) -> str:
    return "outside England and Wales" if case.nation in ("Northern Ireland", "Scotland") else "no single one"

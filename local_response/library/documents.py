"""Topic and CaseStudy: what the library holds, each with its sources, dates and, for a case, its evidence grade."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Grade = Literal["A", "B", "C", "D"]
NOT_REPORTED = "not reported"
EXTERNAL_LINKS_NOTICE = (
    "Links lead to sites that we do not run. We do not answer for what they say, and a page may have changed "
    "or gone since the date we give."
)
LICENCE_NOTICE = "Contains public sector information licensed under the Open Government Licence v3.0."


@dataclass(frozen=True)
class Source:
    """A public source. date: as it gives it: 2020, 2020-07, 2020-07-14, or words beginning "undated".

    part: pages or section, or a note on the date. link: "" where the source has no page of its own.
    """

    title: str
    publisher: str
    date: str
    link: str = ""
    part: str = ""

    @property
    def line(self) -> str:
        """The source as one line of text, without its link."""
        part = f", {self.part}" if self.part else ""
        return f"{self.title}{part}. {self.publisher}, {self.date}."


@dataclass(frozen=True)
class Change:
    """What changed in a topic, and when."""

    date: date
    what: str


@dataclass(frozen=True)
class Topic:
    """A background topic: one screen of plain English. text: Markdown, with placeholders and nation blocks."""

    id: str
    title: str
    summary: str
    applies_to: tuple[str, ...]
    themes: tuple[str, ...]
    exploitation: tuple[str, ...]
    keywords: tuple[str, ...]
    terms: tuple[str, ...]
    reviewed: date
    review_due: date
    changes: tuple[Change, ...]
    sources: tuple[Source, ...]
    text: str
    file: str
    quotes_words_to_avoid: bool = False
    kind: Literal["topic"] = "topic"

    @property
    def checked(self) -> date:
        """When somebody last read it against its sources."""
        return self.reviewed


@dataclass(frozen=True)
class CaseStudy:
    """What one area did. Codes are those of definitions/vocabulary/choices.toml.

    forces: ONS codes of the police force areas, () for none or all. victims: () where the source does not say.
    grade: of the evidence; grade_note: what a reader should know about it. reported_by and result: what the grade's
    rule looks at. cost: in words. done, outcome, reuse: Markdown.
    """

    id: str
    title: str
    summary: str
    area: str
    forces: tuple[str, ...]
    nation: str
    kind_of_area: str
    led_by: str
    partners: tuple[str, ...]
    when: str
    theme: str
    exploitation: tuple[str, ...]
    victims: tuple[str, ...]
    levers: tuple[str, ...]
    grade: Grade
    reported_by: str
    result: str
    cost: str
    keywords: tuple[str, ...]
    terms: tuple[str, ...]
    checked: date
    review_due: date
    sources: tuple[Source, ...]
    done: str
    outcome: str
    reuse: str
    file: str
    places: str = ""
    grade_note: str = ""
    kind: Literal["case"] = "case"

    @property
    def themes(self) -> tuple[str, ...]:
        """Its one theme, as a topic has several."""
        return (self.theme,)


Document = Topic | CaseStudy


@dataclass(frozen=True)
class Library:
    """Every topic and case study, by id; ids are compared without regard to case."""

    topics: tuple[Topic, ...]
    cases: tuple[CaseStudy, ...]

    @property
    def documents(self) -> tuple[Document, ...]:
        """Topics, then cases."""
        return (*self.topics, *self.cases)

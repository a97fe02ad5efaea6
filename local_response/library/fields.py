"""What a topic or case study must say: each field, its kind, and the question that it answers in plain words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "words", "choice", "choices", "date", "flag", "forces", "sources", "changes"]


@dataclass(frozen=True)
class Field:
    """One field of the front matter.

    asks: what to write, in plain words. choices: the list of fixed answers, for "choice" and "choices".
    empty: whether a list may be empty. required: whether it must be there.
    """

    name: str
    kind: Kind
    asks: str
    choices: str = ""
    empty: bool = False
    required: bool = True


@dataclass(frozen=True)
class Part:
    """A part of a case's text under its own heading."""

    name: str
    heading: str
    asks: str


_SOURCES = "where a reader can check it: for each source its title, publisher, date and link"
_KEYWORDS = "words that somebody looking for it might type"
_TERMS = "the abbreviations that the text uses, such as NRM; [] for none"

TOPIC_FIELDS = (
    Field("id", "text", "a short name in small letters and hyphens, the same as the file's name"),
    Field("title", "text", "a title that says what the topic is"),
    Field("summary", "text", "the topic in one or two sentences"),
    Field("applies_to", "choices", "the nations it holds for", "nation"),
    Field("themes", "choices", "the themes it belongs to", "themes"),
    Field("exploitation", "choices", "the exploitation types it is about; [any] for all", "exploitation"),
    Field("keywords", "words", _KEYWORDS),
    Field("terms", "words", _TERMS, empty=True),
    Field("reviewed", "date", "the day somebody last read it against its sources"),
    Field("review_due", "date", "the day it must be read again"),
    Field("changes", "changes", "what changed and when, the newest last"),
    Field("sources", "sources", _SOURCES),
    Field("quotes_words_to_avoid", "flag", "true only where the topic is about words to avoid", required=False),
)

CASE_FIELDS = (
    Field("id", "text", "the next free number, such as CS50"),
    Field("title", "text", "what was done, in a few words"),
    Field("summary", "text", "the case in one sentence"),
    Field("area", "text", "where it happened, as you would say it"),
    Field("places", "text", "towns or districts, where it was only part of the area", required=False),
    Field("forces", "forces", "ONS codes of the police force areas; [] for none or all", empty=True),
    Field("nation", "choice", "the nation", "nation"),
    Field("kind_of_area", "choice", "the kind of area", "kind_of_area"),
    Field("led_by", "text", "who led it"),
    Field("partners", "words", "who else took part; [] where the source does not say", empty=True),
    Field("when", "text", "when it ran, as far as the source says"),
    Field("theme", "choice", "the one theme it fits best", "themes"),
    Field("exploitation", "choices", "the exploitation types; [any] for all or not stated", "exploitation"),
    Field("victims", "choices", "which people it was for; [] where the source does not say", "victims", empty=True),
    Field("levers", "choices", "the levers a commissioner would use to do it", "levers"),
    Field("grade", "choice", "the evidence grade, by the rules in docs/grading.md", "grade"),
    Field("reported_by", "choice", "who reported the outcome", "reported_by"),
    Field("result", "choice", "what kind of result was reported", "result"),
    Field("grade_note", "text", "why the grade differs from the rule, or what a reader should know", required=False),
    Field("cost", "text", "what it cost, or: not reported"),
    Field("keywords", "words", _KEYWORDS),
    Field("terms", "words", _TERMS, empty=True),
    Field("checked", "date", "the day somebody last read it against its sources"),
    Field("review_due", "date", "the day it must be read again"),
    Field("sources", "sources", _SOURCES),
)

CASE_PARTS = (
    Part("done", "What was done", "what people did, in two or three sentences"),
    Part("outcome", "Outcome reported", "what was reported, and by whom; or that no outcome is reported"),
    Part("reuse", "What it would take to re-use it here", "what another area would need; or: not reported"),
)

"""Sentences whose every number is a cited figure or a stated fact."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from local_response.model.figures import Figure
from local_response.model.periods import Period

Part = Literal["value", "lower", "upper"]


@dataclass(frozen=True)
class Cited:
    """A figure in a sentence. part: which of its numbers is shown. wording: shown instead, such as "no"."""

    figure: Figure
    part: Part = "value"
    wording: str = ""

    @property
    def text(self) -> str:
        """As printed."""
        if self.wording:
            return self.wording
        if self.part == "value":
            return self.figure.text
        limit = self.figure.lower if self.part == "lower" else self.figure.upper
        return "not calculable" if limit is None else self.figure.format(limit)


@dataclass(frozen=True)
class Fact:
    """Words with digits that are not a figure: a period, a date, a section of an Act. why: what it is or its source."""

    text: str
    why: str


Span = str | Cited | Fact
Text = tuple[Span, ...]


def say(template: str, **parts: Figure | Cited | Fact | Period | str | Text) -> Text:
    """A sentence from a template with {named} parts.

    Figures and periods become cited spans. Raises ValueError where the template or a plain string holds a digit:
    a number must come as a figure or a Fact, so that it can be traced.
    """
    spans: list[Span] = []
    for literal, name in re.findall(r"([^{}]*)(?:\{(\w+)\})?", template):
        if literal:
            spans.append(_plain(literal))
        if name:
            spans.extend(_spans(parts[name]))
    return _joined(spans)


def plain(text: str) -> Text:
    """A sentence without any figure. Raises ValueError where it holds a digit."""
    return (_plain(text),)


def written(text: Text) -> str:
    """The sentence as a reader sees it."""
    return "".join(span if isinstance(span, str) else span.text for span in text)


def together(sentences: Sequence[Text]) -> Text:
    """Sentences as one paragraph, a space between."""
    spans: list[Span] = []
    for number, sentence in enumerate(sentences):
        spans.extend([" ", *sentence] if number else sentence)
    return _joined(spans)


def interval(figure: Figure) -> Text:
    """A figure's interval in words: "95% interval 3.1 to 4.5". Raises ValueError where it has none."""
    if figure.level is None:
        raise ValueError(f"{figure.measure} {figure.area} {figure.period} has no interval")
    level = Fact(f"{figure.level * 100:g}%", "coverage of the interval")
    return (level, " interval ", Cited(figure, "lower"), " to ", Cited(figure, "upper"))


def _spans(part: Figure | Cited | Fact | Period | str | Text) -> Sequence[Span]:
    if isinstance(part, Figure):
        return (Cited(part),)
    if isinstance(part, Period):
        return (Fact(part.label, "period"),)
    if isinstance(part, str):
        return (_plain(part),)
    if isinstance(part, tuple):
        return part
    return (part,)


def _plain(text: str) -> str:
    if any(character.isdigit() for character in text):
        raise ValueError(f"a number in plain words cannot be traced: {text!r}; pass a figure or a Fact")
    return text


def _joined(spans: list[Span]) -> Text:
    joined: list[Span] = []
    for span in spans:
        if isinstance(span, str) and joined and isinstance(joined[-1], str):
            joined[-1] += span
        else:
            joined.append(span)
    return tuple(joined)

"""Numbering: a stable id for each distinct figure and fact of a document, in order of first appearance."""

from __future__ import annotations

from collections.abc import Hashable

from local_response.model.figures import Figure
from local_response.model.sentences import Cited, Fact, Text
from local_response.publish.document import FactSpan, FigureSpan, Span, Spans, Words


class Numbering:
    """Gives f1, f2 ... to figures and t1, t2 ... to facts. Two figures that are equal in every field share an id."""

    def __init__(self) -> None:
        self.figures: dict[str, Figure] = {}
        self.facts: dict[str, Fact] = {}
        self.shown: frozenset[str] = frozenset()
        self._figure_ids: dict[int, str] = {}  # by kind
        self._fact_ids: dict[Fact, str] = {}
        self._kinds: dict[Hashable, int] = {}
        self._kind_of: dict[int, tuple[Figure, int]] = {}  # by id(); holding the figure keeps its id() from re-use

    def figure(self, figure: Figure) -> str:
        """The id of a figure, new where it is met for the first time."""
        kind = self._kind(figure)
        if kind not in self._figure_ids:
            self._figure_ids[kind] = f"f{len(self.figures) + 1}"
            self.figures[self._figure_ids[kind]] = figure
        return self._figure_ids[kind]

    def fact(self, fact: Fact) -> str:
        """The id of a fact, new where it is met for the first time."""
        if fact not in self._fact_ids:
            self._fact_ids[fact] = f"t{len(self.facts) + 1}"
            self.facts[self._fact_ids[fact]] = fact
        return self._fact_ids[fact]

    def spans(self, text: Text) -> Spans:
        """A sentence with its figures and facts numbered."""
        return tuple(self._span(span) for span in text)

    def add_inputs(self) -> None:
        """Number what computed figures were made from, after every figure that is shown, and note which are shown."""
        self.shown = frozenset(self.figures)
        waiting = list(self.figures.values())
        for figure in waiting:  # grows while it is walked: inputs of inputs follow
            for part in figure.inputs:
                before = len(self.figures)
                self.figure(part)
                if len(self.figures) > before:
                    waiting.append(part)

    def inputs(self) -> dict[str, tuple[str, ...]]:
        """Ids of what each figure was made from. Call add_inputs first: an unnumbered input would number itself."""
        return {name: tuple(self.figure(part) for part in figure.inputs) for name, figure in self.figures.items()}

    def _span(self, span: str | Cited | Fact) -> Span:
        if isinstance(span, str):
            return Words(span)
        if isinstance(span, Fact):
            return FactSpan(span.text, self.fact(span), span.why)
        return FigureSpan(span.text, self.figure(span.figure))

    def _kind(self, figure: Figure) -> int:
        """A number that figures share when all their fields are equal.

        A profile meets its figures many times and some hold thousands of citations: each object is compared once.
        """
        known = self._kind_of.get(id(figure))
        if known is not None:
            return known[1]
        key = (
            (figure.measure, figure.area, figure.period, tuple(sorted(figure.breakdown.items()))),
            (figure.value, figure.status, figure.unit, figure.reason, figure.decimals),
            (figure.method, tuple(sorted(figure.parameters.items()))),
            (figure.lower, figure.upper, figure.level),
            figure.citations,
            tuple(self._kind(part) for part in figure.inputs),
        )
        kind = self._kinds.setdefault(key, len(self._kinds))
        self._kind_of[id(figure)] = (figure, kind)
        return kind

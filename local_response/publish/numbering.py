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
        self._figure_ids: dict[Hashable, str] = {}
        self._fact_ids: dict[Fact, str] = {}
        self._keys: dict[int, tuple[Figure, Hashable]] = {}

    def figure(self, figure: Figure) -> str:
        """The id of a figure, new where it is met for the first time."""
        key = self._key(figure)
        if key not in self._figure_ids:
            self._figure_ids[key] = f"f{len(self.figures) + 1}"
            self.figures[self._figure_ids[key]] = figure
        return self._figure_ids[key]

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
        """Number what computed figures were made from, after every figure that is shown."""
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

    def _key(self, figure: Figure) -> Hashable:
        """All fields of a figure as something that can be looked up. Kept by object: tables repeat their figures."""
        known = self._keys.get(id(figure))
        if known is not None:
            return known[1]
        key = (
            (figure.measure, figure.area, figure.period, tuple(sorted(figure.breakdown.items()))),
            (figure.value, figure.status, figure.unit, figure.reason, figure.decimals),
            (figure.method, tuple(sorted(figure.parameters.items()))),
            (figure.lower, figure.upper, figure.level),
            figure.citations,
            tuple(self._key(part) for part in figure.inputs),
        )
        self._keys[id(figure)] = (figure, key)  # the figure is held so that its id() cannot be used again
        return key

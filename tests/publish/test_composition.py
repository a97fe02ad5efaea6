"""Numbering and tracing: every figure has one id and one source line."""

from __future__ import annotations

from dataclasses import replace

import pytest

from local_response.model.profiles import Paragraph, Section
from local_response.model.sentences import say
from local_response.publish.composition import compose
from local_response.publish.document import FigureSpan


def all_lines(document):
    releases = [release for group in document.sources for release in group.releases]
    return [line for release in releases for table in release.tables for line in table.lines]


def lines(document):
    return {line.id: line for line in all_lines(document)}


def test_every_figure_has_exactly_one_source_line(document):
    found = [line.id for line in all_lines(document)]
    assert sorted(found) == sorted(document.figures)


def test_figures_are_numbered_by_first_appearance_and_equal_ones_share_an_id(make):
    count, other = make.published(7, 1), make.published(9, 2)
    again = make.published(7, 1)
    profile = replace(
        make.profile(),
        summary=Section("brief", "In brief", (Paragraph(say("{b}, {a}, {c}", a=count, b=other, c=again)),)),
        sections=(),
    )
    composed = compose(profile)
    spans = [span for span in composed.brief.blocks[0].spans if isinstance(span, FigureSpan)]
    assert [(span.text, span.id) for span in spans] == [("9", "f1"), ("7", "f2"), ("7", "f2")]
    assert list(composed.figures) == ["f1", "f2"]


def test_figures_that_differ_only_in_their_cell_stay_apart(make):
    profile = replace(
        make.profile(),
        summary=Section(
            "brief", "In brief", (Paragraph(say("{a} {b}", a=make.published(7, 1), b=make.published(7, 2))),)
        ),
        sections=(),
    )
    assert len(compose(profile).figures) == 2


def test_inputs_of_a_computed_figure_are_numbered_and_named_in_its_line(document):
    rate = next(name for name, figure in document.figures.items() if figure.method == "rate_byar")
    line = lines(document)[rate]
    assert [name for name, _ in line.inputs] == list(document.inputs[rate])
    assert [document.figures[name].value for name in document.inputs[rate]] == [120, 2_350_000]
    assert "95% interval 4.2 to 6.1" in line.note


def test_a_published_figure_names_its_cell(document):
    assert lines(document)["f1"].place == "row 15, column E"


def test_a_figure_without_a_value_says_why(document):
    suppressed = next(name for name, figure in document.figures.items() if figure.status == "suppressed")
    assert lines(document)[suppressed].note == "the publisher suppressed it"


def test_a_figure_of_an_unlisted_release_is_refused(make):
    with pytest.raises(ValueError, match="nrm-police-2023-q3"):
        compose(replace(make.profile(), releases=()))

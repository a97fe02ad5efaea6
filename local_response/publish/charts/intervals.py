"""Intervals: a dot and its interval for each category on one scale, the profile's own as a filled diamond."""

from __future__ import annotations

from collections.abc import Sequence

from local_response.model.profiles import Chart
from local_response.publish.charts.categories import Names
from local_response.publish.charts.look import INK, LABEL, RULE, SOFT, text_width, tick_label, ticks
from local_response.publish.charts.marks import distinct, largest, marks
from local_response.publish.charts.picture import Anchor, Picture

BAND, GAP = 18, 6


def draw(chart: Chart, ids: Sequence[str], width: float) -> Picture:
    """Dots on a scale from zero, with the value printed in a column on the right."""
    found = marks(chart, ids)
    own = next((mark.category for mark in found if mark.own), "")
    names = Names.fitted(distinct(mark.category for mark in found), width, BAND, GAP)
    picture = Picture(width)
    room = max(text_width(mark.text) for mark in found) + 14
    plot = width - names.left - room
    scale = plot / largest(mark.end for mark in found)
    _axis(picture, chart, names, plot, scale)
    places = names.draw(picture, 2, own)
    for mark in found:
        middle = places[mark.category] + BAND / 2
        known = mark.value is not None
        if mark.lower is not None and mark.upper is not None:
            ends = names.left + mark.lower * scale, names.left + mark.upper * scale
            picture.line(ends[0], middle, ends[1], middle, INK, 3 if mark.own else 1.25)
        if known:
            picture.dot(names.left + mark.height * scale, middle, mark.own)
        picture.text(
            names.left + plot + 12,
            middle + LABEL * 0.35,
            mark.text,
            color=INK if known else SOFT,
            bold=mark.own,
            figure=mark.figure,
        )
    return picture


def _axis(picture: Picture, chart: Chart, names: Names, plot: float, scale: float) -> None:
    """Dotted lines down the chart at round numbers, named below it, with the unit."""
    lines = 0 if names.beside else sum(len(found) for found in names.lines.values())
    bottom = 2 + len(names.lines) * (BAND + GAP) + lines * 15 + (0 if names.beside else 3 * len(names.lines))
    for value in ticks(plot / scale):
        x = names.left + value * scale
        picture.line(x, 2, x, bottom, RULE, 1, "1 3")
        anchor: Anchor = "start" if value == 0 else "end" if x > names.left + plot - 12 else "middle"
        picture.text(x, bottom + 12, tick_label(value), anchor=anchor, color=SOFT, scale=True)
    picture.text(names.left, bottom + 28, chart.unit, color=SOFT, scale=True)

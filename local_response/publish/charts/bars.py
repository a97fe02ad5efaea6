"""Bars: a bar from zero for each category, side by side where there are several series."""

from __future__ import annotations

from collections.abc import Sequence

from local_response.model.profiles import Chart
from local_response.publish.charts.categories import Names
from local_response.publish.charts.look import FILLS, INK, LABEL, LINE, OWN, SOFT, WHITE, text_width
from local_response.publish.charts.marks import Drawn, distinct, largest, marks
from local_response.publish.charts.picture import Picture

BAR, BETWEEN, GAP = 15, 2, 9


def draw(chart: Chart, ids: Sequence[str], width: float) -> Picture:
    """Bars with their values at the end, and their intervals as lines where the figures have them.

    Raises ValueError for more series than can be told apart in black and white.
    """
    found = marks(chart, ids)
    series = distinct(mark.series for mark in found)
    if len(series) > len(FILLS):
        raise ValueError(f"chart {chart.id} has {len(series)} series of bars; {len(FILLS)} can be told apart")
    names = Names.fitted(distinct(mark.category for mark in found), width, (BAR + BETWEEN) * len(series) - BETWEEN, GAP)
    picture = Picture(width)
    top = _legend(picture, series, names.left)
    places = names.draw(picture, top)
    room = max(text_width(mark.text) for mark in found) + 8
    scale = (width - names.left - room) / largest(mark.end for mark in found)
    for mark in found:
        number = series.index(mark.series)
        _bar(picture, mark, names.left, places[mark.category] + number * (BAR + BETWEEN), scale, FILLS[number])
    for place in places.values():
        picture.line(names.left, place - 2, names.left, place + names.band + 2)
    return picture


def _legend(picture: Picture, series: list[str], left: float) -> float:
    """Write which tone is which series, one a line; returns where the bars may begin."""
    if len(series) < 2:
        return 2
    for number, name in enumerate(series):
        y = number * (LINE + 3) + 1
        picture.rect(left + 1, y, 12, 12, FILLS[number])
        picture.text(left + 20, y + 10.5, name)
    return len(series) * (LINE + 3) + 8


def _bar(picture: Picture, mark: Drawn, left: float, y: float, scale: float, fill: str) -> None:
    middle = y + BAR / 2
    if mark.value is None:
        picture.text(left + 6, middle + LABEL * 0.35, mark.text, color=SOFT, figure=mark.figure)
        return
    if mark.value > 0:
        picture.rect(left, y, mark.value * scale, BAR, fill, OWN)
    if mark.lower is not None and mark.upper is not None:
        for color, thick in ((WHITE, 3.5), (INK, 1.25)):  # the white below lets the line be seen on a dark bar
            picture.line(left + mark.lower * scale, middle, left + mark.upper * scale, middle, color, thick)
    picture.text(left + mark.end * scale + 6, middle + LABEL * 0.35, mark.text, figure=mark.figure)

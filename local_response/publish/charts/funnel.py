"""Funnel: each area's figure against its size, between limits that widen as numbers get smaller."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from local_response.model.profiles import Chart
from local_response.publish.charts.look import INK, LABEL, RULE, SOFT, TITLE, text_width, tick_label, ticks
from local_response.publish.charts.marks import Drawn, distinct, largest, marks
from local_response.publish.charts.picture import Anchor, Picture

HEIGHT, HEAD = 300, 46
DASHES = ("", "6 3", "2 3", "8 3 2 3")


@dataclass(frozen=True)
class Plane:
    """From a size and a value to a place in the picture."""

    left: float
    right: float
    size: float
    value: float

    def at(self, size: float, value: float) -> tuple[float, float]:
        """x and y in pixels."""
        x = self.left + size / self.size * (self.right - self.left)
        return x, HEAD + HEIGHT * (1 - value / self.value)


def draw(chart: Chart, ids: Sequence[str], width: float) -> Picture:
    """Marks: the first series is the figure of each area (up), the second its size (along), a category an area.

    Any further series are limits at the size of the same category, drawn as lines named at their right end. An area
    without both numbers is left to the table. Raises ValueError without a series of sizes.
    """
    found = marks(chart, ids)
    series = distinct(mark.series for mark in found)
    if len(series) < 2:
        raise ValueError(f"chart {chart.id} needs a series of figures and a series of sizes")
    sizes = {mark.category: mark.value for mark in found if mark.series == series[1] and mark.value is not None}
    placed = [mark for mark in found if mark.value is not None and mark.category in sizes and mark.series != series[1]]
    top, right = largest(mark.height for mark in placed) * 1.06, largest(sizes.values())
    left = max(text_width(tick_label(value)) for value in ticks(top, 5)) + 6
    plane = Plane(left, width - 8, right, top)
    picture = Picture(width)
    picture.text(0, TITLE, series[0], size=TITLE, bold=True)
    picture.text(0, TITLE + 16, chart.unit, color=SOFT, scale=True)
    _axes(picture, plane, series[1], 3 if width < 400 else 6)
    for number, name in enumerate(series[2:]):
        points = sorted(plane.at(sizes[mark.category], mark.height) for mark in placed if mark.series == name)
        picture.path(points, SOFT, 1.25, DASHES[number % len(DASHES)])
        picture.text(points[-1][0], points[-1][1] - 7, name, anchor="end", color=SOFT, halo=True)
    areas = sorted((mark for mark in placed if mark.series == series[0]), key=lambda mark: mark.own)
    for mark in areas:  # the profile's own last, on top
        picture.dot(*plane.at(sizes[mark.category], mark.height), own=mark.own)
    for mark in areas:
        if mark.own:
            _name(picture, mark, *plane.at(sizes[mark.category], mark.height), width)
    return picture


def _axes(picture: Picture, plane: Plane, along: str, count: int) -> None:
    bottom = HEAD + HEIGHT
    for value in ticks(plane.value, 5):
        y = plane.at(0, value)[1]
        picture.line(plane.left, y, plane.right, y, RULE, 1, "1 3")
        picture.text(plane.left - 6, y + LABEL * 0.35, tick_label(value), anchor="end", color=SOFT, scale=True)
    picture.line(plane.left, bottom, plane.right, bottom, INK)
    for size in ticks(plane.size, count):
        x = plane.at(size, 0)[0]
        picture.line(x, bottom, x, bottom + 4, INK)
        anchor: Anchor = "start" if size == 0 else "end" if x > plane.right - 20 else "middle"
        picture.text(x, bottom + 17, tick_label(size), anchor=anchor, color=SOFT, scale=True)
    picture.text(plane.left, bottom + 33, along, color=SOFT, scale=True)


def _name(picture: Picture, mark: Drawn, x: float, y: float, width: float) -> None:
    """The profile's own area by name and figure; others are in the table, so that no label runs over another."""
    left = x < width / 2
    place = x + 12 if left else x - 12
    anchor: Anchor = "start" if left else "end"
    picture.text(place, y - 3, mark.category, anchor=anchor, bold=True, halo=True)
    picture.text(place, y + 12, mark.text, anchor=anchor, bold=True, halo=True, figure=mark.figure)

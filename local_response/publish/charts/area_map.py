"""Area map: force areas by their outlines, shaded and labelled like the tile map."""

from __future__ import annotations

from collections.abc import Sequence

from local_response.definitions.areas import tiles
from local_response.model.profiles import Chart
from local_response.publish.boundaries import Outlines, Ring
from local_response.publish.charts.look import LABEL, OWN, SOFT, text_width
from local_response.publish.charts.marks import Drawn, largest, marks
from local_response.publish.charts.picture import Picture
from local_response.publish.charts.tiles import shade

TALLEST, FINEST = 560.0, 0.7  # pixels: height of the map, and the shortest step along an outline


def draw(chart: Chart, ids: Sequence[str], width: float, outlines: Outlines) -> Picture:
    """The areas of a chart that have an outline, fitted to the width. Others are left to the table.

    A label that would run over another is left out, the profile's own never: its figure is in the table.
    Raises ValueError where no area has an outline.
    """
    found = [mark for mark in marks(chart, ids) if mark.area in outlines]
    if not found:
        raise ValueError(f"chart {chart.id} has no area with an outline")
    points = [point for mark in found for ring in outlines[mark.area] for point in ring]
    west, north = min(x for x, _ in points), min(y for _, y in points)
    across, down = max(x for x, _ in points) - west, max(y for _, y in points) - north
    scale = min((width - 6) / across, TALLEST / down)
    picture = Picture(across * scale + 6)
    picture.height = down * scale + 6
    top = largest(mark.height for mark in found)
    drawn = {
        mark.area: [_thinned([(3 + (x - west) * scale, 3 + (y - north) * scale) for x, y in ring]) for ring in rings]
        for mark in found
        if (rings := outlines[mark.area])
    }
    ordered = sorted(found, key=lambda mark: mark.own)  # the profile's own edge lies on top
    for mark in ordered:
        outline = "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in ring) + "z" for ring in drawn[mark.area])
        edge = ("#000000", 3.0, "") if mark.own else (OWN, 0.75, "") if mark.value is not None else (SOFT, 0.75, "3 2")
        picture.shape(outline, shade(mark, top)[0], *edge)
    _labels(picture, [(mark, *_middle(max(drawn[mark.area], key=_size))) for mark in reversed(ordered)])
    return picture


def _labels(picture: Picture, places: list[tuple[Drawn, float, float]]) -> None:
    taken: list[tuple[float, float, float]] = []
    for mark, x, y in places:
        name = tiles()[mark.area].short_name
        half = max(text_width(name), text_width(mark.text)) / 2 + 2
        if any(abs(x - other) < half + width and abs(y - line) < 2 * LABEL + 4 for other, line, width in taken):
            continue
        taken.append((x, y, half))
        picture.text(x, y - 2, name, anchor="middle", bold=mark.own, halo=True)
        picture.text(x, y + LABEL, mark.text, anchor="middle", bold=mark.own, halo=True, figure=mark.figure)


def _thinned(points: Sequence[tuple[float, float]]) -> Ring:
    kept = [points[0]]
    for x, y in points[1:]:
        if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= FINEST:
            kept.append((x, y))
    return tuple(kept)


def _size(ring: Ring) -> float:
    return abs(_twice_area(ring))


def _twice_area(ring: Ring) -> float:
    return sum(x * next_y - next_x * y for (x, y), (next_x, next_y) in zip(ring, (*ring[1:], ring[0]), strict=True))


def _middle(ring: Ring) -> tuple[float, float]:
    """The centroid of a ring; the middle of its points where it has no area."""
    twice = _twice_area(ring)
    if not twice:
        return sum(x for x, _ in ring) / len(ring), sum(y for _, y in ring) / len(ring)
    pairs = list(zip(ring, (*ring[1:], ring[0]), strict=True))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * twice)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * twice)
    return x, y

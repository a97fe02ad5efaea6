"""Tiles: a map of force areas as equal squares, each with its short name and its figure printed in it."""

from __future__ import annotations

from collections.abc import Sequence

from local_response.definitions.areas import tiles
from local_response.model.profiles import Chart
from local_response.publish.charts.look import DARK_FROM, INK, LABEL, OWN, RULE, SHADES, SOFT, WHITE
from local_response.publish.charts.marks import Drawn, largest, marks
from local_response.publish.charts.picture import Picture

LARGEST, APART = 58, 3


def draw(chart: Chart, ids: Sequence[str], width: float) -> Picture:
    """Equal squares at their places on the tile map; areas without a place there are left to the table.

    Areas without a mark are outlined and named, so that the map is whole. The shade runs from light to dark with the
    value in equal steps from zero; the printed figure says it too. A marked area without a value is a white square
    with a dashed edge; the profile's own has a black edge.
    Raises ValueError where no mark has a place.
    """
    found = [mark for mark in marks(chart, ids) if mark.area in tiles()]
    if not found:
        raise ValueError(f"chart {chart.id} has no area with a place on the tile map")
    marked = {mark.area: mark for mark in found}
    columns = max(tile.column for tile in tiles().values()) + 1
    side = min(LARGEST, (width + APART - 4) / columns - APART)
    picture = Picture(columns * (side + APART) - APART + 4)
    top = largest(mark.height for mark in found)
    for code, tile in tiles().items():
        x, y = 2 + tile.column * (side + APART), 2 + tile.row * (side + APART)
        if code in marked:
            _tile(picture, marked[code], x, y, side, top)
        else:
            picture.rect(x, y, side, side, WHITE, RULE, 1)
            picture.text(
                x + side / 2, y + side / 2 + LABEL / 3, tile.short_name, anchor="middle", color=SOFT, size=LABEL
            )
    return picture


def shade(mark: Drawn, top: float) -> tuple[str, str]:
    """Fill and type colour of an area by its share of the largest value."""
    if mark.value is None:
        return WHITE, INK
    step = min(len(SHADES) - 1, int(mark.value / top * len(SHADES)))
    return SHADES[step], WHITE if step >= DARK_FROM else INK


def _tile(picture: Picture, mark: Drawn, x: float, y: float, side: float, top: float) -> None:
    fill, ink = shade(mark, top)
    known = mark.value is not None
    picture.rect(x, y, side, side, fill, OWN if known else SOFT, 0.75, "" if known else "3 2")
    if mark.own:  # a black edge with a white line inside it shows on light and dark
        picture.rect(x, y, side, side, "none", "#000000", 3.5)
        picture.rect(x + 3, y + 3, side - 6, side - 6, "none", WHITE, 1.5)
    size = LABEL if side < 60 else LABEL + 1
    centre, middle = x + side / 2, y + side / 2
    name = tiles()[mark.area].short_name
    picture.text(centre, middle - 3, name, anchor="middle", color=ink, size=size, bold=mark.own)
    picture.text(
        centre, middle + size + 1, mark.text, anchor="middle", color=ink, size=size, bold=mark.own, figure=mark.figure
    )

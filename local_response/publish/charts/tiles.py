"""Tiles: a map of force areas as equal squares, each with its short name and its figure printed in it."""

from __future__ import annotations

from collections.abc import Sequence

from local_response.definitions.areas import tiles
from local_response.model.profiles import Chart
from local_response.publish.charts.look import INK, LABEL, OWN, SHADES, SOFT, WIDE, Spec
from local_response.publish.charts.marks import Row, largest, rows

LARGEST_TILE = 66


def spec(chart: Chart, ids: Sequence[str], width: int) -> Spec:
    """Equal squares at their places on the tile map; areas without a place there are left to the table.

    The shade runs from light to dark with the value in five equal steps from zero; the printed figure says it too.
    An area without a value is a white square with a dashed edge.
    """
    found = [_placed(row) for row in rows(chart, ids) if row["area"] in tiles()]
    if not found:
        raise ValueError(f"chart {chart.id} has no area with a place on the tile map")
    columns = max(tile.column for tile in tiles().values()) + 1
    deep = max(tile.row for tile in tiles().values()) + 1
    side = min(LARGEST_TILE, (width - 4) // columns)
    top = largest(found, "value")
    for row in found:
        step = min(len(SHADES) - 1, int(row["value"] / top * len(SHADES))) if row["known"] else 0
        row["fill"] = SHADES[step] if row["known"] else "#ffffff"
        row["ink"] = "#ffffff" if row["known"] and step >= 3 else INK
    x = {"field": "column", "type": "ordinal", "axis": None, "scale": {"domain": list(range(columns)), "padding": 0.05}}
    y = {"field": "row", "type": "ordinal", "axis": None, "scale": {"domain": list(range(deep)), "padding": 0.05}}
    size = LABEL if width != WIDE else LABEL + 1
    return {
        "width": side * columns,
        "height": side * deep,
        "padding": 2,
        "data": {"values": found},
        "encoding": {"x": x, "y": y},
        "layer": [
            _squares("!datum.own", 0.75),
            _squares("datum.own", 3.5),
            _text("name", size, -size * 0.55, {}),
            _text("text", size, size * 0.6, {"href": {"field": "href"}}),
        ],
    }


def _placed(row: Row) -> Row:
    tile = tiles()[row["area"]]
    return {**row, "row": tile.row, "column": tile.column, "name": tile.short_name}


def _squares(which: str, edge: float) -> Spec:
    return {
        "transform": [{"filter": which}],
        "mark": {"type": "rect", "strokeWidth": edge},
        "encoding": {
            "fill": {"field": "fill", "type": "nominal", "scale": None},
            "stroke": {"condition": {"test": "datum.known", "value": OWN}, "value": SOFT},
            "strokeDash": {"condition": {"test": "datum.known", "value": [1, 0]}, "value": [3, 2]},
        },
    }


def _text(field: str, size: float, dy: float, more: Spec) -> Spec:
    return {
        "mark": {"type": "text", "baseline": "middle", "dy": dy, "fontSize": size},
        "encoding": {
            "text": {"field": field},
            "color": {"field": "ink", "type": "nominal", "scale": None},
            **more,
        },
    }

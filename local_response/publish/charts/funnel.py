"""Funnel: each area's figure against its size, between limits that widen as numbers get smaller."""

from __future__ import annotations

from collections.abc import Sequence

from local_response.model.profiles import Chart
from local_response.publish.charts.look import INK, LABEL, OWN, SOFT, Spec
from local_response.publish.charts.marks import Row, distinct, largest, rows, ticks

HEIGHT = 300
LIMIT_DASHES: tuple[list[int], ...] = ([], [6, 3], [2, 3])


def spec(chart: Chart, ids: Sequence[str], width: int) -> Spec:
    """Marks: the first series is the figure of each area (up), the second its size (along), a category an area.

    Any further series are limits at the size of the same category, drawn as lines named at their right end. An area
    without both numbers is left to the table.
    """
    found = rows(chart, ids)
    series = distinct(found, "series")
    if len(series) < 2:
        raise ValueError(f"chart {chart.id} needs a series of figures and a series of sizes")
    sizes = {row["category"]: row["value"] for row in found if row["series"] == series[1] and row["known"]}
    placed = [{**row, "size": sizes[row["category"]]} for row in found if row["known"] and row["category"] in sizes]
    points = [row for row in placed if row["series"] == series[0]]
    limits = [row for row in placed if row["series"] in series[2:]]
    right, up = largest(placed, "size"), largest(points + limits, "value")
    x = _scale("size", right, series[1], 4 if width < 400 else 6)
    y = _scale("value", up * 1.06, chart.unit, 5)
    return {
        "width": width - 44,
        "height": HEIGHT,
        "autosize": {"type": "fit", "contains": "padding"},
        "title": {"text": series[0], "subtitle": chart.unit},
        "data": {"values": points},
        "layer": [
            *_limit_layers(limits, series[2:], x, y),
            _points(x, y),
            *_names(points, right, x, y),
        ],
    } | {"width": width, "height": HEIGHT + 90}


def _scale(field: str, top: float, title: str, count: int) -> Spec:
    axis = {
        "values": ticks(top, count),
        "title": title if field == "size" else None,
        "titleAnchor": "start",
        "labelExpr": "format(datum.value, ',')",
        "domain": field == "size",
        "ticks": False,
        "labelColor": SOFT,
        "labelFlush": field == "size",
    }
    return {"field": field, "type": "quantitative", "axis": axis, "scale": {"domain": [0, top], "nice": False}}


def _limit_layers(limits: list[Row], series: Sequence[str], x: Spec, y: Spec) -> list[Spec]:
    layers: list[Spec] = []
    for number, name in enumerate(series):
        line = [row for row in limits if row["series"] == name]
        dash = LIMIT_DASHES[number % len(LIMIT_DASHES)]
        layers.append(
            {
                "data": {"values": line},
                "mark": {"type": "line", "color": SOFT, "strokeDash": dash, "strokeWidth": 1.25},
                "encoding": {"x": x, "y": y, "order": {"field": "size", "type": "quantitative"}},
            }
        )
        end = max(line, key=lambda row: row["size"], default=None)
        if end is not None:
            layers.append(
                {
                    "data": {"values": [{**end, "label": name}]},
                    "mark": {"type": "text", "align": "right", "baseline": "bottom", "dy": -3, "color": SOFT},
                    "encoding": {"x": x, "y": y, "text": {"field": "label"}},
                }
            )
    return layers


def _points(x: Spec, y: Spec) -> Spec:
    return {
        "mark": {"type": "point", "filled": True, "stroke": OWN, "strokeWidth": 1.25, "opacity": 1},
        "encoding": {
            "x": x,
            "y": y,
            "size": {"condition": {"test": "datum.own", "value": 150}, "value": 50},
            "shape": {"condition": {"test": "datum.own", "value": "diamond"}, "value": "circle"},
            "fill": {"condition": {"test": "datum.own", "value": OWN}, "value": "white"},
        },
    }


def _names(points: list[Row], right: float, x: Spec, y: Spec) -> list[Spec]:
    """The profile's own area by name and figure; other areas are in the table, so that no label runs over another."""
    layers: list[Spec] = []
    for row in points:
        if row["own"]:
            side = "right" if row["size"] > right / 2 else "left"
            shift = -12 if side == "right" else 12
            common = {"type": "text", "align": side, "dx": shift, "fontWeight": 600, "color": INK}
            layers += [
                {
                    "data": {"values": [row]},
                    "mark": {**common, "dy": -LABEL * 0.6 if field == "category" else LABEL * 0.6},
                    "encoding": {
                        "x": x,
                        "y": y,
                        "text": {"field": field},
                        **({"href": {"field": "href"}} if field == "text" else {}),
                    },
                }
                for field in ("category", "text")
            ]
    return layers

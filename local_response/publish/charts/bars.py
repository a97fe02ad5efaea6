"""Bars: a bar from zero for each category, side by side where there are several series."""

from __future__ import annotations

from collections.abc import Sequence

from local_response.model.profiles import Chart
from local_response.publish.charts.categories import Names
from local_response.publish.charts.look import FILLS, INK, OWN, SOFT, Spec, text_width
from local_response.publish.charts.marks import distinct, largest, rows

BAR, GAP = 17, 9


def spec(chart: Chart, ids: Sequence[str], width: int) -> Spec:
    """Bars with their values at the end, and their intervals as lines where the figures have them.

    Raises ValueError for more series than can be told apart in black and white.
    """
    found = rows(chart, ids)
    series = distinct(found, "series")
    if len(series) > len(FILLS):
        raise ValueError(f"chart {chart.id} has {len(series)} series of bars; {len(FILLS)} can be told apart")
    names = Names.fitted(distinct(found, "category"), width, BAR * len(series), GAP)
    room = max(text_width(row["text"]) for row in found) + 10
    plot = width - names.left
    top = largest(found, "value", "upper") * plot / (plot - room)
    x = {"field": "value", "type": "quantitative", "axis": None, "scale": {"domain": [0, top], "nice": False}}
    offset = {"field": "series", "scale": {"domain": series, "paddingInner": 0.08}}
    place = {"y": names.y, "yOffset": offset}
    return {
        "width": plot,
        "height": names.height,
        "autosize": {"type": "pad"},  # names stand left of the plot and a legend above it: both widen the drawing
        "data": {"values": found},
        "layer": [
            _bars(x, place, series),
            _intervals(x, place),
            *_values(x, place),
            names.layer(),
            {
                "data": {"values": [{}]},
                "mark": {"type": "rule", "color": INK, "x": 0, "y": 0, "y2": "height"},
                "encoding": {},
            },
        ],
    }


def _bars(x: Spec, place: Spec, series: list[str]) -> Spec:
    fill = {
        "field": "series",
        "type": "nominal",
        "scale": {"domain": series, "range": list(FILLS[: len(series)])},
        "legend": {"direction": "vertical", "symbolStrokeColor": OWN} if len(series) > 1 else None,
    }
    return {
        "transform": [{"filter": "datum.known"}],
        "mark": {"type": "bar", "stroke": OWN, "strokeWidth": 0.75},
        "encoding": {"x": x, **place, "fill": fill},
    }


def _intervals(x: Spec, place: Spec) -> Spec:
    return {
        "transform": [{"filter": "isValid(datum.lower) && isValid(datum.upper)"}],
        "mark": {"type": "rule", "color": INK, "strokeWidth": 1.25},
        "encoding": {"x": {**x, "field": "lower"}, "x2": {"field": "upper"}, **place},
    }


def _values(x: Spec, place: Spec) -> list[Spec]:
    words = {"text": {"field": "text"}, "href": {"field": "href"}}
    mark = {"type": "text", "align": "left", "baseline": "middle", "dx": 6}
    return [
        {
            "transform": [
                {"filter": "datum.known"},
                {"calculate": "isValid(datum.upper) ? max(datum.value, datum.upper) : datum.value", "as": "value"},
            ],
            "mark": mark,
            "encoding": {"x": x, **place, **words},
        },
        {
            "transform": [{"filter": "!datum.known"}],
            "mark": {**mark, "x": 0, "color": SOFT},
            "encoding": {**place, **words},
        },
    ]

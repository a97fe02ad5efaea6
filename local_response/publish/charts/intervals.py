"""Intervals: a dot and its interval for each category on one scale, the profile's own as a filled diamond."""

from __future__ import annotations

from collections.abc import Sequence

from local_response.model.profiles import Chart
from local_response.publish.charts.categories import Names
from local_response.publish.charts.look import INK, OWN, SOFT, Spec, text_width
from local_response.publish.charts.marks import distinct, largest, rows, ticks

BAND, GAP = 18, 6


def spec(chart: Chart, ids: Sequence[str], width: int) -> Spec:
    """Dots on a scale from zero with the value printed in a column on the right."""
    found = rows(chart, ids)
    own = next((row["category"] for row in found if row["own"]), "")
    names = Names.fitted(distinct(found, "category"), width, BAND, GAP)
    room = max(text_width(row["text"]) for row in found) + 14
    plot = width - names.left - room
    top = largest(found, "value", "upper")
    axis = {
        "values": ticks(top),
        "title": chart.unit,
        "titleAlign": "left",
        "titleAnchor": "start",
        "domain": False,
        "ticks": False,
        "labelExpr": "format(datum.value, ',')",
        "labelColor": SOFT,
        "labelFlush": True,
        "zindex": 0,
    }
    x = {
        "field": "value",
        "type": "quantitative",
        "axis": axis,
        "scale": {"domain": [0, top], "nice": False},
    }
    return {
        "width": plot,
        "height": names.height,
        "padding": {"left": names.left, "right": room, "top": 0, "bottom": 36},
        "autosize": {"type": "none"},
        "data": {"values": found},
        "layer": [
            {
                "transform": [{"filter": "isValid(datum.lower) && isValid(datum.upper)"}],
                "mark": {"type": "rule", "color": INK},
                "encoding": {
                    "x": {**x, "field": "lower"},
                    "x2": {"field": "upper"},
                    "y": names.y,
                    "strokeWidth": {"condition": {"test": "datum.own", "value": 3}, "value": 1.25},
                },
            },
            _dots(x, names.y),
            _values(names.y, plot),
            names.layer(own),
        ],
    }


def _dots(x: Spec, y: Spec) -> Spec:
    return {
        "transform": [{"filter": "datum.known"}],
        "mark": {"type": "point", "filled": True, "stroke": OWN, "strokeWidth": 1.5, "opacity": 1},
        "encoding": {
            "x": x,
            "y": y,
            "size": {"condition": {"test": "datum.own", "value": 130}, "value": 60},
            "shape": {"condition": {"test": "datum.own", "value": "diamond"}, "value": "circle"},
            "fill": {"condition": {"test": "datum.own", "value": OWN}, "value": "white"},
        },
    }


def _values(y: Spec, plot: float) -> Spec:
    return {
        "mark": {"type": "text", "align": "left", "baseline": "middle", "x": plot + 12},
        "encoding": {
            "y": y,
            "text": {"field": "text"},
            "href": {"field": "href"},
            "color": {"condition": {"test": "datum.known", "value": INK}, "value": SOFT},
        },
    }

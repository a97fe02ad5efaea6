"""Quarters: columns from zero, one panel a series with its own axis, breaks drawn where the counting changed."""

from __future__ import annotations

import json
from collections.abc import Sequence

from local_response.model.periods import Period, in_order
from local_response.model.profiles import BreakMark, Chart
from local_response.publish.charts.look import INK, LABEL, OTHER, OWN, SOFT, WIDE, Spec, text_width, wrapped
from local_response.publish.charts.marks import Row, distinct, largest, rows, ticks

AXIS, GAP, HEIGHT = 40, 28, 130
MONTHS = {1: "Jan–Mar", 2: "Apr–Jun", 3: "Jul–Sep", 4: "Oct–Dec"}
FEW = 8  # periods up to which panels stand side by side and every one is named


def spec(chart: Chart, ids: Sequence[str], width: int) -> Spec:
    """Panels in one or two columns. Chart.breaks are drawn before the category that each names."""
    found = rows(chart, ids)
    categories = _ordered(distinct(found, "category"))
    series = distinct(found, "series")
    columns = 2 if width == WIDE and len(series) > 1 and len(categories) <= FEW else 1
    inner = (width - GAP * (columns - 1)) / columns - AXIS - 2
    panels = [
        _panel(name, [row for row in found if row["series"] == name], categories, chart.breaks, inner, number == 0)
        for number, name in enumerate(series)
    ]
    return {"concat": panels, "columns": columns, "spacing": {"column": GAP, "row": 22}}


def _panel(
    name: str, found: list[Row], categories: list[str], breaks: Sequence[BreakMark], width: float, first: bool
) -> Spec:
    top = largest(found, "value")
    step = width / len(categories)
    notes = [
        _break(mark, number, categories, step, width) for number, mark in enumerate(breaks) if mark.before in categories
    ]
    lines = max((len(note["lines"]) for note in notes), default=0)
    head = 18 + lines * (LABEL + 2)
    domain = [0, top * (HEIGHT + head) / HEIGHT]
    x = {"field": "category", "type": "ordinal", "scale": {"domain": categories, "paddingInner": 0.25}}
    y = {"field": "value", "type": "quantitative", "scale": {"domain": domain, "nice": False}}
    shown = _labelled(found, categories, step)
    return {
        "title": {"text": wrapped(name, width, 14), "subtitle": found[0]["unit"]},
        "width": round(width),
        "height": HEIGHT + head,
        "data": {"values": found},
        "layer": [
            {
                "transform": [{"filter": "datum.known"}],
                "mark": {"type": "bar", "color": OWN if first else OTHER, "stroke": OWN, "strokeWidth": 0.75},
                "encoding": {"x": {**x, "axis": _x_axis(categories, step)}, "y": {**y, "axis": _y_axis(top)}},
            },
            _missing(x, y, top),
            {
                "data": {"values": shown},
                "mark": {"type": "text", "baseline": "bottom", "dy": -3},
                "encoding": {"x": x, "y": y, "text": {"field": "text"}, "href": {"field": "href"}},
            },
            *[layer for note in notes for layer in _break_layers(note, x)],
        ],
    }


def _missing(x: Spec, y: Spec, top: float) -> Spec:
    """A dashed outline with the shorthand in it: not a column, so never taken for a low or zero count."""
    return {
        "transform": [{"filter": "!datum.known"}, {"calculate": str(top * 0.22), "as": "value"}],
        "layer": [
            {
                "mark": {"type": "bar", "fill": None, "stroke": SOFT, "strokeDash": [3, 2]},
                "encoding": {"x": x, "y": y},
            },
            {
                "mark": {"type": "text", "baseline": "bottom", "dy": -3, "color": SOFT},
                "encoding": {"x": x, "y": y, "text": {"field": "text"}, "href": {"field": "href"}},
            },
        ],
    }


def _x_axis(categories: list[str], step: float) -> Spec:
    labels: dict[str, str | list[str]] = {}
    years: set[str] = set()
    for category in categories:
        period = _quarter(category)
        if period is None:
            labels[category] = wrapped(category, step)
            continue
        year = str(period.start.year)
        if len(categories) <= FEW:
            labels[category] = [*_months(period.quarter_number, step), year if year not in years else ""]
        elif year not in years and (not years or period.quarter_number == 1):
            labels[category] = year
        years.add(year)
    if len(categories) > FEW:
        labels = _thinned(labels, categories, step)
    return {
        "title": None,
        "labelAngle": 0,
        "labelPadding": 4,
        "ticks": len(categories) > FEW,
        "values": list(labels),
        "labelExpr": f"{json.dumps(labels)}[datum.value]",
    }


def _months(quarter: int, step: float) -> list[str]:
    whole = MONTHS[quarter]
    return [whole] if text_width(whole) <= step else [whole[:4], whole[4:]]


def _thinned(labels: dict[str, str | list[str]], categories: list[str], step: float) -> dict[str, str | list[str]]:
    kept: dict[str, str | list[str]] = {}
    free_from = 0.0
    for category, label in labels.items():
        place = categories.index(category) * step
        if place >= free_from:
            kept[category] = label
            free_from = place + text_width(str(label)) + 6
    return kept


def _y_axis(top: float) -> Spec:
    return {
        "title": None,
        "values": ticks(top),
        "minExtent": AXIS - 4,
        "maxExtent": AXIS - 4,
        "domain": False,
        "ticks": False,
        "labelExpr": "format(datum.value, ',')",
        "labelColor": SOFT,
    }


def _labelled(found: list[Row], categories: list[str], step: float) -> list[Row]:
    """The values to print: all where they fit beside each other, else the last, the highest and the first that fit."""
    known = [row for row in found if row["known"]]
    if all(text_width(row["text"]) + 2 <= step for row in known):
        return known
    kept: list[Row] = []
    for row in [*known[-1:], max(known, key=lambda row: row["value"]), *known[:1]]:
        apart = [
            abs(categories.index(row["category"]) - categories.index(other["category"])) * step
            - (text_width(row["text"]) + text_width(other["text"])) / 2
            for other in kept
        ]
        if all(gap > 4 for gap in apart):
            kept.append(row)
    return kept


def _break(mark: BreakMark, number: int, categories: list[str], step: float, width: float) -> Spec:
    """Where a break's line stands and its label in lines, on the side of the line that has more room."""
    place = categories.index(mark.before) * step
    right = width - place >= place
    room = max(place, width - place) - 8
    return {
        "before": mark.before,
        "href": f"#fact-{number}",
        "lines": wrapped(mark.label, min(room, 200)),
        "right": right,
    }


def _break_layers(note: Spec, x: Spec) -> list[Spec]:
    at_edge = {**x, "bandPosition": -0.15}
    data = {"values": [{"category": note["before"], "label": note["lines"], "href": note["href"]}]}
    side = {"align": "left", "dx": 5} if note["right"] else {"align": "right", "dx": -5}
    return [
        {"data": data, "mark": {"type": "rule", "color": INK, "strokeDash": [5, 3]}, "encoding": {"x": at_edge}},
        {
            "data": data,
            "mark": {"type": "text", "baseline": "top", "lineHeight": LABEL + 2, "color": INK, "y": 0, **side},
            "encoding": {"x": at_edge, "text": {"field": "label"}, "href": {"field": "href"}},
        },
    ]


def _quarter(category: str) -> Period | None:
    try:
        period = Period.parse(category)
    except ValueError:
        return None
    return period if period.kind == "quarter" else None


def _ordered(categories: list[str]) -> list[str]:
    try:
        return in_order(categories)
    except ValueError:
        return categories

"""Marks: the figures of a chart as rows for Vega-Lite, each with the address of its source line."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from local_response.model.profiles import Chart
from local_response.publish.charts.look import SHORTHAND
from local_response.publish.naming import area_name

Row = dict[str, Any]


def rows(chart: Chart, ids: Sequence[str]) -> list[Row]:
    """One row a mark: series, category, value (None with a shorthand as text where there is none), limits, own, href.

    own: the mark is the profile's own area or category (Chart.highlight).
    """
    return [
        {
            "series": mark.series,
            "category": mark.category,
            "value": mark.figure.value,
            "lower": mark.figure.lower,
            "upper": mark.figure.upper,
            "text": SHORTHAND.get(mark.figure.status, mark.figure.text),
            "known": mark.figure.value is not None,
            "own": bool(chart.highlight) and chart.highlight in (mark.area, mark.category, _name(mark.area)),
            "area": mark.area,
            "unit": mark.figure.unit,
            "href": f"#{figure_id}",
        }
        for mark, figure_id in zip(chart.marks, ids, strict=True)
    ]


def _name(code: str) -> str:
    return area_name(code) if code else ""


def distinct(found: Sequence[Row], field: str) -> list[str]:
    """Values of a field in order of first appearance."""
    return list(dict.fromkeys(str(row[field]) for row in found))


def largest(found: Sequence[Row], *fields: str) -> float:
    """The largest known value in any of the fields; 1 where there is none above zero, so that a scale has a length."""
    return max([float(row[f]) for row in found for f in fields if row[f] is not None] + [0.0]) or 1.0


def ticks(top: float, count: int = 4) -> list[float]:
    """Round steps from 0 up to at most top, about count of them."""
    step = 10 ** math.floor(math.log10(top / count))
    step = next(step * factor for factor in (1, 2, 2.5, 5, 10) if step * factor * count >= top * 0.999)
    return [round(step * number, 10) for number in range(int(top / step + 1e-9) + 1)]

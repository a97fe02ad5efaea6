"""Marks: the figures of a chart ready to draw, each with the id of its source line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from local_response.model.profiles import Chart
from local_response.publish.charts.look import SHORTHAND
from local_response.publish.naming import area_name


@dataclass(frozen=True)
class Drawn:
    """One mark. value, lower, upper: in the figure's unit, None where there is none; text: as printed, or a shorthand.

    own: the mark is of the profile's own area or category. figure: id of its source line.
    """

    series: str
    category: str
    area: str
    value: float | None
    lower: float | None
    upper: float | None
    text: str
    unit: str
    own: bool
    figure: str

    @property
    def height(self) -> float:
        """The value as a length; 0 where there is none."""
        return float(self.value or 0)

    @property
    def end(self) -> float:
        """The farther of value and upper limit."""
        return max(self.height, self.upper or 0.0)


def marks(chart: Chart, ids: Sequence[str]) -> list[Drawn]:
    """The marks of a chart in order. ids: of their figures."""
    return [
        Drawn(
            mark.series,
            mark.category,
            mark.area,
            mark.figure.value,
            mark.figure.lower,
            mark.figure.upper,
            SHORTHAND.get(mark.figure.status, mark.figure.text),
            mark.figure.unit,
            bool(chart.highlight) and chart.highlight in (mark.area, mark.category, _name(mark.area)),
            figure_id,
        )
        for mark, figure_id in zip(chart.marks, ids, strict=True)
    ]


def _name(code: str) -> str:
    return area_name(code) if code else ""


def distinct(names: Iterable[str]) -> list[str]:
    """Names in order of first appearance."""
    return list(dict.fromkeys(names))


def largest(lengths: Iterable[float]) -> float:
    """The largest; 1 where none is above zero, so that a scale has a length."""
    return max(lengths, default=0.0) or 1.0

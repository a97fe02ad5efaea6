"""Drawing: a chart block drawn twice, for a column of text and for a phone."""

from __future__ import annotations

from dataclasses import dataclass

from local_response.model.profiles import Chart
from local_response.publish.boundaries import Outlines
from local_response.publish.charts import area_map, bars, funnel, intervals, quarters, tiles
from local_response.publish.charts.look import NARROW, SHORTHAND_MEANS, WIDE
from local_response.publish.charts.picture import Picture
from local_response.publish.document import ChartBlock, written


@dataclass(frozen=True)
class Drawing:
    """A chart drawn. wide, narrow: SVG for a column of text and for a phone. width: share of the column the first
    takes, at most 1. key: what its shorthand means.
    """

    wide: str
    narrow: str
    width: float
    key: tuple[str, ...]


def draw(block: ChartBlock, outlines: Outlines | None = None) -> Drawing:
    """Both drawings of a chart. outlines: of areas, for a map in place of tiles where the chart has one of them."""
    title, description = written(block.title), written(block.description)
    wide, narrow = _picture(block, WIDE, outlines), _picture(block, NARROW, outlines)
    return Drawing(
        wide.svg(f"{block.id}-wide", title, description, "chart-wide"),
        narrow.svg(f"{block.id}-narrow", title, description, "chart-narrow"),
        min(1.0, wide.width / WIDE),
        shorthand_key(block.chart),
    )


def shorthand_key(chart: Chart) -> tuple[str, ...]:
    """What stands for a value that is not there, for those the chart has."""
    statuses = {mark.figure.status for mark in chart.marks}
    return tuple(meaning for status, meaning in SHORTHAND_MEANS.items() if status in statuses)


def _picture(block: ChartBlock, width: float, outlines: Outlines | None) -> Picture:
    match block.chart.kind:
        case "quarters":
            return quarters.draw(block.chart, block.mark_ids, width, block.break_ids)
        case "bars":
            return bars.draw(block.chart, block.mark_ids, width)
        case "intervals":
            return intervals.draw(block.chart, block.mark_ids, width)
        case "tiles" if outlines and any(mark.area in outlines for mark in block.chart.marks):
            return area_map.draw(block.chart, block.mark_ids, width, outlines)
        case "tiles":
            return tiles.draw(block.chart, block.mark_ids, width)
        case "funnel":
            return funnel.draw(block.chart, block.mark_ids, width)

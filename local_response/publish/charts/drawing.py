"""Drawing: a Vega-Lite specification as SVG that a screen reader, a phone and a printer can use."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib.util import find_spec
from pathlib import Path

from local_response.model.profiles import Chart
from local_response.publish.charts import bars, funnel, intervals, quarters, tiles
from local_response.publish.charts.look import CONFIG, NARROW, SHORTHAND_MEANS, WIDE, Spec
from local_response.publish.document import ChartBlock, written

KINDS: dict[str, Callable[[Chart, Sequence[str], int], Spec]] = {
    "quarters": quarters.spec,
    "bars": bars.spec,
    "intervals": intervals.spec,
    "tiles": tiles.spec,
    "funnel": funnel.spec,
}


@dataclass(frozen=True)
class Drawing:
    """A chart drawn. wide, narrow: SVG for a column of text and for a phone. key: what its shorthand means."""

    wide: str
    narrow: str
    key: tuple[str, ...]

    @property
    def width(self) -> int:
        """Pixels across of the wide drawing."""
        return int(self.wide.split(' width="', 1)[1].split('"', 1)[0])


def draw(block: ChartBlock, *, narrow: bool = True) -> Drawing:
    """Both drawings of a chart; narrow=False leaves the phone's out ("")."""
    wide_svg = _svg(block, WIDE, "wide")
    narrow_svg = _svg(block, NARROW, "narrow") if narrow else ""
    return Drawing(wide_svg, narrow_svg, shorthand_key(block.chart))


def shorthand_key(chart: Chart) -> tuple[str, ...]:
    """What stands for a value that is not there, for those the chart has."""
    statuses = {mark.figure.status for mark in chart.marks}
    return tuple(meaning for status, meaning in SHORTHAND_MEANS.items() if status in statuses)


@cache
def font_folder() -> Path:
    """Where the font_source_sans_pro package keeps its files. Found without importing the package, which is old."""
    spec = find_spec("font_source_sans_pro")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("the package font-source-sans-pro is not installed")
    return Path(next(iter(spec.submodule_search_locations))) / "files"


@cache
def _renderer() -> Callable[[Spec], str]:
    import vl_convert

    vl_convert.register_font_directory(str(font_folder()))
    return lambda spec: str(vl_convert.vegalite_to_svg(spec))


def _svg(block: ChartBlock, width: int, variant: str) -> str:
    specification = KINDS[block.chart.kind](block.chart, block.mark_ids, width)
    raw = _renderer()({"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": CONFIG, **specification})
    raw = re.sub(r"#fact-(\d+)", lambda place: f"#{block.break_ids[int(place[1])]}", raw)
    return accessible(raw, f"{block.id}-{variant}", written(block.title), written(block.description), variant)


def accessible(raw: str, chart_id: str, title: str, description: str, variant: str) -> str:
    """Vega's SVG with a name and description on its root, figures marked by id, and nothing that only Vega needs."""
    body = re.sub(r"^.*?<svg[^>]*>|</svg>\s*$", "", raw, flags=re.DOTALL)
    body = re.sub(r'<a xlink:href="[^"]*#(f\d+)">(.*?)</a>', r'<g data-figure="\1">\2</g>', body, flags=re.DOTALL)
    body = re.sub(r'<a xlink:href="[^"]*#(t\d+)">(.*?)</a>', r'<g data-fact="\1">\2</g>', body, flags=re.DOTALL)
    body = re.sub(r'<path class="(?:back|fore)ground"[^>]*/>', "", body)
    body = body.replace('class="mark-text role-axis-label"', 'data-scale="label"')
    body = re.sub(r' (?:aria-\w+|role|class|pointer-events|opacity|stroke-miterlimit)="[^"]*"', "", body)
    while (shorter := re.sub(r"<g(?: fill=\"none\")?></g>", "", body)) != body:
        body = shorter
    body = re.sub(r"\d+\.\d{3,}", lambda number: f"{float(number[0]):.2f}", body)
    size = re.search(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', raw)
    if size is None:
        raise ValueError(f"the chart {chart_id} was drawn without a size")
    width, height = (round(float(number)) for number in size.groups())
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" class="chart-{variant}" width="{width}" '
        f'height="{height}" viewBox="0 0 {width} {height}" aria-labelledby="{chart_id}-title {chart_id}-desc">'
        f'<title id="{chart_id}-title">{escape(title)}</title><desc id="{chart_id}-desc">{escape(description)}</desc>'
        f"{body}</svg>"
    )

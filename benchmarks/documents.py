"""Each format of one profile, warm, beside peers: charts against Vega-Lite.

The profile is that of West Yorkshire from the bundled figures; whole commands are timed by `profiles`.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

from local_response.evidence.store import open_store
from local_response.insight.profile.build import build_profile
from local_response.model.periods import Period
from local_response.publish.composition import compose
from local_response.publish.data import csv_text, json_text
from local_response.publish.html import drawings, html
from local_response.publish.pdf import pdf
from local_response.publish.workbook import xlsx

AREA, AS_OF, RUNS = "E23000010", "2026-11-24", 5


def median(make: Callable[[], object], runs: int = RUNS) -> float:
    """Median milliseconds, after one run that is not counted."""
    make()
    seconds = []
    for _ in range(runs):
        start = time.perf_counter()
        make()
        seconds.append(time.perf_counter() - start)
    return 1000 * statistics.median(seconds)


def vega_bars(values: list[tuple[str, float]]) -> str:
    """The same bars by the peer, as Vega-Lite draws them by itself."""
    import vl_convert

    return str(
        vl_convert.vegalite_to_svg(
            {
                "data": {"values": [{"name": name, "value": value} for name, value in values]},
                "encoding": {
                    "y": {"field": "name", "type": "nominal"},
                    "x": {"field": "value", "type": "quantitative"},
                },
                "layer": [{"mark": "bar"}, {"mark": "text", "encoding": {"text": {"field": "value"}}}],
            }
        )
    )


def main() -> None:
    """Print the median time of each step, and the ratio of the charts' peer."""
    from local_response.definitions.areas import area
    from local_response.publish.charts.drawing import draw
    from local_response.publish.document import ChartBlock

    store = open_store()
    profile = build_profile(store, store.releases(), area(AREA), Period.parse(AS_OF).start)
    document = compose(profile)
    drawn = drawings(document)
    blocks = [block for section in document.sections for block in section.blocks if isinstance(block, ChartBlock)]
    print(f"{area(AREA).name}: {len(document.figures):,} figures, {len(blocks)} charts\n")
    steps: list[tuple[str, Callable[[], object]]] = [
        ("compose: number and trace", lambda: compose(profile)),
        ("draw every chart twice", lambda: drawings(document)),
        ("HTML", lambda: html(document, drawn)),
        ("PDF, charts drawn", lambda: pdf(document, drawn)),
        ("JSON", lambda: json_text(document)),
        ("CSV", lambda: csv_text(document)),
        ("XLSX", lambda: xlsx(document)),
    ]
    for name, make in steps:
        print(f"{name:<28} median {median(make):8.1f} ms")
    bars = next(block for block in blocks if block.chart.kind == "bars")
    values = [(mark.category, mark.figure.value or 0.0) for mark in bars.chart.marks]
    ours, peer = median(lambda: draw(bars)), median(lambda: vega_bars(values))
    print(
        f"\none chart of bars, ours twice {ours:.1f} ms, Vega-Lite once {peer:.1f} ms: {peer / ours:.0f} times as long"
    )


if __name__ == "__main__":
    main()

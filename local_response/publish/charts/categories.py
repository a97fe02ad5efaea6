"""Categories: names down the side of a chart, left of their marks where there is room, else a line above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from local_response.publish.charts.look import INK, LABEL, Spec, text_width, wrapped

LINE = LABEL + 3


@dataclass(frozen=True)
class Names:
    """How the categories of a chart stand.

    beside: names are left of the marks. left: pixels they take there. band: of the marks of one category.
    gap: between bands, with room for the lines of a name above its band. lines: name -> its lines.
    """

    categories: tuple[str, ...]
    beside: bool
    left: float
    band: int
    gap: int
    lines: dict[str, list[str]]

    @classmethod
    def fitted(cls, categories: Sequence[str], width: int, band: int, gap: int, own: str = "") -> Names:
        """Beside where the longest name, in at most two lines, leaves 58% of the width to the marks."""
        room = width * 0.42
        beside = max(text_width(name) for name in categories) <= room
        lines = {name: [name] if beside else wrapped(name, width) for name in categories}
        left = max(text_width(name) for name in categories) + 8 if beside else 0.0
        above = 0 if beside else LINE * max(len(found) for found in lines.values())
        return cls(tuple(categories), beside, left, band, gap + above, lines)

    @property
    def height(self) -> int:
        """Pixels of all bands and gaps; a name above takes its room before the first band too."""
        return len(self.categories) * (self.band + self.gap) - (self.gap if self.beside else 0)

    @property
    def y(self) -> Spec:
        """The encoding of a category as a band."""
        inner = self.gap / (self.band + self.gap)
        outer = 0 if self.beside else inner / 2
        scale = {"domain": list(self.categories), "paddingInner": inner, "paddingOuter": outer, "align": 1}
        return {"field": "category", "type": "nominal", "scale": scale, "axis": None}

    def layer(self, own: str = "") -> Spec:
        """The names as text; own is set bold."""
        data = [
            {"category": name, "lines": self.lines[name], "weight": 600 if name == own else 400}
            for name in self.categories
        ]
        place: Spec = (
            {"align": "right", "baseline": "middle", "x": -8}
            if self.beside
            else {"align": "left", "baseline": "bottom", "lineBreak": "\n", "x": 0, "dy": -3, "lineHeight": LINE}
        )
        return {
            "data": {"values": data},
            "mark": {"type": "text", "color": INK, **place},
            "encoding": {
                "y": {**self.y, "bandPosition": 0.5 if self.beside else 0},
                "text": {"field": "lines"},
                "opacity": {"value": 1},
            },
        }

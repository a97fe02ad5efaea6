"""Categories: names down the side of a chart, left of their marks where there is room, else a line above them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from local_response.publish.charts.look import LABEL, LINE, text_width, wrapped
from local_response.publish.charts.picture import Picture


@dataclass(frozen=True)
class Names:
    """How the categories of a chart stand.

    beside: names are left of the marks. left: pixels they take there. band: of the marks of one category.
    gap: between bands. lines: name -> its lines above its band.
    """

    beside: bool
    left: float
    band: float
    gap: float
    lines: dict[str, list[str]]

    @classmethod
    def fitted(cls, categories: Sequence[str], width: float, band: float, gap: float) -> Names:
        """Beside where the longest name leaves 58% of the width to the marks."""
        longest = max(text_width(name) for name in categories)
        beside = longest <= width * 0.42
        lines = {name: [name] if beside else wrapped(name, width) for name in categories}
        return cls(beside, longest + 8 if beside else 0.0, band, gap, lines)

    def draw(self, picture: Picture, top: float, own: str = "") -> dict[str, float]:
        """Write the names from y top down; own is bold. Returns the y where each category's band begins."""
        places, y = {}, top
        for name, lines in self.lines.items():
            if self.beside:
                middle = y + self.band / 2 + LABEL * 0.35
                picture.text(self.left - 8, middle, name, anchor="end", bold=name == own)
            else:
                for number, line in enumerate(lines):
                    picture.text(0, y + LABEL + number * LINE, line, bold=name == own)
                y += LINE * len(lines) + 3
            places[name] = y
            y += self.band + self.gap
        return places

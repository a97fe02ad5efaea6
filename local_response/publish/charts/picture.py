"""Picture: marks and words on a plane, written as SVG that a screen reader, a phone and a printer can use."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Literal

from local_response.publish.charts.look import FONT, INK, LABEL, OWN, WHITE

Anchor = Literal["start", "middle", "end"]


class Picture:
    """A drawing that grows downwards. x runs right and y down from the top left corner, in pixels.

    A text that shows a figure or a fact carries its id, so that every printed number leads to its source.
    """

    def __init__(self, width: float) -> None:
        self.width = width
        self.height = 0.0
        self._parts: list[str] = []

    def rect(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        fill: str = "none",
        stroke: str = OWN,
        thick: float = 0.75,
        dash: str = "",
    ) -> None:
        """A rectangle from its top left corner."""
        self.height = max(self.height, y + height)
        place = f'x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}"'
        self._parts.append(f'<rect {place} fill="{fill}"{_stroke(stroke, thick, dash)}/>')

    def line(
        self, x1: float, y1: float, x2: float, y2: float, stroke: str = INK, thick: float = 1, dash: str = ""
    ) -> None:
        """A straight line."""
        self.height = max(self.height, y1, y2)
        place = f'x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"'
        self._parts.append(f"<line {place}{_stroke(stroke, thick, dash)}/>")

    def path(self, points: Sequence[tuple[float, float]], stroke: str, thick: float = 1.25, dash: str = "") -> None:
        """A line through points."""
        places = " ".join(f"{_n(x)},{_n(y)}" for x, y in points)
        self._parts.append(f'<polyline points="{places}" fill="none"{_stroke(stroke, thick, dash)}/>')

    def shape(self, outline: str, fill: str, stroke: str, thick: float, dash: str = "") -> None:
        """Any outline by an SVG path."""
        self._parts.append(f'<path d="{outline}" fill="{fill}" fill-rule="evenodd"{_stroke(stroke, thick, dash)}/>')

    def dot(self, x: float, y: float, own: bool) -> None:
        """A ring, or for the profile's own area a filled diamond."""
        if own:
            self.shape(f"M{_n(x)} {_n(y - 7)}l7 7l-7 7l-7-7z", OWN, OWN, 1)
        else:
            self._parts.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="4" fill="{WHITE}"{_stroke(OWN, 1.5, "")}/>')

    def text(
        self,
        x: float,
        y: float,
        words: str,
        *,
        anchor: Anchor = "start",
        color: str = INK,
        size: float = LABEL,
        bold: bool = False,
        halo: bool = False,
        figure: str = "",
        fact: str = "",
        scale: bool = False,
    ) -> None:
        """A line of words on the baseline y. scale: the words name a place on an axis. halo: a white edge around."""
        self.height = max(self.height, y + size * 0.3)
        says = f' data-figure="{figure}"' if figure else f' data-fact="{fact}"' if fact else ""
        says += ' data-scale="label"' if scale else ""
        says += f' text-anchor="{anchor}"' if anchor != "start" else ""
        says += f' fill="{color}"' if color != INK else ""
        says += f' font-size="{_n(size)}"' if size != LABEL else ""
        says += ' font-weight="600"' if bold else ""
        says += f' stroke="{WHITE}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"' if halo else ""
        self._parts.append(f'<text x="{_n(x)}" y="{_n(y)}"{says}>{escape(words, quote=False)}</text>')

    def svg(self, name: str, title: str, description: str, kind: str) -> str:
        """The whole as SVG, named and described for those who do not see it. name: unique in its document."""
        width, height = _n(self.width), _n(self.height + 2)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" role="img" class="{kind}" width="{width}" height="{height}" '
            f'viewBox="0 0 {width} {height}" aria-labelledby="{name}-title {name}-desc">'
            f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
            f'<g font-family="{FONT}" font-size="{LABEL}" fill="{INK}">{"".join(self._parts)}</g></svg>'
        )


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")


def _stroke(color: str, thick: float, dash: str) -> str:
    if color == "none":
        return ""
    return f' stroke="{color}" stroke-width="{thick:g}"' + (f' stroke-dasharray="{dash}"' if dash else "")

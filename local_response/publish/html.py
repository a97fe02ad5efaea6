"""HTML: one self-contained page that works without JavaScript, on a phone, on paper and with a screen reader."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from local_response.publish.boundaries import Outlines
from local_response.publish.charts.drawing import Drawing, draw
from local_response.publish.document import STRENGTHS, ChartBlock, Document
from local_response.publish.fonts import font_faces
from local_response.publish.tracing import MANY_INPUTS

if TYPE_CHECKING:
    from jinja2 import Environment

LONG_PLACE = 140  # characters of a list of cells from which it is folded away


def drawings(document: Document, outlines: Outlines | None = None) -> dict[str, Drawing]:
    """Every chart of a document drawn once, by id of its block. outlines: of areas, for maps in place of tiles."""
    blocks = [block for section in (document.brief, *document.sections) for block in section.blocks]
    return {block.id: draw(block, outlines) for block in blocks if isinstance(block, ChartBlock)}


def html(document: Document, drawn: dict[str, Drawing] | None = None) -> str:
    """The page of a document. drawn: its charts where they are drawn already."""
    return (
        _environment()
        .get_template("document.html")
        .render(
            document=document,
            drawn=drawings(document) if drawn is None else drawn,
            style=f"{font_faces()}\n{_template('document.css')}",
            strengths=STRENGTHS.values(),
            long_place=LONG_PLACE,
            many_inputs=MANY_INPUTS,
        )
    )


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FunctionLoader, StrictUndefined
    from markupsafe import Markup

    environment = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    # Our own style sheet and drawings, never what a user wrote.
    environment.filters["trusted"] = Markup
    return environment


def _template(name: str) -> str:
    return files("local_response.publish").joinpath("templates", name).read_text(encoding="utf-8")

"""Document: headings, cited paragraphs, tables, charts and source lines, composed once and written many ways."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from local_response.model.figures import Figure
from local_response.model.profiles import Chart, Strength
from local_response.model.releases import Release
from local_response.model.sentences import Fact

# How the strength of a finding is said, and what each word means. No colours: a reader must not need them.
STRENGTHS: Mapping[Strength, tuple[str, str]] = {
    "strong": ("Strong", "complete published counts, large enough that chance alone would not change the sentence"),
    "moderate": ("Moderate", "published counts with a limit that the sentence or its caveat names"),
    "weak": ("Weak", "small counts or an incomplete source: a pointer to ask about, not a finding to rest on"),
    "none": ("Cannot tell", "not published, or a difference no larger than chance brings"),
}


@dataclass(frozen=True)
class Words:
    """Words without any figure."""

    text: str
    kind: Literal["words"] = "words"


@dataclass(frozen=True)
class FigureSpan:
    """A figure in a sentence or a cell: what is printed, and the id of its source line."""

    text: str
    id: str
    kind: Literal["figure"] = "figure"


@dataclass(frozen=True)
class FactSpan:
    """Words with digits that are not a figure, such as a period; why says what they are."""

    text: str
    id: str
    why: str
    kind: Literal["fact"] = "fact"


Span = Words | FigureSpan | FactSpan
Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. small: a note, set smaller."""

    spans: Spans
    small: bool = False
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True)
class Finding:
    """A sentence, how far the figures carry it (word and meaning), and what it cannot tell."""

    id: str
    spans: Spans
    strength: str
    strength_meaning: str
    caveats: tuple[Spans, ...]
    kind: Literal["finding"] = "finding"


@dataclass(frozen=True)
class Bullets:
    """A list; lead is the line above it, () for none."""

    lead: Spans
    items: tuple[Spans, ...]
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True)
class Cell:
    """A cell of a table. number: set to the right. status: of the figure, "" for words."""

    spans: Spans
    number: bool = False
    status: str = ""


@dataclass(frozen=True)
class Table:
    """A table; the first cell of each row heads the row. numbers: which columns hold figures."""

    id: str
    caption: Spans
    header: tuple[Spans, ...]
    rows: tuple[tuple[Cell, ...], ...]
    numbers: tuple[bool, ...]
    notes: tuple[Spans, ...] = ()
    kind: Literal["table"] = "table"


@dataclass(frozen=True)
class ChartBlock:
    """A chart to draw and the table of the same figures.

    mark_ids, break_ids: the source line of each mark, and the fact of each break, in order.
    """

    id: str
    title: Spans
    description: Spans
    chart: Chart
    mark_ids: tuple[str, ...]
    break_ids: tuple[str, ...]
    table: Table
    kind: Literal["chart"] = "chart"


Block = Paragraph | Finding | Bullets | Table | ChartBlock


@dataclass(frozen=True)
class Section:
    """Blocks under one heading; id is its anchor."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class SourceLine:
    """Where one figure comes from.

    id, text: of the figure, as printed. about: area, period and breakdown. place: its cells; cells: how many. inputs:
    ids of the figures a computed one was made from, with what each is. note: reason or interval, "" for none.
    shown: the document prints the figure; else another was made from it.
    """

    id: str
    text: str
    about: str
    place: str
    cells: int = 0
    inputs: tuple[tuple[str, str], ...] = ()
    note: str = ""
    shown: bool = True


@dataclass(frozen=True)
class SourceTable:
    """The lines of one table of a release, or of one method. title: such as "Table_13"; about: what is counted."""

    title: str
    about: str
    lines: tuple[SourceLine, ...]

    @property
    def shown(self) -> tuple[SourceLine, ...]:
        """Lines of figures that the document prints."""
        return tuple(line for line in self.lines if line.shown)

    @property
    def behind(self) -> tuple[SourceLine, ...]:
        """Lines of figures that others were made from."""
        return tuple(line for line in self.lines if not line.shown)


@dataclass(frozen=True)
class SourceRelease:
    """One edition of a publication, or one way of making figures. details: labelled lines such as ("File", "t.ods")."""

    id: str
    title: str
    details: tuple[tuple[str, str], ...]
    tables: tuple[SourceTable, ...]
    page: str = ""


@dataclass(frozen=True)
class SourceGroup:
    """The releases of one publication, in order, or the figures that were made here. publisher: "" for the latter."""

    id: str
    title: str
    publisher: str
    releases: tuple[SourceRelease, ...]


@dataclass(frozen=True)
class Document:
    """A whole document.

    area, area_code: what it is about. dates: a line that says how new it is. as_of, evidence_to: ISO day and written
    period. figures: id -> figure, by first appearance, what computed ones were made from after
    them. inputs: id -> ids of those. attribution: lines that its licences ask for.
    """

    title: str
    area: str
    area_code: str
    as_of: str
    evidence_to: str
    dates: Spans
    brief: Section
    sections: tuple[Section, ...]
    sources: tuple[SourceGroup, ...]
    figures: Mapping[str, Figure]
    inputs: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, Fact]
    releases: tuple[Release, ...]
    attribution: tuple[str, ...]


def written(spans: Spans) -> str:
    """The words as a reader sees them."""
    return "".join(span.text for span in spans)

"""Profile: a local picture; Finding, Table and Chart: what its sections are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from local_response.model.areas import Area, Governance
from local_response.model.figures import Figure
from local_response.model.releases import Release
from local_response.model.sentences import Text

Strength = Literal["strong", "moderate", "weak", "none"]
ChartKind = Literal["quarters", "bars", "intervals", "tiles", "funnel"]
TableCell = Figure | Text


@dataclass(frozen=True)
class Finding:
    """A sentence with its figures. strength: how far the figures carry it. caveats: what it cannot tell."""

    id: str
    text: Text
    strength: Strength
    caveats: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Paragraph:
    """Words between findings. small: a note under a chart or table."""

    text: Text
    small: bool = False


@dataclass(frozen=True)
class Bullets:
    """A short list. lead: the line above it, () for none."""

    items: tuple[Text, ...]
    lead: Text = ()


@dataclass(frozen=True)
class Table:
    """Figures in rows. header: one Text a column; the first column heads its rows. notes: below the table."""

    id: str
    caption: Text
    header: tuple[Text, ...]
    rows: tuple[tuple[TableCell, ...], ...]
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True)
class Mark:
    """One mark of a chart: a figure of a series at a category (a period, a type, an area's name)."""

    series: str
    category: str
    figure: Figure
    area: str = ""


@dataclass(frozen=True)
class BreakMark:
    """A break drawn before a category of a chart of periods."""

    before: str
    label: str


@dataclass(frozen=True)
class Chart:
    """A picture of figures, drawn by publish; its table holds the same figures.

    kind: "quarters" (one panel a series, columns of quarters from zero, never two scales in one panel), "bars"
    (a bar a category, one colour a series), "intervals" (dot and interval a category), "tiles" (tile map, a tile
    an area), "funnel". description: what a reader who cannot see it is told. highlight: category or area code
    that is the profile's own. unit: of the axis.
    """

    id: str
    kind: ChartKind
    title: Text
    description: Text
    marks: tuple[Mark, ...]
    unit: str
    table: Table
    highlight: str = ""
    breaks: tuple[BreakMark, ...] = ()


Block = Finding | Paragraph | Bullets | Table | Chart


@dataclass(frozen=True)
class Section:
    """A part of a profile under one heading. id: its anchor."""

    id: str
    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Profile:
    """A local picture of one Area at one date of the evidence.

    as_of: ISO day the profile was built for (governance is as of it). evidence_to: written period of the newest
    figure about the area. releases: those cited, in the order of the sources section.
    """

    area: Area
    governance: Governance | None
    as_of: str
    evidence_to: str
    title: str
    summary: Section
    sections: tuple[Section, ...]
    releases: tuple[Release, ...]

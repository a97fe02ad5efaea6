"""Composition: a Document from a Profile, its figures numbered and traced."""

from __future__ import annotations

from dataclasses import replace

from local_response.model.figures import Figure
from local_response.model.periods import Period
from local_response.model.profiles import Block as ProfileBlock
from local_response.model.profiles import Bullets, Chart, Finding, Paragraph, Profile, Table, TableCell
from local_response.model.profiles import Section as ProfileSection
from local_response.model.releases import LICENCE_LINE
from local_response.model.sentences import Fact, Text, say
from local_response.publish import document
from local_response.publish.document import STRENGTHS, Cell, FactSpan, FigureSpan, Words
from local_response.publish.numbering import Numbering
from local_response.publish.tracing import sources

ONS_ATTRIBUTION = (
    "Source: Office for National Statistics licensed under the Open Government Licence v3.0. "
    "Contains OS data © Crown copyright and database right."
)
ATTRIBUTION = (LICENCE_LINE, ONS_ATTRIBUTION)


def compose(profile: Profile) -> document.Document:
    """The document of a profile: every figure and fact numbered by first appearance, every figure with its source line.

    Raises ValueError where a figure cites a release that the profile does not list, or names an unknown method.
    """
    numbering = Numbering()
    dates = numbering.spans(_dates(profile))
    brief = _section(profile.summary, numbering)
    sections = tuple(_section(section, numbering) for section in profile.sections)
    numbering.add_inputs()
    groups = sources(numbering, profile.releases)
    return document.Document(
        title=profile.title,
        area=profile.area.name,
        area_code=profile.area.code,
        as_of=profile.as_of,
        evidence_to=profile.evidence_to,
        dates=dates,
        brief=brief,
        sections=sections,
        sources=groups,
        figures=numbering.figures,
        inputs=numbering.inputs(),
        facts={**numbering.facts, **_attribution_facts()},
        releases=profile.releases,
        attribution=ATTRIBUTION,
    )


def _attribution_facts() -> dict[str, Fact]:
    why = "words that the licence of the figures asks for"
    return {f"attribution-{number}": Fact(line, why) for number, line in enumerate(ATTRIBUTION, 1)}


def _dates(profile: Profile) -> Text:
    newest = Fact(Period.parse(profile.evidence_to).label, "period of the newest figure about the area")
    if profile.area.kind != "police_force_area":  # nobody answers for several areas at once
        return say("Figures run to {newest}.", newest=newest)
    return say(
        "Figures about the area run to {newest}. Who is responsible is as of {day}.",
        newest=newest,
        day=Fact(Period.parse(profile.as_of).label, "day the profile was built for"),
    )


def _section(section: ProfileSection, numbering: Numbering) -> document.Section:
    blocks = tuple(_block(block, numbering) for block in section.blocks)
    return document.Section(section.id, section.title, blocks)


def _block(block: ProfileBlock, numbering: Numbering) -> document.Block:
    match block:
        case Finding():
            return _finding(block, numbering)
        case Paragraph():
            return document.Paragraph(numbering.spans(block.text), block.small)
        case Bullets():
            items = tuple(numbering.spans(item) for item in block.items)
            return document.Bullets(numbering.spans(block.lead), items)
        case Table():
            return _table(block, numbering)
        case Chart():
            return _chart(block, numbering)


def _finding(finding: Finding, numbering: Numbering) -> document.Finding:
    word, meaning = STRENGTHS[finding.strength]
    caveats = tuple(numbering.spans(caveat) for caveat in finding.caveats)
    return document.Finding(finding.id, numbering.spans(finding.text), word, meaning, caveats)


def _chart(chart: Chart, numbering: Numbering) -> document.ChartBlock:
    title, description = numbering.spans(chart.title), numbering.spans(chart.description)
    mark_ids = tuple(numbering.figure(mark.figure) for mark in chart.marks)
    break_ids = tuple(numbering.fact(Fact(mark.label, "break in the series")) for mark in chart.breaks)
    table = _table(replace(chart.table, id=f"{chart.id}-table"), numbering)  # both have a place on the page
    return document.ChartBlock(chart.id, title, description, chart, mark_ids, break_ids, table)


def _table(table: Table, numbering: Numbering) -> document.Table:
    rows = tuple(tuple(_cell(cell, numbering) for cell in row) for row in table.rows)
    numbers = tuple(any(row[column].number for row in rows) for column in range(len(table.header)))
    return document.Table(
        table.id,
        numbering.spans(table.caption),
        tuple(numbering.spans(head) for head in table.header),
        rows,
        numbers,
        tuple(numbering.spans(note) for note in table.notes),
    )


def _cell(cell: TableCell, numbering: Numbering) -> Cell:
    if isinstance(cell, Figure):
        return Cell((FigureSpan(cell.text, numbering.figure(cell)),), True, cell.status)
    spans = numbering.spans(cell)
    number = any(isinstance(span, FigureSpan) for span in spans) and all(
        not isinstance(span, Words) or len(span.text) < 12 for span in spans
    )
    return Cell(spans, number and not all(isinstance(span, FactSpan) for span in spans))

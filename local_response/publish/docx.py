"""DOCX: a Document as a Word file that people can edit, each figure a link to its source line."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import count
from typing import TYPE_CHECKING

from local_response.publish.charts.drawing import Drawing
from local_response.publish.document import (
    Block,
    Bullets,
    ChartBlock,
    Document,
    FigureSpan,
    Finding,
    Paragraph,
    Section,
    SourceGroup,
    SourceRelease,
    Spans,
    Table,
    written,
)
from local_response.publish.docx_parts import (
    Run,
    add_bookmark,
    add_list,
    add_note,
    add_picture,
    add_runs,
    add_table,
    begin,
    finished,
)
from local_response.publish.fonts import font_folder
from local_response.publish.html import drawings

if TYPE_CHECKING:
    from collections.abc import Iterator

    from docx.document import Document as WordDocument

PICTURE_WIDTH_CM = 16.0
PICTURE_SCALE = 2.0  # pixels of the picture for one of the drawing, so that print stays sharp


def docx(document: Document, drawn: dict[str, Drawing] | None = None) -> bytes:
    """The Word file of a document, equal bytes for equal input. drawn: its charts where they are drawn already."""
    pictures = drawings(document) if drawn is None else drawn
    word = begin(document.title, date.fromisoformat(document.as_of))
    word.add_paragraph(document.title, style="Title")
    add_note(word, runs(document.dates))
    for section in (document.brief, *document.sections):
        _section(word, section, pictures)
    _sources(word, document.sources)
    for line in document.attribution:
        add_note(word, [Run(line)])
    return finished(word)


def runs(spans: Spans) -> list[Run]:
    """Words of a document as words of a Word file, its figures as links to their source lines."""
    return [Run(span.text, link=f"#{span.id}" if isinstance(span, FigureSpan) else "") for span in spans]


def _section(word: WordDocument, section: Section, pictures: dict[str, Drawing]) -> None:
    word.add_heading(section.title, level=1)
    for block in section.blocks:
        _block(word, block, pictures)


def _block(word: WordDocument, block: Block, pictures: dict[str, Drawing]) -> None:
    match block:
        case Paragraph():
            add_note(word, runs(block.spans)) if block.small else add_runs(word.add_paragraph(), runs(block.spans))
        case Finding():
            add_runs(word.add_paragraph(), [Run(f"{block.strength}: ", bold=True), *runs(block.spans)])
            for caveat in block.caveats:
                add_note(word, runs(caveat))
        case Bullets():
            if block.lead:
                lead = add_runs(word.add_paragraph(), [Run(run.text, True, run.link) for run in runs(block.lead)])
                lead.paragraph_format.keep_with_next = True
            add_list(word, [runs(item) for item in block.items])
        case Table():
            _table(word, block)
        case ChartBlock():
            _chart(word, block, pictures[block.id])


def _table(word: WordDocument, table: Table) -> None:
    header = [runs(head) for head in table.header]
    rows = [[runs(cell.spans) for cell in row] for row in table.rows]
    add_table(word, header, rows, caption=runs(table.caption), numbers=table.numbers)
    for note in table.notes:
        add_note(word, runs(note))


def _chart(word: WordDocument, block: ChartBlock, drawing: Drawing) -> None:
    word.add_heading(written(block.title), level=3)
    add_picture(
        word,
        _png(drawing.wide),
        f"{written(block.title)}. {written(block.description)}",
        PICTURE_WIDTH_CM * drawing.width,
    )
    for meaning in drawing.key:
        add_note(word, [Run(meaning)])
    _table(word, block.table)


def _png(svg: str) -> bytes:
    import vl_convert

    vl_convert.register_font_directory(str(font_folder()))
    return bytes(vl_convert.svg_to_png(svg, scale=PICTURE_SCALE))


def _sources(word: WordDocument, groups: Sequence[SourceGroup]) -> None:
    word.add_heading("Sources", level=1)
    numbers = count(1)
    for group in groups:
        word.add_heading(group.title, level=2)
        if group.publisher:
            add_note(word, [Run("Publisher: ", bold=True), Run(group.publisher)])
        for release in group.releases:
            _release(word, release, numbers)


def _release(word: WordDocument, release: SourceRelease, numbers: Iterator[int]) -> None:
    if release.title:
        word.add_heading(release.title, level=3)
    for name, words in release.details:
        add_note(word, [Run(f"{name}: ", bold=True), Run(words)])
    if release.page:
        add_note(word, [Run("Page: ", bold=True), Run(release.page, link=release.page)])
    for table in release.tables:
        about = f": {table.about}" if table.about else ""
        add_note(word, [Run(f"{table.title}{about}", bold=True)]).paragraph_format.keep_with_next = True
        for line in table.lines:
            said = [Run(line.text, bold=True), Run(f" {line.about}"), *_from(line.inputs)]
            said += [Run(f" – {part}") for part in (line.place, line.note) if part]
            add_bookmark(add_note(word, said), line.id, next(numbers))


def _from(inputs: Sequence[tuple[str, str]]) -> Iterator[Run]:
    for place, (id, words) in enumerate(inputs):
        yield Run(" – from " if place == 0 else ", ")
        yield Run(words, link=f"#{id}")

"""Parts of a Word document: real styles, links, lists, tables with repeated heads, pictures with alt text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from io import BytesIO
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx import Document as new_document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.table import _Row
    from docx.text.paragraph import Paragraph

INK, LINK = RGBColor(0x1C, 0x2B, 0x33), RGBColor(0x0D, 0x4A, 0x5C)
FONT = "Calibri"
_FIXED_TIME = (1980, 1, 1, 0, 0, 0)  # of the parts in the file, so that equal documents are equal bytes


@dataclass(frozen=True)
class Run:
    """Words in a paragraph. link: a page's address, or "#" and a bookmark's name; "" for none."""

    text: str
    bold: bool = False
    link: str = ""


def begin(title: str, made: date) -> WordDocument:
    """An empty A4 document in British English with our styles, its title and day in its properties."""
    word = new_document()
    section = word.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    for name, points in {"Normal": 11, "Title": 24, "Heading 1": 16, "Heading 2": 13, "Heading 3": 11.5}.items():
        style = word.styles[name]
        style.font.name, style.font.size, style.font.color.rgb = FONT, Pt(points), INK
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)  # a theme's font would win over ours
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "en-GB")
    word.styles["Normal"].element.get_or_add_rPr().append(language)
    noon = datetime.combine(made, time(12), UTC).replace(tzinfo=None)
    properties = word.core_properties
    properties.title, properties.author, properties.language = title, "Local Response", "en-GB"
    properties.created = properties.modified = noon
    return word


def add_runs(paragraph: Paragraph, runs: Sequence[Run]) -> Paragraph:
    """Add words to a paragraph, those with a link as a hyperlink."""
    for run in runs:
        if run.link:
            _add_link(paragraph, run)
        elif run.text:
            paragraph.add_run(run.text).bold = run.bold or None
    return paragraph


def add_note(word: WordDocument, runs: Sequence[Run]) -> Paragraph:
    """A smaller paragraph."""
    paragraph = add_runs(word.add_paragraph(), runs)
    for run in paragraph.runs:
        run.font.size = Pt(9)
    return paragraph


def add_list(word: WordDocument, items: Sequence[Sequence[Run]], *, ordered: bool = False) -> None:
    """A list; an ordered one begins at 1."""
    style = "List Number" if ordered else "List Bullet"
    number = _fresh_numbering(word) if ordered else None
    for item in items:
        paragraph = add_runs(word.add_paragraph(style=style), item)
        if number is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = number


def add_table(
    word: WordDocument,
    header: Sequence[Sequence[Run]],
    rows: Sequence[Sequence[Sequence[Run]]],
    *,
    caption: Sequence[Run] = (),
    numbers: Sequence[bool] = (),
) -> None:
    """A table whose head is repeated on each page and whose rows are not cut; numbers: columns set to the right."""
    if caption:
        heading = add_runs(word.add_paragraph(style="Caption"), caption)
        heading.paragraph_format.keep_with_next = True
    table = word.add_table(rows=0, cols=len(header), style="Table Grid")
    for place, cells in enumerate((header, *rows)):
        row = table.add_row()
        _keep_whole(row, repeated=place == 0)
        for column, runs in enumerate(cells):
            paragraph = row.cells[column].paragraphs[0]
            bold = place == 0
            add_runs(paragraph, [Run(run.text, bold or run.bold, run.link) for run in runs])
            if column < len(numbers) and numbers[column]:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    word.add_paragraph().paragraph_format.space_after = Pt(4)


def add_picture(word: WordDocument, png: bytes, description: str, width_cm: float) -> None:
    """A picture with the words that stand for it."""
    picture = word.add_picture(BytesIO(png), width=Cm(width_cm))
    properties = picture._inline.docPr
    properties.set("descr", description)
    properties.set("title", description.split(". ")[0])


def add_bookmark(paragraph: Paragraph, name: str, number: int) -> None:
    """A place in the document that a link "#name" leads to. number: a different one for each bookmark."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    start.set(qn("w:id"), str(number))
    start.set(qn("w:name"), bookmark_name(name))
    end.set(qn("w:id"), str(number))
    paragraph._p.insert(1 if paragraph._p.pPr is not None else 0, start)
    paragraph._p.append(end)


def bookmark_name(name: str) -> str:
    """A name as Word allows it: letters, digits and underscores, beginning with a letter, 40 at most."""
    return ("b_" + re.sub(r"\W", "_", name))[:40]


def finished(word: WordDocument) -> bytes:
    """The file's bytes, equal for equal documents."""
    raw, tidy = BytesIO(), BytesIO()
    word.save(raw)
    with ZipFile(raw) as read, ZipFile(tidy, "w", ZIP_DEFLATED) as written:
        for name in read.namelist():
            info = ZipInfo(name, _FIXED_TIME)
            info.compress_type = ZIP_DEFLATED
            written.writestr(info, read.read(name))
    return tidy.getvalue()


def _add_link(paragraph: Paragraph, run: Run) -> None:
    link = OxmlElement("w:hyperlink")
    if run.link.startswith("#"):
        link.set(qn("w:anchor"), bookmark_name(run.link[1:]))
    else:
        target = paragraph.part.relate_to(run.link, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
        link.set(qn("r:id"), target)
    made = paragraph.add_run(run.text)
    made.bold = run.bold or None
    made.font.underline = True
    made.font.color.rgb = LINK
    link.append(made._r)
    paragraph._p.append(link)


def _keep_whole(row: _Row, *, repeated: bool) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
    if repeated:
        head = OxmlElement("w:tblHeader")
        head.set(qn("w:val"), "true")
        properties.append(head)


def _fresh_numbering(word: WordDocument) -> int:
    """A numbering of its own that begins at 1: without it Word counts on from the list before."""
    numbering = word.part.numbering_part.element
    style = word.styles["List Number"].element.pPr.numPr.numId.val
    abstract = numbering.num_having_numId(style).abstractNumId.val
    made = numbering.add_num(abstract)
    made.add_lvlOverride(ilvl=0).add_startOverride(1)
    return int(made.numId)

"""A pack of the library as a printable file: PDF by Typst, or DOCX."""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict
from datetime import UTC, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from local_response.library.markdown import Block, Heading, Items, Rows, Spans, Words
from local_response.library.pack import Entry, Pack
from local_response.model.errors import DocumentError
from local_response.model.periods import long_date

if TYPE_CHECKING:
    import typst
    from docx.document import Document as WordDocument

    from local_response.publish.docx_parts import Run

ENDINGS = (".pdf", ".docx")


def write_pack(pack: Pack, out: Path) -> None:
    """Write a pack to a file; its ending says the format.

    Raises DocumentError for another ending, and where the file cannot be written; then no half of it is left.
    """
    ending = out.suffix.casefold()
    if ending not in ENDINGS:
        raise DocumentError(f"{out}: a pack is written as {' or '.join(ENDINGS)}. Give --out a name that ends so.")
    content = pack_pdf(pack) if ending == ".pdf" else pack_docx(pack)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
            Path(temporary).chmod(0o644)
            Path(temporary).replace(out)
        finally:
            Path(temporary).unlink(missing_ok=True)
    except OSError as problem:
        raise DocumentError(
            f"{out}: the pack could not be written ({problem.strerror}). Choose a folder that you may write to."
        ) from problem


def pack_pdf(pack: Pack) -> bytes:
    """The PDF of a pack, tagged and built with Typst's PDF/UA-1 checks; equal bytes for equal input."""
    day = datetime.combine(pack.made, time(0), UTC)
    data = asdict(pack) | {
        "made": long_date(pack.made),
        "date": {"year": day.year, "month": day.month, "day": day.day},
    }
    made = _compiler().compile(
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=int(day.timestamp()),
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst gave no single PDF")
    return made


def pack_docx(pack: Pack) -> bytes:
    """The Word file of a pack, with real headings, lists and tables; equal bytes for equal input."""
    from local_response.publish.docx_parts import Run, add_note, add_table, begin, finished

    word = begin(pack.title, pack.made)
    word.add_paragraph(pack.title, style="Title")
    word.add_paragraph(f"{pack.scope} Made {long_date(pack.made)}.")
    for part in pack.parts:
        word.add_heading(part.title, level=1)
        for entry in part.entries:
            _entry(word, entry)
    if pack.grades:
        word.add_heading("What the evidence grades mean", level=1)
        rows = [[[Run(grade)], [Run(meaning)]] for grade, meaning in pack.grades]
        add_table(word, [[Run("Grade")], [Run("Meaning")]], rows)
    word.add_heading("About this pack", level=1)
    for notice in pack.notices:
        add_note(word, [Run(notice)])
    return finished(word)


def _entry(word: WordDocument, entry: Entry) -> None:
    from local_response.publish.docx_parts import Run, add_runs

    word.add_heading(entry.title, level=2)
    if entry.grade:
        add_runs(word.add_paragraph(), [Run(entry.grade, bold=True)])
    for block in entry.blocks:
        _block(word, block)


def _block(word: WordDocument, block: Block) -> None:
    from local_response.publish.docx_parts import add_list, add_note, add_runs, add_table

    match block:
        case Heading():
            word.add_heading(block.text, level=3)
        case Words():
            add_note(word, _runs(block.spans)) if block.small else add_runs(word.add_paragraph(), _runs(block.spans))
        case Items():
            add_list(word, [_runs(item) for item in block.items], ordered=block.ordered)
        case Rows():
            rows = [[_runs(cell) for cell in row] for row in block.rows]
            add_table(word, [_runs(head) for head in block.header], rows)


def _runs(spans: Spans) -> list[Run]:
    from local_response.publish.docx_parts import Run

    return [Run(span.text, span.bold, span.link) for span in spans]


@cache
def _compiler() -> typst.Compiler:
    import typst

    from local_response.publish.fonts import font_folder

    template = Path(__file__).parent / "templates" / "pack.typ"
    return typst.Compiler(template, template.parent, [font_folder()], ignore_system_fonts=True)

"""Check the library that comes with the package, or single files before they join it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from pathlib import Path

from local_response.library.check import Report, check
from local_response.library.documents import CaseStudy, Document, Library, Topic
from local_response.library.faults import Fault
from local_response.library.load import load_folder, read_document
from local_response.model.errors import LibraryError


def check_all(today: date) -> tuple[Report, tuple[Document, ...]]:
    """The report on the whole library, with the documents that could be read."""
    held, faults = load_folder(files("local_response.definitions"))
    return check(held, today, faults), held.documents


def check_files(paths: Sequence[Path], today: date) -> tuple[Report, tuple[Document, ...]]:
    """The report on some files only, such as a case study that another area sends; ids are compared with the library.

    Raises LibraryError for a path that cannot be read.
    """
    held, _ = load_folder(files("local_response.definitions"))
    taken = {document.id.casefold(): document.file for document in held.documents}
    documents: list[Document] = []
    faults: list[Fault] = []
    for path in paths:
        document, wrong = read_document(path.name, _text(path))
        faults.extend(wrong)
        if document is None:
            continue
        documents.append(document)
        if (owner := taken.get(document.id.casefold())) not in (None, document.file):
            faults.append(Fault(path.name, "id", f"{document.id} is taken by {owner}", "Take the next free one"))
    topics = tuple(d for d in documents if isinstance(d, Topic))
    cases = tuple(d for d in documents if isinstance(d, CaseStudy))
    report = check(Library(topics, cases), today, faults)
    return Report(len(paths), report.faults, report.overdue, report.to_confirm), tuple(documents)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise LibraryError(f"{path}: cannot be read as text ({problem}). Give a Markdown file in UTF-8.") from problem

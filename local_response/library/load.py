"""Load the library: every Markdown file of the definitions, checked; all faults are gathered before any is raised."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from local_response.library.documents import CaseStudy, Document, Library, Topic
from local_response.library.faults import Fault, refuse
from local_response.library.fields import CASE_FIELDS, CASE_PARTS, TOPIC_FIELDS
from local_response.library.front_matter import parts_of, read
from local_response.model.errors import LibraryError

FOLDERS = ("topics", "case_studies")


@cache
def library() -> Library:
    """The library that comes with the package. Raises LibraryError that lists every fault of every file."""
    loaded, faults = load_folder(files("local_response.definitions"))
    refuse(faults)
    return loaded


def load_folder(folder: Traversable | Path) -> tuple[Library, tuple[Fault, ...]]:
    """Topics and cases of a folder that holds topics/ and case_studies/, with every fault found.

    A file with a fault is left out of the library that is returned.
    """
    found: list[Document] = []
    faults: list[Fault] = []
    for name, text in _markdown(folder):
        document, wrong = read_document(name, text)
        faults.extend(wrong)
        if document is not None:
            found.append(document)
    faults.extend(_shared_ids(found))
    topics = tuple(sorted((d for d in found if isinstance(d, Topic)), key=lambda t: t.title.casefold()))
    cases = tuple(sorted((d for d in found if isinstance(d, CaseStudy)), key=lambda c: c.id))
    return Library(topics, cases), tuple(faults)


def read_document(name: str, text: str) -> tuple[Document | None, tuple[Fault, ...]]:
    """One topic or case study. name: of its file, which says which: a case's begins "cs" and a number.

    Returns None with the faults where it cannot be whole.
    """
    return _case(name, text) if is_case(name) else _topic(name, text)


def is_case(name: str) -> bool:
    """Whether a file's name is that of a case study: "cs", digits, a hyphen."""
    start, _, rest = name.casefold().partition("-")
    return start[:2] == "cs" and start[2:].isdigit() and bool(rest)


def find(held: Library, id: str) -> Document:
    """The topic or case with that id, upper or lower case. Raises LibraryError with the nearest ids."""
    for document in held.documents:
        if document.id.casefold() == id.strip().casefold():
            return document
    from rapidfuzz import process

    known = [document.id for document in held.documents]
    close = [name for name, _, _ in process.extract(id.strip(), known, limit=3, score_cutoff=50)]
    nearest = f" Nearest: {', '.join(close)}." if close else ""
    raise LibraryError(f"nothing in the library has the id {id!r}.{nearest} `local-response library list` shows all.")


def _topic(name: str, text: str) -> tuple[Topic | None, tuple[Fault, ...]]:
    parsed = read(name, text, TOPIC_FIELDS)
    faults = list(parsed.faults)
    if not parsed.body.strip():
        faults.append(Fault(name, "", "has no text", "Write the topic below the front matter"))
    if faults:
        return None, tuple(faults)
    return Topic(**parsed.values, text=parsed.body, file=name), ()


def _case(name: str, text: str) -> tuple[CaseStudy | None, tuple[Fault, ...]]:
    parsed = read(name, text, CASE_FIELDS)
    parts, faults = parts_of(name, parsed.body, CASE_PARTS)
    faults = [*parsed.faults, *faults]
    if faults:
        return None, tuple(faults)
    values: dict[str, Any] = {**parsed.values, **parts}
    return CaseStudy(**values, file=name), ()


def _markdown(folder: Traversable | Path) -> Iterator[tuple[str, str]]:
    for sub in FOLDERS:
        inner = folder.joinpath(sub)
        if inner.is_dir():
            for file in sorted(inner.iterdir(), key=lambda f: f.name):
                if file.name.endswith(".md"):
                    yield file.name, file.read_text(encoding="utf-8")


def _shared_ids(found: Iterable[Document]) -> Iterator[Fault]:
    seen: dict[str, str] = {}
    for document in found:
        key = document.id.casefold()
        if key in seen:
            yield Fault(document.file, "id", f"is already the id of {seen[key]}", "Take the next free one")
        seen[key] = document.file

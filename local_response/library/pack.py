"""A pack: chosen topics and case studies as one document for a briefing, with sources and the meaning of the grades."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from local_response.library.describing import entry_blocks, grade_line
from local_response.library.documents import EXTERNAL_LINKS_NOTICE, LICENCE_NOTICE, CaseStudy, Document, Library
from local_response.library.load import find
from local_response.library.markdown import Block
from local_response.library.vocabulary import choices, themes
from local_response.library.wording import Locality
from local_response.model.errors import LibraryError

UNTESTED = (
    "No practice here has been tested against a comparison group. Treat each as an idea to adapt, and measure your own."
)


@dataclass(frozen=True)
class Entry:
    """A topic or case study in a pack. grade: the line that says its grade, "" for a topic."""

    id: str
    title: str
    grade: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Part:
    """The topics, or the case studies, of a pack under one heading."""

    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Pack:
    """A whole pack. scope: what was chosen, in a sentence. grades: each letter and its meaning. notices: at the end."""

    title: str
    scope: str
    made: date
    parts: tuple[Part, ...]
    grades: tuple[tuple[str, str], ...]
    notices: tuple[str, ...]


@dataclass(frozen=True)
class Selection:
    """What goes into a pack: everything of the themes, and every document named by id. Both empty is a mistake."""

    themes: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    title: str = ""


def compose(held: Library, selection: Selection, made: date, locality: Locality | None = None) -> Pack:
    """The pack of a selection, its words for a locality.

    Raises LibraryError for an unknown theme or id, and where nothing is chosen.
    """
    chosen = _chosen(held, selection)
    spoken_to = locality or Locality()
    topics = [_entry(document, spoken_to) for document in chosen if not isinstance(document, CaseStudy)]
    cases = [_entry(document, spoken_to) for document in chosen if isinstance(document, CaseStudy)]
    parts = [Part("Background", tuple(topics)), Part("Case studies", tuple(cases))]
    names = [themes()[theme].title for theme in selection.themes]
    return Pack(
        title=selection.title or _title(names),
        scope=_scope(names, len(topics), len(cases), spoken_to),
        made=made,
        parts=tuple(part for part in parts if part.entries),
        grades=tuple(choices("grade").items()) if cases else (),
        notices=(*([UNTESTED] if cases else []), EXTERNAL_LINKS_NOTICE, LICENCE_NOTICE),
    )


def _chosen(held: Library, selection: Selection) -> Sequence[Document]:
    if unknown := [theme for theme in selection.themes if theme not in themes()]:
        raise LibraryError(f"no theme is called {', '.join(unknown)}. Themes: {', '.join(themes())}.")
    named = {find(held, id).id for id in selection.ids}
    wanted = set(selection.themes)
    chosen = [document for document in held.documents if document.id in named or wanted & set(document.themes)]
    if not chosen:
        raise LibraryError(f"a pack needs a theme or an id. Themes: {', '.join(themes())}.")
    return chosen


def _entry(document: Document, locality: Locality) -> Entry:
    if isinstance(document, CaseStudy):
        return Entry(
            document.id, f"{document.id}. {document.title}", grade_line(document), entry_blocks(document, locality)
        )
    return Entry(document.id, document.title, "", entry_blocks(document, locality))


def _title(themes_chosen: Sequence[str]) -> str:
    return (
        f"Modern slavery briefing pack: {'; '.join(themes_chosen)}" if themes_chosen else "Modern slavery briefing pack"
    )


def _scope(themes_chosen: Sequence[str], topics: int, cases: int, locality: Locality) -> str:
    counted = (_counted(topics, "topic", "topics"), _counted(cases, "case study", "case studies"))
    held = " and ".join(part for part in counted if part)
    about = f" Themes: {'; '.join(themes_chosen)}." if themes_chosen else ""
    place = "" if locality == Locality() else f" Worded for {locality.area}."
    return f"{held[:1].upper()}{held[1:]}.{about}{place}"


def _counted(count: int, one: str, many: str) -> str:
    if not count:
        return ""
    return f"{count} {one if count == 1 else many}"

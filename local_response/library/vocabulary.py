"""The reviewed words of the library: themes, fixed answers, synonyms, abbreviations and words to avoid."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from local_response.model.errors import LibraryError


@dataclass(frozen=True)
class Theme:
    """What topics and cases are sorted under. words: other things people call it."""

    id: str
    title: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class SynonymGroup:
    """same: words that find each other. related: words that the group finds too, ranked lower."""

    same: tuple[str, ...]
    related: tuple[str, ...]


@dataclass(frozen=True)
class WordToAvoid:
    """A word that harms people or claims too much, what to say instead, and why."""

    avoid: str
    use: str
    why: str


@cache
def themes() -> Mapping[str, Theme]:
    """Themes by id, in the order they are shown."""
    return {t["id"]: Theme(t["id"], t["title"], tuple(t["words"])) for t in _read("themes.toml")["theme"]}


def theme_called(name: str) -> Theme:
    """The theme with that id or title, or the only one whose id holds the word; upper or lower case.

    Raises LibraryError that lists the themes, or those that a word may mean.
    """
    wanted = name.strip().casefold()
    for theme in themes().values():
        if wanted in (theme.id, theme.title.casefold()):
            return theme
    meant = [theme for theme in themes().values() if wanted and wanted in theme.id.split("-")]
    if len(meant) == 1:
        return meant[0]
    listed = ", ".join(theme.id for theme in meant or themes().values())
    raise LibraryError(f"{name!r} may mean {listed}." if meant else f"no theme is called {name!r}. Themes: {listed}.")


@cache
def choices(field: str) -> Mapping[str, str]:
    """The fixed answers a field may hold, each with what it is called. Raises KeyError for a field without any."""
    if field == "themes":
        return {theme.id: theme.title for theme in themes().values()}
    return dict(_read("choices.toml")[field])


@cache
def synonym_groups() -> tuple[SynonymGroup, ...]:
    """Every group of synonyms and related terms."""
    return tuple(SynonymGroup(tuple(g["same"]), tuple(g["related"])) for g in _read("synonyms.toml")["group"])


@cache
def abbreviations() -> Mapping[str, str]:
    """Abbreviations that a document may use, written out."""
    return dict(_read("terms.toml"))


@cache
def words_to_avoid() -> tuple[WordToAvoid, ...]:
    """Words that no document uses unless it is about them."""
    return tuple(WordToAvoid(w["avoid"], w["use"], w["why"]) for w in _read("words_to_avoid.toml")["word"])


@cache
def query_words(kind: str) -> frozenset[str]:
    """Words a search leaves out ("left_out"), or keeps only when nothing else is left ("weak")."""
    return frozenset(_read("query_words.toml")[kind])


def grade_meaning(grade: str) -> str:
    """What an evidence grade means, in words. Raises KeyError for another letter than A to D."""
    return choices("grade")[grade]


@cache
def _read(file: str) -> Mapping[str, Any]:
    text = files("local_response.definitions").joinpath("vocabulary", file).read_text(encoding="utf-8")
    return tomllib.loads(text)

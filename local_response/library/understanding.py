"""What a query asks for: its words cut into concepts, each with its synonyms and related words; spelling put right."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

import snowballstemmer

from local_response.library.index import Index, quoted, tokens
from local_response.library.vocabulary import query_words, synonym_groups

_stemmer = snowballstemmer.stemmer("english")
_LONGEST_PHRASE = 6


@dataclass(frozen=True)
class Concept:
    """One thing asked for. said: as typed. same: synonyms. related: words near it. prefix: any word that begins so."""

    said: str
    same: tuple[str, ...] = ()
    related: tuple[str, ...] = ()
    prefix: bool = False
    weak: bool = False

    @property
    def direct(self) -> str:
        """The words as said, as an FTS5 expression."""
        return quoted(self.said) + (" *" if self.prefix else "")


@dataclass(frozen=True)
class Correction:
    """A word that no document holds, and the one searched for instead."""

    typed: str
    used: str


@dataclass(frozen=True)
class Understood:
    """The concepts of a query, in its order, and the spelling put right."""

    concepts: tuple[Concept, ...]
    corrections: tuple[Correction, ...]


def understand(query: str, index: Index) -> Understood:
    """Cut a query into concepts: phrases of the vocabulary first, then single words without the empty ones.

    A word ending in * stands for every word that begins so. A word that no document holds is taken as the beginning
    of one, if any begins so; else as the nearest word by spelling; else it is kept, and will find nothing.
    """
    starred = {word.casefold() for word in query.replace("*", "* ").split() if word.endswith("*")}
    words = tokens(query)
    corrections: list[Correction] = []
    concepts: list[Concept] = []
    position = 0
    while position < len(words):
        phrase = _longest_phrase(words, position)
        if phrase is not None:
            concepts.append(phrase[0])
            position += phrase[1]
            continue
        word = words[position]
        position += 1
        if word in query_words("left_out") and word + "*" not in starred:
            continue
        concepts.append(_single(word, word + "*" in starred, index, corrections))
    return Understood(_without_weak(concepts), tuple(corrections))


@cache
def stem(word: str) -> str:
    """The stem that stands for all forms of a word."""
    return str(_stemmer.stemWord(word.casefold()))


@lru_cache(8192)
def stems(phrase: str) -> tuple[str, ...]:
    """The stems of a phrase, in order."""
    return tuple(stem(word) for word in tokens(phrase))


def _longest_phrase(words: Sequence[str], start: int) -> tuple[Concept, int] | None:
    for length in range(min(_LONGEST_PHRASE, len(words) - start), 0, -1):
        piece = words[start : start + length]
        if (known := _phrases().get(tuple(stem(word) for word in piece))) is not None:
            return Concept(" ".join(piece), *known), length
    return None


def _single(word: str, starred: bool, index: Index, corrections: list[Correction]) -> Concept:
    weak = word in query_words("weak")
    if starred:
        return Concept(word, prefix=True)
    if index.knows(word):
        return Concept(word, weak=weak)
    if len(word) >= 3 and any(known.startswith(word) for known in index.spellings):
        return Concept(word, prefix=True)
    if (nearest := nearest_word(word, index.spellings)) is None:
        return Concept(word)
    corrections.append(Correction(word, nearest))
    known = _phrases().get((stem(nearest),))
    return Concept(nearest, *known) if known else Concept(nearest, weak=nearest in query_words("weak"))


def nearest_word(word: str, known: Mapping[str, int]) -> str | None:
    """The known word that one or two slips of the pen lead to; of several, the nearest, then the commonest.

    One slip (a letter wrong, missing, added, or two changed about) in words of up to six letters; two in longer ones;
    none in words of four letters or fewer, which are too near to others.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import OSA

    allowed = 1 if len(word) <= 6 else 2
    if len(word) < 5:
        return None
    close = process.extract(word, list(known), scorer=OSA.distance, score_cutoff=allowed, limit=None)
    return min((distance, -known[name], name) for name, distance, _ in close)[2] if close else None


def _without_weak(concepts: Sequence[Concept]) -> tuple[Concept, ...]:
    strong = tuple(concept for concept in concepts if not concept.weak)
    return strong or tuple(concepts)


@cache
def _phrases() -> Mapping[tuple[str, ...], tuple[tuple[str, ...], tuple[str, ...]]]:
    """Synonyms and related words of each phrase of the vocabulary, by its stems; a phrase in two groups has both."""
    same: dict[tuple[str, ...], dict[str, None]] = {}
    related: dict[tuple[str, ...], dict[str, None]] = {}
    for group in synonym_groups():
        for phrase in group.same:
            key = stems(phrase)
            same.setdefault(key, {}).update(dict.fromkeys(p for p in group.same if stems(p) != key))
            related.setdefault(key, {}).update(dict.fromkeys(group.related))
    return {key: (tuple(same[key]), tuple(related[key])) for key in same}

"""Search the library: what matched, how, and where, ranked; the nearest themes where nothing did."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from heapq import nlargest
from typing import Literal

from local_response.library.documents import Document
from local_response.library.filters import Filters, keeps
from local_response.library.index import FIELDS, MARK_END, MARK_START, Index, quoted
from local_response.library.understanding import Concept, Correction, Understood, stem, stems, understand
from local_response.library.vocabulary import Theme, themes

How = Literal["your words", "same meaning", "related"]
# How much a match counts by how it came about. Chosen before the first measurement (docs/library.md) and not changed.
SYNONYM_SHARE = 0.8
RELATED_SHARE = 0.3
PHRASE_BONUS = 0.5
# Related words are tried only where the words themselves and their synonyms find fewer documents than this.
ENOUGH = 30
# How far a match answers for its concept, by how it came about.
_COVERS = {"your words": 1.0, "same meaning": 0.9, "related": 0.5}
_MARKED = re.compile(f"{MARK_START}(.*?){MARK_END}", re.DOTALL)
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Fragment:
    """A piece of a snippet; matched: whether it is one of the words that were found."""

    text: str
    matched: bool


@dataclass(frozen=True)
class Why:
    """Why a document came: what was asked, the words found for it, how they answer it, and in which parts."""

    asked: str
    found: tuple[str, ...]
    how: How
    parts: tuple[str, ...]

    @property
    def line(self) -> str:
        """As one line: "cuckooing": "home takeover" (same meaning) in the text."""
        words = ", ".join(f"“{word}”" for word in self.found)
        said = words if self.how == "your words" else f"{words} for “{self.asked}” ({self.how})"
        return f"{said} in the {', '.join(self.parts)}"


@dataclass(frozen=True)
class Result:
    """A document found. score: comparable within one search only."""

    document: Document
    score: float
    why: tuple[Why, ...]
    snippet: tuple[Fragment, ...]


@dataclass(frozen=True)
class Results:
    """What a search found, best first; total: before the limit. themes: the nearest, where nothing was found."""

    query: str
    corrections: tuple[Correction, ...]
    results: tuple[Result, ...]
    total: int
    themes: tuple[Theme, ...]


@dataclass(frozen=True)
class _Scored:
    """Documents by their place in the index. answers: for each concept, how a document answers it. totals: scores."""

    answers: tuple[dict[int, How], ...]
    totals: dict[int, float]


def search(index: Index, query: str, filters: Filters | None = None, limit: int = 10) -> Results:
    """The documents that answer a query best.

    index: of the documents to search. query: in plain words; a word ending in * stands for all that begin so.
    limit: 1 or more. Raises ValueError for a lower limit.
    """
    if limit < 1:
        raise ValueError(f"limit must be 1 or more, got {limit}")
    understood = understand(query, index)
    if not understood.concepts:
        return Results(query, understood.corrections, (), 0, nearest_themes(query))
    scored = _scored(index, understood)
    kept = [row for row in scored.totals if filters is None or keeps(filters, index.documents[row])]
    best = nlargest(limit, kept, key=scored.totals.__getitem__)  # of equal ones, the first in the index
    results = _explained(index, understood, scored, best)
    return Results(query, understood.corrections, results, len(kept), () if kept else nearest_themes(query))


def nearest_themes(query: str, limit: int = 3) -> tuple[Theme, ...]:
    """The themes whose titles and words are most like a query, the nearest first."""
    from rapidfuzz import fuzz

    def likeness(theme: Theme) -> float:
        return max(fuzz.token_set_ratio(query.casefold(), name.casefold()) for name in (theme.title, *theme.words))

    return tuple(sorted(themes().values(), key=lambda theme: -likeness(theme))[:limit])


def _scored(index: Index, understood: Understood) -> _Scored:
    """Each concept's best score in each document, added up, times the share of the concepts that it answers."""
    totals: dict[int, float] = {}
    covered: dict[int, float] = {}
    answers: list[dict[int, How]] = []
    for concept in understood.concepts:
        scores, hows = _concept(index, concept)
        for row, score in scores.items():
            totals[row] = totals.get(row, 0.0) + score
            covered[row] = covered.get(row, 0.0) + _COVERS[hows[row]]
        answers.append(hows)
    for first, second in zip(understood.concepts, understood.concepts[1:], strict=False):
        for row, score in index.hits(f"NEAR({quoted(first.said)} {quoted(second.said)}, 3)"):
            totals[row] = totals.get(row, 0.0) + PHRASE_BONUS * score
    count = len(understood.concepts)
    return _Scored(tuple(answers), {row: total * covered.get(row, 0.0) / count for row, total in totals.items()})


def _concept(index: Index, concept: Concept) -> tuple[dict[int, float], dict[int, How]]:
    """A concept's score in each document that answers it, and how it does."""
    scores: dict[int, float] = {}
    hows: dict[int, How] = {}
    for expression, share, how in _tiers(concept):
        if how == "related" and len(scores) >= ENOUGH:
            continue
        for row, score in index.hits(expression):
            if score * share > scores.get(row, 0.0):
                scores[row] = score * share
                hows[row] = how
    return scores, hows


def _tiers(concept: Concept) -> list[tuple[str, float, How]]:
    tiers: list[tuple[str, float, How]] = [(concept.direct, 1.0, "your words")]
    if concept.same:
        tiers.append((" OR ".join(quoted(phrase) for phrase in concept.same), SYNONYM_SHARE, "same meaning"))
    if concept.related:
        tiers.append((" OR ".join(quoted(phrase) for phrase in concept.related), RELATED_SHARE, "related"))
    return tiers


def _explained(index: Index, understood: Understood, scored: _Scored, rows: Sequence[int]) -> tuple[Result, ...]:
    if not rows:
        return ()
    expression = " OR ".join(tier for concept in understood.concepts for tier, _, _ in _tiers(concept))
    marked = index.marked(expression, rows)
    return tuple(
        Result(
            index.documents[row],
            round(scored.totals[row], 4),
            _why(understood, scored, row, marked[row]),
            fragments(marked[row]["snippet"]),
        )
        for row in rows
    )


def _why(understood: Understood, scored: _Scored, row: int, marked: dict[str, str]) -> tuple[Why, ...]:
    found = {name: _MARKED.findall(marked[name]) for name in FIELDS}
    reasons = []
    for concept, hows in zip(understood.concepts, scored.answers, strict=True):
        if (how := hows.get(row)) is None:
            continue
        phrases = {"your words": (concept.said,), "same meaning": concept.same, "related": concept.related}[how]
        keys = [stems(phrase) for phrase in phrases]
        hits = {name: [text for text in texts if _answers(text, keys, concept.prefix)] for name, texts in found.items()}
        words = dict.fromkeys(text.casefold() for texts in hits.values() for text in texts)
        parts = tuple(FIELDS[name][1] for name, texts in hits.items() if texts)
        if words:
            reasons.append(Why(concept.said, tuple(words)[:3], how, parts))
    return tuple(reasons)


def _answers(text: str, keys: Sequence[tuple[str, ...]], prefix: bool) -> bool:
    """Whether marked words hold one of the phrases, as stems in a row."""
    held = stems(text)
    if prefix:
        return any(word.startswith(stem(key[0])) or text.casefold().startswith(key[0]) for key in keys for word in held)
    return any(held[start : start + len(key)] == key for key in keys for start in range(len(held) - len(key) + 1))


def fragments(marked: str) -> tuple[Fragment, ...]:
    """A marked text cut into what was matched and what was not; line ends become spaces."""
    pieces = []
    for number, piece in enumerate(_SPACE.sub(" ", marked).split(MARK_START)):
        matched, _, rest = piece.partition(MARK_END) if number else ("", "", piece)
        pieces += [Fragment(matched, matched=True), Fragment(rest, matched=False)]
    return tuple(piece for piece in pieces if piece.text)

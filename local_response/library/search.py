"""Search the library: what matched, how, and where, ranked; the nearest themes where nothing did."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
# How far a match answers for its concept, by how it came about.
_COVERS = {"your words": 1.0, "same meaning": 0.9, "related": 0.5}


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


@dataclass
class _Tally:
    """Scores of a document by concept."""

    scores: dict[int, tuple[float, How]]
    bonus: float = 0.0

    def total(self, concepts: int) -> float:
        """The sum of the concepts' scores, times the share of them that the document answers."""
        covered = sum(_COVERS[how] for _, how in self.scores.values())
        return (sum(score for score, _ in self.scores.values()) + self.bonus) * covered / concepts


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
    tallies = _tallies(index, understood)
    kept = {row: t for row, t in tallies.items() if filters is None or keeps(filters, index.documents[row])}
    count = len(understood.concepts)
    ranked = sorted(kept, key=lambda row: (-kept[row].total(count), index.documents[row].id))
    results = _explained(index, understood, kept, ranked[:limit])
    return Results(query, understood.corrections, results, len(ranked), () if ranked else nearest_themes(query))


def nearest_themes(query: str, limit: int = 3) -> tuple[Theme, ...]:
    """The themes whose titles and words are most like a query, the nearest first."""
    from rapidfuzz import fuzz

    def likeness(theme: Theme) -> float:
        return max(fuzz.token_set_ratio(query.casefold(), name.casefold()) for name in (theme.title, *theme.words))

    return tuple(sorted(themes().values(), key=lambda theme: -likeness(theme))[:limit])


def _tallies(index: Index, understood: Understood) -> dict[int, _Tally]:
    tallies: dict[int, _Tally] = {}
    for number, concept in enumerate(understood.concepts):
        for expression, share, how in _tiers(concept):
            for hit in index.hits(expression):
                tally = tallies.setdefault(hit.row, _Tally({}))
                if hit.score * share > tally.scores.get(number, (-1.0, how))[0]:
                    tally.scores[number] = (hit.score * share, how)
    for first, second in zip(understood.concepts, understood.concepts[1:], strict=False):
        for hit in index.hits(f"NEAR({quoted(first.said)} {quoted(second.said)}, 3)"):
            tallies.setdefault(hit.row, _Tally({})).bonus += PHRASE_BONUS * hit.score
    return tallies


def _tiers(concept: Concept) -> list[tuple[str, float, How]]:
    tiers: list[tuple[str, float, How]] = [(concept.direct, 1.0, "your words")]
    if concept.same:
        tiers.append((" OR ".join(quoted(phrase) for phrase in concept.same), SYNONYM_SHARE, "same meaning"))
    if concept.related:
        tiers.append((" OR ".join(quoted(phrase) for phrase in concept.related), RELATED_SHARE, "related"))
    return tiers


def _explained(
    index: Index, understood: Understood, tallies: dict[int, _Tally], rows: Sequence[int]
) -> tuple[Result, ...]:
    if not rows:
        return ()
    expression = " OR ".join(tier for concept in understood.concepts for tier, _, _ in _tiers(concept))
    marked = index.marked(expression, rows)
    count = len(understood.concepts)
    return tuple(
        Result(
            index.documents[row],
            round(tallies[row].total(count), 4),
            _why(understood, tallies[row], marked[row]),
            fragments(marked[row]["snippet"]),
        )
        for row in rows
    )


def _why(understood: Understood, tally: _Tally, marked: dict[str, str]) -> tuple[Why, ...]:
    found = {name: [f.text for f in fragments(marked[name]) if f.matched] for name in FIELDS}
    reasons = []
    for number, (_, how) in sorted(tally.scores.items()):
        concept = understood.concepts[number]
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
    for number, piece in enumerate(" ".join(marked.split(" ")).split(MARK_START)):
        if number == 0:
            pieces.append(Fragment(piece, matched=False))
            continue
        matched, _, rest = piece.partition(MARK_END)
        pieces += [Fragment(matched, matched=True), Fragment(rest, matched=False)]
    tidy = (Fragment(" ".join(p.text.split("\n")), p.matched) for p in pieces)
    return tuple(piece for piece in tidy if piece.text)

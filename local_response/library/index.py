"""A full-text index of documents in memory: SQLite FTS5 with Porter stemming and a weight for each field."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from functools import cached_property

from local_response.library.documents import CaseStudy, Document
from local_response.library.vocabulary import choices, synonym_groups, themes
from local_response.library.wording import plain, text_for

# Fields of the index, with how much a match in each counts, and what a reader calls it.
FIELDS: Mapping[str, tuple[float, str]] = {
    "title": (9.0, "title"),
    "keywords": (6.0, "keywords"),
    "summary": (4.0, "summary"),
    "place": (3.0, "where and who"),
    "body": (1.0, "text"),
}
MARK_START, MARK_END = "\x02", "\x03"
_TOKENS = re.compile(r"[^\W_]+")


class Index:
    """Built once from documents; asked many times. Use it from the thread that built it."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self.documents = tuple(documents)
        self._db = sqlite3.connect(":memory:")
        columns = ", ".join(FIELDS)
        self._db.execute(
            f"CREATE VIRTUAL TABLE docs USING fts5({columns}, tokenize='porter unicode61 remove_diacritics 2')"
        )
        marks = ", ".join("?" for _ in FIELDS)
        rows = ((row, *fields_of(document).values()) for row, document in enumerate(self.documents))
        self._db.executemany(f"INSERT INTO docs (rowid, {columns}) VALUES (?, {marks})", rows)  # noqa: S608 (our own column names)
        weights = ", ".join(str(weight) for weight, _ in FIELDS.values())
        self._ranked = f"SELECT rowid, -bm25(docs, {weights}) FROM docs WHERE docs MATCH ?"  # noqa: S608 (our own numbers)

    def hits(self, expression: str) -> list[tuple[int, float]]:
        """Every document that an FTS5 expression matches: its place in the index, and its BM25 score."""
        return self._db.execute(self._ranked, (expression,)).fetchall()

    def marked(self, expression: str, rows: Sequence[int]) -> dict[int, dict[str, str]]:
        """The fields of some documents with each matched word between marks; "snippet": the best piece of the body."""
        names = list(FIELDS)
        parts = ", ".join(f"highlight(docs, {i}, ?1, ?2)" for i in range(len(names)))
        snippet = f"snippet(docs, {names.index('body')}, ?1, ?2, '…', 28)"
        wanted = ", ".join(str(int(row)) for row in rows)
        query = f"SELECT rowid, {parts}, {snippet} FROM docs WHERE docs MATCH ?3 AND rowid IN ({wanted})"  # noqa: S608 (integers)
        found = self._db.execute(query, (MARK_START, MARK_END, expression))
        return {row: dict(zip([*names, "snippet"], texts, strict=True)) for row, *texts in found}

    def knows(self, word: str) -> bool:
        """Whether any document holds the word in any of its forms."""
        return self._db.execute("SELECT 1 FROM docs WHERE docs MATCH ? LIMIT 1", (quoted(word),)).fetchone() is not None

    @cached_property
    def words(self) -> Mapping[str, int]:
        """Every word as it is written in the documents, with the number of documents' fields that hold it."""
        counts: dict[str, int] = {}
        for texts in self._db.execute(f"SELECT {', '.join(FIELDS)} FROM docs"):  # noqa: S608 (our own column names)
            for text in texts:
                for word in set(tokens(text)):
                    counts[word] = counts.get(word, 0) + 1
        return counts

    @cached_property
    def spellings(self) -> Mapping[str, int]:
        """Words that a misspelt one may stand for: those of the documents and of the vocabulary, with their counts."""
        known = dict(self.words)
        for group in synonym_groups():
            for word in (word for phrase in group.same for word in tokens(phrase)):
                known.setdefault(word, 0)
        return {word: count for word, count in known.items() if len(word) > 3 and not word.isdigit()}


def fields_of(document: Document) -> dict[str, str]:
    """The text of each indexed field."""
    kinds = [theme.title for theme in themes().values() if theme.id in document.themes]
    kinds += [choices("exploitation")[code] for code in document.exploitation if code != "any"]
    if isinstance(document, CaseStudy):
        kinds += [choices("victims")[code] for code in document.victims]
        place = (document.area, document.places, document.nation, document.led_by, *document.partners)
        body = "\n".join((document.done, document.outcome, document.reuse))
    else:
        place, body = (), text_for(document)
    keywords = "; ".join((*document.keywords, *kinds))
    values = (document.title, keywords, document.summary, ", ".join(p for p in place if p), plain(body))
    return dict(zip(FIELDS, values, strict=True))


def tokens(text: str) -> list[str]:
    """The words of a text in small letters, cut as the index cuts them."""
    return [word.casefold() for word in _TOKENS.findall(text)]


def quoted(phrase: str) -> str:
    """A phrase as an FTS5 string, so that nothing in it is taken as an operator."""
    return '"' + phrase.replace('"', " ") + '"'

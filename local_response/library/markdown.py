"""Markdown as plain blocks: headings, words, lists and tables, for any writer of documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from markdown_it.token import Token


@dataclass(frozen=True)
class Span:
    """Words in one weight; link: where they lead, "" for nowhere."""

    text: str
    bold: bool = False
    link: str = ""


Spans = tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    """A heading within an entry."""

    text: str
    kind: Literal["heading"] = "heading"


@dataclass(frozen=True)
class Words:
    """A paragraph. small: a note."""

    spans: Spans
    small: bool = False
    kind: Literal["words"] = "words"


@dataclass(frozen=True)
class Items:
    """A list; ordered: by number."""

    items: tuple[Spans, ...]
    ordered: bool = False
    kind: Literal["items"] = "items"


@dataclass(frozen=True)
class Rows:
    """A table. caption: "" where the heading above it says enough."""

    caption: str
    header: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]
    kind: Literal["rows"] = "rows"


Block = Heading | Words | Items | Rows


def blocks(markdown: str) -> tuple[Block, ...]:
    """The blocks of a Markdown text. Raises ValueError for Markdown that the library does not use."""
    from markdown_it import MarkdownIt

    tokens = MarkdownIt("commonmark", {"html": False}).enable("table").parse(markdown)
    return tuple(_blocks(tokens))


def plain_spans(text: str) -> Spans:
    """Words without any mark."""
    return (Span(text),)


def written(spans: Spans) -> str:
    """The words as a reader sees them."""
    return "".join(span.text for span in spans)


def _blocks(tokens: Sequence[Token]) -> Iterator[Block]:
    position = 0
    heading = ""
    while position < len(tokens):
        token = tokens[position]
        end = _end(tokens, position)
        inner = tokens[position + 1 : end]
        if token.type == "heading_open":
            heading = inner[0].content
            yield Heading(heading)
        elif token.type == "paragraph_open":
            yield Words(_spans(inner[0]))
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            items = tuple(_spans(item) for item in inner if item.type == "inline")
            yield Items(items, token.type == "ordered_list_open")
        elif token.type == "table_open":
            yield _table(inner, heading)
        else:
            raise ValueError(f"the library's texts use no {token.type} (line {(token.map or [0])[0] + 1})")
        position = end + 1


def _end(tokens: Sequence[Token], start: int) -> int:
    """Where the block that opens at a token closes."""
    depth = 0
    for position in range(start, len(tokens)):
        depth += tokens[position].nesting
        if depth == 0:
            return position
    raise ValueError("a block that does not close")


def _table(tokens: Sequence[Token], caption: str) -> Rows:
    rows: list[list[Spans]] = []
    for token in tokens:
        if token.type == "tr_open":
            rows.append([])
        elif token.type == "inline":
            rows[-1].append(_spans(token))
    return Rows(caption, tuple(rows[0]), tuple(tuple(row) for row in rows[1:]))


def _spans(inline: Token) -> Spans:
    spans: list[Span] = []
    bold = False
    for child in inline.children or []:
        if child.type in ("strong_open", "strong_close"):
            bold = child.type == "strong_open"
        elif child.type in ("softbreak", "hardbreak"):
            spans.append(Span(" ", bold))
        elif child.content:
            spans.append(Span(child.content, bold))
    return tuple(spans)

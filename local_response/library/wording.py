"""A topic's words for one area: placeholders filled, passages for other nations left out."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from local_response.definitions import areas
from local_response.library.documents import Topic

PLACEHOLDERS = ("area", "holder", "body")
_NATION_BLOCK = re.compile(r"^<!-- nation: (?P<nation>[\w ]+) -->\n(?P<text>.*?)^<!-- end -->\n?", re.M | re.S)
_COMMENT = re.compile(r"<!--.*?-->", re.S)
_TABLE_RULE = re.compile(r"^\|[ :|-]+\|$", re.M)
_LINE_MARK = re.compile(r"^ *(?:#+|[-*]|\d+\.) +", re.M)
_TO_CONFIRM = re.compile(r"\[to be confirmed: (.+?)\]")


@dataclass(frozen=True)
class Locality:
    """Whom a topic speaks to. holder: title of the person who holds the policing functions; body: their office.

    nation: "England" or "Wales", "" for both: then passages for either are kept.
    """

    area: str = "your area"
    holder: str = "commissioner"
    body: str = "commissioner's office"
    nation: str = ""


def locality_of(code: str, on: date) -> Locality:
    """The locality of a force area, with the titles in use on a day. Raises UnknownAreaError for another code."""
    place = areas.area(code)
    governance = areas.governance(code, on)
    if governance is None:
        return Locality(area=place.name, nation=place.nation)
    body = governance.body or f"office of the {governance.title}"
    return Locality(place.name, governance.title, _without_the(body), place.nation)


def text_for(topic: Topic, locality: Locality | None = None) -> str:
    """The topic's Markdown for a locality; for everybody where there is none."""
    spoken_to = locality or Locality()

    def nation_block(found: re.Match[str]) -> str:
        return found["text"] if spoken_to.nation in ("", found["nation"]) else ""

    text = _NATION_BLOCK.sub(nation_block, topic.text)
    for name in PLACEHOLDERS:
        text = text.replace("{" + name + "}", getattr(spoken_to, name))
    return text


def to_confirm(topic: Topic) -> tuple[str, ...]:
    """What the topic marks as still to be confirmed, in its order."""
    return tuple(_TO_CONFIRM.findall(topic.text))


def nations_with_passages(text: str) -> tuple[str, ...]:
    """The nations that a text has a passage of its own for."""
    return tuple(dict.fromkeys(found["nation"] for found in _NATION_BLOCK.finditer(text)))


def plain(markdown: str) -> str:
    """Markdown without its marks, for searching and snippets."""
    text = _COMMENT.sub("", markdown) if "<!--" in markdown else markdown
    if "|" in text:
        text = _TABLE_RULE.sub("", text).replace("|", " ")
    return _LINE_MARK.sub("", text).replace("**", "")


def _without_the(body: str) -> str:
    return body.removeprefix("the ").removeprefix("The ")

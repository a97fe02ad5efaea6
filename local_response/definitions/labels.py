"""One word for each label that publishers print for age, gender, location and outcome; the parts of a combination."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

UNKNOWN = "unknown"


def harmonised(dimension: str, label: str) -> str:
    """Our word for a label as printed: ("age", "Adult (18 or over)") is "adult".

    A label without a word of ours, and every label of a dimension that is kept as printed (exploitation,
    nationality, responder, offence, ...), comes back with outer and doubled spaces taken away.
    """
    tidy = " ".join(label.split())
    return _words(dimension).get(tidy.casefold(), tidy)


def known(dimension: str, label: str) -> bool:
    """Whether a reviewer has seen the label: for exploitation, whether every part of the combination is known."""
    if dimension == "exploitation":
        return set(exploitation_parts(label)) <= {*_exploitation_types(), UNKNOWN}
    words = _words(dimension)
    return not words or " ".join(label.split()).casefold() in words


def exploitation_parts(label: str) -> tuple[str, ...]:
    """The single types in a printed label, in its order.

    "Sexual, Labour & Domestic" is ("sexual", "labour", "domestic"); "Not specified or unknown" is ("unknown",).
    """
    words = _words("exploitation")
    parts = (" ".join(part.split()) for part in re.split(r",| & ", label))
    return tuple(words.get(part.casefold(), part.casefold()) for part in parts if part)


def type_name(part: str) -> str:
    """A single exploitation type as written in a sentence: "organ harvesting" is "organ harvesting"."""
    return "not specified or unknown" if part == UNKNOWN else part


def _exploitation_types() -> tuple[str, ...]:
    return tuple(word for word in _words("exploitation").values() if word != UNKNOWN)


@cache
def _labels() -> Mapping[str, Mapping[str, list[str]]]:
    import tomllib

    text = files("local_response.definitions").joinpath("labels.toml").read_text(encoding="utf-8")
    loaded: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(text)
    return loaded


@cache
def _words(dimension: str) -> Mapping[str, str]:
    return {
        label.casefold(): word for word, labels in _labels().get(dimension, {}).items() for label in [word, *labels]
    }

"""The words for a comparison, by how far the figures carry it; from phrases.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files


def phrase(kind: str, strength: str, *, above: bool) -> str:
    """The words of a kind of comparison ("ratio", "share", "usual", "stands_out") at a strength.

    Raises KeyError for a strength that the kind has no words for.
    """
    return _phrases()[kind][strength]["above" if above else "below"]


@cache
def _phrases() -> Mapping[str, Mapping[str, Mapping[str, str]]]:
    text = files("local_response.definitions").joinpath("phrases.toml").read_text(encoding="utf-8")
    loaded: Mapping[str, Mapping[str, Mapping[str, str]]] = tomllib.loads(text)
    return loaded

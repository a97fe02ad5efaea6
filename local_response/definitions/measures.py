"""Measures and the breaks in their series, from measures.toml and breaks.toml."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from local_response.model.measures import Measure, SeriesBreak
from local_response.model.periods import Period


def measure(measure_id: str) -> Measure:
    """The measure with that id. Raises KeyError for any other."""
    return _measures()[measure_id]


def measures() -> tuple[Measure, ...]:
    """Every measure, in the order of the file."""
    return tuple(_measures().values())


def is_measure(measure_id: str) -> bool:
    """Whether the id is that of a measure."""
    return measure_id in _measures()


def breaks_of(measure_id: str) -> tuple[SeriesBreak, ...]:
    """The breaks in a measure's series, in order of time."""
    return tuple(sorted((_breaks()[name] for name in measure(measure_id).breaks), key=lambda found: found.day))


def stretches(measure_id: str, periods: list[str]) -> list[list[str]]:
    """Periods in order of time, cut into stretches that no break of the measure lies in.

    A period that holds the day of a break belongs to the stretch after it.
    """
    ordered = sorted((Period.parse(text) for text in periods), key=lambda period: period.end)
    cut: list[list[str]] = []
    marks: list[int] = []
    for period in ordered:
        mark = sum(found.day <= period.end for found in breaks_of(measure_id))
        if not marks or mark != marks[-1]:
            cut.append([])
        cut[-1].append(period.text)
        marks.append(mark)
    return cut


def _load(file: str) -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("local_response.definitions").joinpath(file).read_text(encoding="utf-8"))


@cache
def _breaks() -> Mapping[str, SeriesBreak]:
    return {name: SeriesBreak(**fields) for name, fields in _load("breaks.toml").items()}


@cache
def _measures() -> Mapping[str, Measure]:
    loaded = _load("measures.toml")
    defaults = loaded.pop("defaults")
    found = {}
    for measure_id, fields in loaded.items():
        both = {**defaults, **fields}
        both["dimensions"], both["breaks"] = tuple(both["dimensions"]), tuple(both["breaks"])
        found[measure_id] = Measure(id=measure_id, **both)
    return found

"""Naming: what a figure is about, in words; the method it was made by."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from local_response.definitions.areas import area
from local_response.definitions.measures import measure
from local_response.model.errors import LocalResponseError
from local_response.model.figures import Figure
from local_response.model.periods import Period


@cache
def area_name(code: str) -> str:
    """The name of an area; its code where the definitions do not hold it (a local authority, an agency)."""
    if code == "several":  # areas added together
        return "several areas"
    try:
        return area(code).name
    except LocalResponseError:
        return code


@cache
def measure_name(measure_id: str) -> str:
    """The name of a measure; its id where the definitions do not hold it."""
    try:
        return measure(measure_id).name
    except LocalResponseError:
        return measure_id


@cache
def period_label(text: str) -> str:
    """A written period, or two with "to" between, as in a sentence; any other text as it is."""
    try:
        periods = [Period.parse(part) for part in text.split(" to ")]
    except ValueError:
        return text
    first, last = periods[0], periods[-1]
    if first is last or {first.kind, last.kind} != {"quarter"}:
        return " to ".join(period.label for period in periods)
    start, end = first.label.split(" to ")[0], last.label.split(" to ")[1]
    return f"{start} to {end}" if first.start.year == last.start.year else f"{start} {first.start.year} to {end}"


def about(figure: Figure) -> str:
    """Area, period and breakdown of a figure: "West Yorkshire; July to September 2023; exploitation: Sexual"."""
    parts = [area_name(figure.area), period_label(figure.period)]
    parts += [
        f"{dimension.replace('_', ' ')}: {area_name(value)}" for dimension, value in sorted(figure.breakdown.items())
    ]
    return "; ".join(part for part in parts if part)


@cache
def methods() -> Mapping[str, Mapping[str, str]]:
    """Every method by id: its name, formula, source and use."""
    text = files("local_response.definitions").joinpath("methods.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def method_of(method_id: str) -> Mapping[str, str]:
    """The record of a method. Raises ValueError where the definitions do not hold it."""
    if method_id not in methods():
        raise ValueError(f"no method {method_id!r} in definitions/methods.toml")
    return methods()[method_id]

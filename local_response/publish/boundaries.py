"""Boundaries: outlines of police force areas from a GeoJSON file that the user has."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

from local_response.definitions.areas import force_areas
from local_response.model.errors import DocumentError

Ring = tuple[tuple[float, float], ...]
Outlines = Mapping[str, tuple[Ring, ...]]  # area code -> rings, x to the east and y to the south, in one scale

REMEDY = (
    "Download police force area boundaries as GeoJSON from the ONS Open Geography Portal "
    "(a generalised version is best), or leave the option out for the tile map."
)


@cache
def read_boundaries(path: Path) -> Outlines:
    """The outline of each force area that the file holds, found by its ONS code in any property.

    Longitude and latitude, or eastings and northings of the British National Grid.
    Raises DocumentError where the file cannot be read, is not GeoJSON, or holds no area that is known.
    """
    try:
        features = json.loads(path.read_text(encoding="utf-8-sig"))["features"]
        found = {code: _rings(feature["geometry"]) for feature in features if (code := _code(feature["properties"]))}
    except OSError as problem:
        raise DocumentError(f"{path}: the boundaries cannot be read ({problem.strerror}). {REMEDY}") from problem
    except (ValueError, KeyError, TypeError, IndexError) as problem:
        raise DocumentError(f"{path}: this is not GeoJSON with polygons of areas. {REMEDY}") from problem
    if not found:
        raise DocumentError(f"{path}: no feature has the ONS code of a police force area, such as E23000010. {REMEDY}")
    return found


def _code(properties: Mapping[str, Any]) -> str:
    known = {area.code for area in force_areas()}
    return next((value for value in properties.values() if isinstance(value, str) and value in known), "")


def _rings(geometry: Mapping[str, Any]) -> tuple[Ring, ...]:
    if geometry["type"] not in ("Polygon", "MultiPolygon"):
        raise ValueError(f"a {geometry['type']} has no outline")
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return tuple(tuple(_flat(ring)) for polygon in polygons for ring in polygon)


def _flat(points: Iterable[Any]) -> Iterable[tuple[float, float]]:
    """Points on a plane. Degrees are drawn out as at 53 degrees north, the middle of England and Wales."""
    narrowing = math.cos(math.radians(53))
    for point in points:
        x, y = float(point[0]), float(point[1])
        yield (x * narrowing, -y) if abs(x) <= 180 and abs(y) <= 90 else (x, -y)

"""Places: the part of a URL that names an area, and the area that a reader means by any of its names."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from django.urls import reverse

from local_response.definitions.areas import force_areas, nearest_names, resolve
from local_response.model.areas import Area
from local_response.model.errors import UnknownAreaError
from local_response.publish.profile_files import file_stem


@cache
def slugs() -> Mapping[str, Area]:
    """Every police force area by the part of a URL that names it, in alphabetical order."""
    return {file_stem(area.name): area for area in force_areas()}


def slug_of(area: Area) -> str:
    """The part of a URL that names an area."""
    return file_stem(area.name)


def area_url(area: Area) -> str:
    """URL of an area's local picture."""
    return reverse("area", args=[slug_of(area)])


def area_at(slug: str) -> Area:
    """The police force area that a URL names. Raises UnknownAreaError with the nearest names."""
    if slug not in slugs():
        raise UnknownAreaError(
            f"There is no police force area at this address. {nearest_names(slug.replace('-', ' '))}"
        )
    return slugs()[slug]


def area_meant(name: str, by_local_authority: str) -> Area:
    """The police force area that a name, alias, ONS code or local authority stands for.

    by_local_authority: code of the force area of the local authority with that name, "" where there is none.
    Raises UnknownAreaError with the nearest names, or where the name is of something that has no profile.
    """
    found = resolve(by_local_authority or name)
    if found.kind != "police_force_area":
        raise UnknownAreaError(f"{found.name} is not a police force area of England or Wales, so there is no profile.")
    return found

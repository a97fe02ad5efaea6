"""Checks of what is written into a field, in words for the person who wrote it."""

from __future__ import annotations

from django.core.exceptions import ValidationError

from local_response.definitions.areas import area
from local_response.definitions.measures import is_measure
from local_response.model.errors import UnknownAreaError
from local_response.model.periods import Period

MOST = 1_000
"""Texts in one list."""
DEFINITIONS = "definitions"
"""Code of a fault that another edition of the definitions may not find."""


def known_area(code: str) -> None:
    """Raises ValidationError for a code that no area has."""
    try:
        area(code)
    except UnknownAreaError as fault:
        raise ValidationError(f"No area has the code {code}.", code=DEFINITIONS) from fault


def known_areas(codes: object) -> None:
    """Raises ValidationError for anything but a list of codes of areas."""
    for code in _texts(codes):
        known_area(code)


def known_measure(measure_id: str) -> None:
    """Raises ValidationError for an id that no measure has."""
    if not is_measure(measure_id):
        raise ValidationError(f"No measure has the id {measure_id}.", code=DEFINITIONS)


def written_period(text: str) -> None:
    """Raises ValidationError for what is not a period in its one written form."""
    try:
        Period.parse(text)
    except ValueError as fault:
        raise ValidationError(f"{text} is not a period, such as 2023-Q4, 2023 or 2022/23.") from fault


def texts(found: object) -> None:
    """Raises ValidationError for anything but a list of texts."""
    _texts(found)


def _texts(found: object) -> list[str]:
    if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
        raise ValidationError("This must be a list of texts.")
    if len(found) > MOST:
        raise ValidationError(f"This holds {len(found):,} texts; at most {MOST:,} are kept.")
    return found

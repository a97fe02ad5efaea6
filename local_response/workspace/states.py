"""An item as plain JSON and back: what the trail keeps, what files carry, what two editors compare."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import models

from local_response.model.errors import InvalidContentError
from local_response.workspace.models.base import Kept

Content = Mapping[str, Any]


def kinds() -> dict[str, type[Kept]]:
    """Every kind of kept thing, by its word. A model of a later issue is here as soon as Django knows it."""
    return {model.kind(): model for model in apps.get_app_config("workspace").get_models() if issubclass(model, Kept)}


def kind_named(word: str) -> type[Kept]:
    """The kind that a word stands for. Raises ValueError for any other."""
    if (found := kinds().get(word)) is None:
        raise ValueError(f"{word!r} is no kind of item; there are {', '.join(sorted(kinds()))}")
    return found


def content_of(item: Kept) -> dict[str, Any]:
    """What people wrote into an item, by field: texts, whole numbers, truth values, lists and objects of these."""
    return {name: _written(getattr(item, _column(item, name).attname)) for name in item.CONTENT}


def state_of(item: Kept) -> dict[str, Any]:
    """What the trail tells of an item: content, who began it, whether it is archived, who may see it."""
    return {
        "archived": item.archived,
        "author": item.author,
        "visibility": item.visibility,
        "content": content_of(item),
    }


def put_content(item: Kept, content: Content) -> None:
    """Write content into an item's fields, without keeping it.

    Raises ValueError for a field that the kind has not; InvalidContentError, with every fault by field, for what
    does not fit. Rules of the whole item are `check`'s.
    """
    if unknown := sorted(set(content) - set(item.CONTENT)):
        raise ValueError(f"{item.kind()} has no content {', '.join(unknown)}; it has {', '.join(item.CONTENT)}")
    faults: dict[str, tuple[str, ...]] = {}
    for name, value in content.items():
        field = _column(item, name)
        if _unstorable(value):
            faults[name] = ("This holds a character that cannot be kept. Type it again.",)
            continue
        try:
            setattr(item, field.attname, _read(field, value))
        except ValidationError as fault:
            faults[name] = tuple(fault.messages)
    if faults:
        raise _invalid(item, faults)


def check(item: Kept) -> None:
    """Raises InvalidContentError with everything that is wrong with an item, by field."""
    try:
        item.full_clean()
    except ValidationError as fault:
        faults = {"" if name == "__all__" else name: tuple(said) for name, said in fault.message_dict.items()}
        raise _invalid(item, faults) from fault


def canonical(value: Any) -> str:
    """JSON in one written form: sorted names, no spaces, no not-a-number. Raises ValueError for that."""
    return json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def sha256_of(text: str) -> str:
    """Hash of a text's UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _column(item: Kept, name: str) -> models.Field[Any, Any]:
    field = item._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{item.kind()}.{name} is no column, so it cannot be content")
    return field


def _written(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    return value


def _read(field: Any, value: Any) -> Any:
    """The value that a column holds; blank text where a column without words takes none. Raises ValidationError."""
    if value == "" and field.null:
        return None
    if isinstance(field, models.ForeignKey):
        return field.target_field.to_python(value)
    if isinstance(field, models.CharField | models.TextField) and not isinstance(value, str):
        raise ValidationError("This must be a text.")
    return field.to_python(value)


def _unstorable(value: Any) -> bool:
    """Whether a text inside holds NUL or half of a surrogate pair, which no database keeps."""
    if isinstance(value, str):
        return "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value)
    if isinstance(value, Mapping):
        return any(_unstorable(one) for pair in value.items() for one in pair)
    return isinstance(value, list | tuple) and any(_unstorable(one) for one in value)


def _invalid(item: Kept, faults: Mapping[str, tuple[str, ...]]) -> InvalidContentError:
    said = "; ".join(f"{name or 'the whole'}: {' '.join(found)}" for name, found in sorted(faults.items()))
    return InvalidContentError(f"{item.kind()}: nothing was kept. {said}", faults)

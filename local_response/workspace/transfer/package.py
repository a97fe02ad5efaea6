"""What an office's file holds, and how it is laid out. docs/workspace.md describes it for others.

A ZIP with `manifest.json` (what the file is, and the hash of every other part), `items/KIND.json`, `trail.json`,
`attachments/ID` and `about.txt` for a reader.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from local_response.model.errors import TransferError
from local_response.workspace.models.base import Item, Kept
from local_response.workspace.models.office import Office
from local_response.workspace.models.trail import TrailEntry
from local_response.workspace.states import kinds, state_of
from local_response.workspace.trail import fields_of, written_time
from local_response.workspace.verification import Link

FORMAT = "local-response-office"
SCHEMA = 1
"""Raised by one whenever an older program could not read what this one writes; `upgrades` then learns a step."""

MANIFEST, TRAIL, ABOUT = "manifest.json", "trail.json", "about.txt"
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
NAMES = re.compile(rf"manifest\.json|trail\.json|about\.txt|items/[a-z]+\.json|attachments/{_UUID}")
"""Every name that a part may have."""

Record = Mapping[str, Any]


@dataclass(frozen=True)
class Package:
    """An office's file, read and of this program's schema.

    items: records by kind. attachments: bytes by id. head: hash of the last link. upgraded: ids of the records that
    an older file held in another form, and before: that form.
    """

    office: UUID
    schema: int
    items: Mapping[str, Sequence[Record]]
    links: Sequence[Link]
    length: int
    head: str
    attachments: Mapping[UUID, bytes]
    upgraded: frozenset[str] = frozenset()
    before: Mapping[str, Record] = field(default_factory=dict)


def carried() -> dict[str, type[Kept]]:
    """The kinds that an office's file carries: the office and everything that belongs to one."""
    return {word: kind for word, kind in sorted(kinds().items()) if kind is Office or issubclass(kind, Item)}


def record_of(item: Kept) -> dict[str, Any]:
    """An item as it stands in a file."""
    return {
        "id": str(item.pk),
        "version": item.version,
        "created": written_time(item.created),
        "changed": written_time(item.changed),
        **state_of(item),
    }


def state_in(record: Record) -> dict[str, Any]:
    """The part of a record that the trail tells of."""
    return {name: record[name] for name in ("archived", "author", "visibility", "content")}


def written_link(link: Link) -> dict[str, Any]:
    """A link of the trail as it stands in a file; content null where a purge took it away."""
    content = None if link.text is None else {"salt": link.salt, "text": link.text}
    return {**fields_of(link.entry), "hash": link.entry.hash, "content": content}


def read_link(record: Any) -> Link:
    """A link from a file, not yet checked. Raises TransferError where it is not laid out as one."""
    try:
        content = record["content"]
        entry = TrailEntry(
            chain_id=UUID(record["chain"]),
            sequence=_whole(record["sequence"]),
            at=_moment(record["at"]),
            item_id=UUID(record["item"]),
            version=_whole(record["version"]),
            **{name: _text(record[name]) for name in _TEXTS},
        )
        if content is None:
            return Link(entry, "", None)
        return Link(entry, _text(content["salt"]), _text(content["text"]))
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise TransferError(f"{TRAIL}: a link is not laid out as one ({fault!r}). Export the office again.") from fault


def read_record(kind: str, record: Any) -> Record:
    """A record from a file with its parts of the right type. Raises TransferError for any other."""
    try:
        if not isinstance(record["content"], dict) or not isinstance(record["archived"], bool):
            raise TypeError("content or archived")
        return {
            "id": str(UUID(record["id"])),
            "version": _whole(record["version"]),
            "archived": record["archived"],
            "visibility": {"office": "office", "published": "published"}[record["visibility"]],
            "author": _text(record["author"])[:150],
            "created": _moment(record["created"]),
            "changed": _moment(record["changed"]),
            "content": record["content"],
        }
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise TransferError(
            f"items/{kind}.json: a record is not laid out as one ({fault!r}). Export the office again."
        ) from fault


_TEXTS = ("actor", "action", "kind", "reason", "digest", "previous", "hash")


def _text(found: Any) -> str:
    if not isinstance(found, str) or "\x00" in found:
        raise TypeError("not a text")
    found.encode()  # half of a surrogate pair is a ValueError here
    return found


def _whole(found: Any) -> int:
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found < 2**31:
        raise TypeError("not a whole number")
    return found


def _moment(found: Any) -> datetime:
    moment = datetime.fromisoformat(_text(found))
    if moment.tzinfo is None:
        raise ValueError("a time without its zone")
    return moment

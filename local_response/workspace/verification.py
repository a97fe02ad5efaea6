"""Checking the trail: every link of every chain, what lies beside it, and the items that it tells of."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from local_response.model.errors import TrailBrokenError
from local_response.workspace import trail
from local_response.workspace.guards import missing_guards
from local_response.workspace.models.attachment import AttachedFile, Attachment
from local_response.workspace.models.base import Kept
from local_response.workspace.models.office import Office
from local_response.workspace.models.trail import TrailChain, TrailContent, TrailEntry
from local_response.workspace.states import content_of, kinds, state_of

_STEP, _FILES_STEP = 2_000, 10
UNMOVED = ("read", "export", "refused", "import", "backup", "restore")
"""Acts that leave the item as it was."""


@dataclass(frozen=True)
class Verified:
    """A chain that holds. id: of its office, or SERVICE. head: hash of its newest link, to note elsewhere."""

    id: UUID
    length: int
    head: str


@dataclass(frozen=True)
class Link:
    """An entry with what lies beside it, wherever it was read from. text None: no content there."""

    entry: TrailEntry
    salt: str
    text: str | None


def verify() -> list[Verified]:
    """Check every chain, every item against the trail, and that the guards are on.

    Raises TrailBrokenError naming the first broken link, by office and number, or the first item or attachment that
    was changed, added or taken away without the trail. Others may write meanwhile.
    """
    with _one_moment():
        found = [verify_chain(chain) for chain in TrailChain.objects.order_by("id")]
        for office in Office.objects.exclude(pk__in=TrailChain.objects.values("pk")).order_by("pk"):
            raise _broken(f"office {office.pk} has no chain: its whole trail is gone.")
        for kind in kinds().values():
            _verify_items(kind)
        _verify_files()
        if missing := missing_guards(connection):
            raise _broken(
                f"the database no longer guards the trail: {', '.join(missing)} missing. The links hold. "
                "`local-response workspace migrate` sets the guards again."
            )
    return found


@contextmanager
def _one_moment() -> Iterator[None]:
    """Show the database as at one moment, without holding up who writes: they would look like breaks in the chain."""
    if connection.in_atomic_block:
        yield
        return
    if connection.vendor == "postgresql":
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED")  # `atomic` would take SQLite's one right to write
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")


def verify_chain(chain: TrailChain) -> Verified:
    """Check one chain of the database to its recorded end. Raises TrailBrokenError."""
    last = check_links(chain.pk, links_of(chain))
    if last != (chain.length, chain.head):
        raise _broken(
            f"chain {chain.pk}: link {last[0] + 1} is missing. The chain should have {chain.length} links "
            f"and ends after {last[0]}."
        )
    return Verified(chain.pk, chain.length, chain.head)


def verify_noted(chain_id: UUID, length: int, head: str) -> None:
    """Check that a chain still holds the head that somebody noted outside the database when it had that length.

    A chain rebuilt from the start by somebody with the database in hand is found only so.
    """
    entry = TrailEntry.objects.filter(chain_id=chain_id, sequence=length).first()
    if entry is None or entry.hash != head:
        raise _broken(f"chain {chain_id}: link {length} is not the one that was noted. The trail was rewritten.")


def check_links(chain_id: UUID, links: Iterator[Link]) -> tuple[int, str]:
    """Length and last hash of a whole chain in order. Raises TrailBrokenError naming the first link that is broken."""
    length, head = 0, trail.START
    bare: dict[UUID, int] = {}
    purged: set[UUID] = set()
    for link in links:
        entry, place = link.entry, f"chain {chain_id}: link {length + 1}"
        if entry.sequence != length + 1:
            raise _broken(f"{place} is missing (the next there is {entry.sequence}).")
        if entry.chain_id != chain_id or entry.previous != head:
            raise _broken(f"{place} does not follow from the one before it.")
        if trail.hash_of(entry) != entry.hash:
            raise _broken(f"{place} was altered: its hash is not that of its fields.")
        if link.text is None:
            bare.setdefault(entry.item_id, entry.sequence)
        elif trail.digest_of(link.salt, link.text) != entry.digest:
            raise _broken(f"{place}: the words beside it were altered.")
        if entry.action == "purge":
            purged.add(entry.item_id)
        length, head = entry.sequence, entry.hash
    for item_id, sequence in bare.items():
        if item_id not in purged:
            raise _broken(f"chain {chain_id}: link {sequence} has lost its words, and no purge says why.")
    return length, head


def links_of(chain: TrailChain) -> Iterator[Link]:
    """A chain's links in order, a few thousand at a time."""
    after = 0
    while True:
        entries = TrailEntry.objects.filter(chain=chain, sequence__gt=after).order_by("sequence")
        batch = list(entries.select_related("content")[:_STEP])
        for entry in batch:
            yield _link(entry)
        if len(batch) < _STEP:
            return
        after = batch[-1].sequence


def _link(entry: TrailEntry) -> Link:
    try:
        return Link(entry, entry.content.salt, entry.content.text)
    except TrailContent.DoesNotExist:
        return Link(entry, "", None)


def _verify_items(kind: type[Kept]) -> None:
    """Check that each item is as the last entry about it left it, and that none has gone without a purge."""
    told = _last_told(kind.kind())
    for item in kind._default_manager.order_by("pk").iterator(_STEP):
        found = told.pop(item.pk, None)
        place = f"{kind.kind()} {item.pk}"
        if found is None:
            raise _broken(f"{place} was added without the trail.")
        if found[0] == "purge":
            raise _broken(f"{place} was purged, and is there again.")
        if found[1] != item.version or not _as_told(item, found[2]):
            raise _broken(f"{place} is not as the trail left it: it was changed without the trail.")
    for item_id, (did, *_rest) in sorted(told.items()):
        if did != "purge":
            raise _broken(f"{kind.kind()} {item_id} was taken away without the trail.")


def _verify_files() -> None:
    """Check that each attachment has the bytes that were attached."""
    for file in AttachedFile.objects.select_related("attachment").order_by("pk").iterator(_FILES_STEP):
        if hashlib.sha256(file.content).hexdigest() != file.attachment.sha256:
            raise _broken(f"attachment {file.pk} no longer has the bytes that were attached.")
    for bare in Attachment.objects.filter(file__isnull=True).order_by("pk"):
        raise _broken(f"attachment {bare.pk} has lost its bytes.")


def _as_told(item: Kept, told: Mapping[str, Any]) -> bool:
    """Whether an item is as the trail says. A field that a later program added still holds what it began with."""
    now = state_of(item)
    then = told.get("content", {})
    added = [name for name in item.CONTENT if name not in then]
    content = {name: value for name, value in now["content"].items() if name not in added}
    if content != {name: value for name, value in then.items() if name in item.CONTENT}:
        return False
    fresh = content_of(type(item)())
    marks = ("archived", "author", "visibility")
    return all(now[mark] == told.get(mark) for mark in marks) and all(
        now["content"][name] == fresh[name] for name in added
    )


def _last_told(kind: str) -> dict[UUID, tuple[str, int, Mapping[str, Any]]]:
    """By item: the last act that made a version of it or purged it, the version, and the state it left."""
    told: dict[UUID, tuple[str, int, Mapping[str, Any]]] = {}
    entries = TrailEntry.objects.filter(kind=kind).exclude(action__in=UNMOVED).order_by("sequence")
    rows = entries.values_list("item_id", "action", "version", "content__text")
    for item_id, action, version, text in rows.iterator(_STEP):
        told[item_id] = (action, version, json.loads(text)["after"] if action != "purge" and text else {})
    return told


def _broken(finding: str) -> TrailBrokenError:
    return TrailBrokenError(
        f"The audit trail is broken: {finding} Keep this database as it is, and compare with the last backup."
    )

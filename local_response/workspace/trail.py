"""The audit trail: every act is one more link of its office's chain, written with what it did in one transaction.

A link's hash is SHA-256 over the canonical JSON of its fields and the hash before. What the act was about lies
beside the link, under a salted hash, so that a purge can take the words away and the chain still holds.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal
from uuid import UUID

from django.db import transaction
from django.db.utils import OperationalError
from django.utils import timezone

from local_response.model.errors import WorkspaceBusyError, WorkspaceError
from local_response.workspace.access import SERVICE, Actor
from local_response.workspace.models.base import Kept
from local_response.workspace.models.trail import TrailChain, TrailContent, TrailEntry
from local_response.workspace.states import canonical, sha256_of

Did = Literal[
    "create",
    "change",
    "refused",
    "archive",
    "unarchive",
    "publish",
    "withdraw",
    "purge",
    "read",
    "export",
    "import",
    "backup",
    "restore",
]
START = "0" * 64
"""What stands for the hash before a chain's first link."""


@dataclass(frozen=True)
class Act:
    """What was done to what. before, after: states, None where there is none. details: what else to remember.

    version: of the item after the act.
    """

    did: Did
    kind: str
    item_id: UUID
    version: int
    before: Mapping[str, Any] | None = None
    after: Mapping[str, Any] | None = None
    reason: str = ""
    details: Mapping[str, Any] = field(default_factory=dict)


def act_on(item: Kept, did: Did, **about: Any) -> Act:
    """An act on an item as it now is. about: before, after, reason, details."""
    return Act(did, item.kind(), item.pk, item.version, **about)


@contextmanager
def writing() -> Iterator[None]:
    """One transaction: all of it is kept, down to the disk, when the block ends; or nothing.

    Raises WorkspaceBusyError where others hold the database for too long, WorkspaceError where it takes no writing.
    """
    try:
        with transaction.atomic():
            yield
    except OperationalError as fault:
        said = str(fault).lower()
        if "locked" in said or "lock timeout" in said or "busy" in said:
            raise WorkspaceBusyError(
                "Others kept the workspace busy for too long. Nothing was written: try again."
            ) from fault
        raise WorkspaceError(
            f"The workspace's database refused ({' '.join(str(fault).split())}). Nothing was written. "
            "Check that it is running, has space, and may be written to."
        ) from fault


def begin(chain: UUID) -> None:
    """Start the chain of a new office. Inside `writing`."""
    TrailChain.objects.create(id=chain, length=0, head=START)


def hold(chain: UUID) -> TrailChain:
    """Lock a chain until the transaction ends, so that its office's writers go one after another.

    The service's own chain begins with its first act. Raises TrailChain.DoesNotExist for an office without one.
    """
    if chain == SERVICE:
        TrailChain.objects.get_or_create(id=SERVICE, defaults={"length": 0, "head": START})
    return TrailChain.objects.select_for_update().get(pk=chain)


def append(chain_id: UUID, actor: Actor, act: Act) -> TrailEntry:
    """Add an act to a chain. Inside `writing`, in the same transaction as what it tells of."""
    chain = hold(chain_id)
    salt = secrets.token_hex(16)
    text = canonical({"before": act.before, "after": act.after, "details": act.details})
    entry = TrailEntry(
        chain=chain,
        sequence=chain.length + 1,
        at=timezone.now(),
        actor=actor.name,
        action=act.did,
        kind=act.kind,
        item_id=act.item_id,
        version=act.version,
        reason=act.reason,
        digest=digest_of(salt, text),
        previous=chain.head,
    )
    entry.hash = hash_of(entry)
    entry.save(force_insert=True)
    TrailContent.objects.create(entry=entry, item_id=act.item_id, salt=salt, text=text)
    TrailChain.objects.filter(pk=chain_id).update(length=entry.sequence, head=entry.hash)
    return entry


def digest_of(salt: str, text: str) -> str:
    """Salted hash of an entry's content."""
    return sha256_of(f"{salt}\n{text}")


def hash_of(entry: TrailEntry) -> str:
    """The hash that an entry should carry."""
    return sha256_of(canonical(fields_of(entry)))


def fields_of(entry: TrailEntry) -> dict[str, Any]:
    """What the hash covers, in the form that it is hashed and exported in."""
    return {
        "chain": str(entry.chain_id),
        "sequence": entry.sequence,
        "at": written_time(entry.at),
        "actor": entry.actor,
        "action": entry.action,
        "kind": entry.kind,
        "item": str(entry.item_id),
        "version": entry.version,
        "reason": entry.reason,
        "digest": entry.digest,
        "previous": entry.previous,
    }


def written_time(at: datetime) -> str:
    """A moment in its one written form: UTC, to the microsecond."""
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def history(item: Kept) -> list[tuple[TrailEntry, Mapping[str, Any]]]:
    """Every edit of an item, the oldest first, each with its before, after and details ({} once purged)."""
    entries = TrailEntry.objects.filter(item_id=item.pk).exclude(action__in=("read", "export"))
    found = entries.order_by("sequence").select_related("content")
    return [(entry, contents(entry)) for entry in found]


def contents(entry: TrailEntry) -> Mapping[str, Any]:
    """What an entry is about; {} where a purge took it away."""
    try:
        text = entry.content.text
    except TrailContent.DoesNotExist:
        return {}
    found: dict[str, Any] = json.loads(text)
    return found


def state_at(item: Kept, version: int) -> Mapping[str, Any] | None:
    """An item as it was at a version; None where the trail does not hold it."""
    entries = TrailEntry.objects.filter(item_id=item.pk, version=version).exclude(action__in=("read", "export"))
    for entry in entries.order_by("sequence").select_related("content"):
        if (after := contents(entry).get("after")) is not None and entry.action != "refused":
            found: Mapping[str, Any] = after
            return found
    return None

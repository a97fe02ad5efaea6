"""Reading: an actor sees what the rules allow, and the trail remembers who saw what is not public.

Listing drafts leaves no entry; opening one does, once for a person, a version and a day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, time
from typing import Any, TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from local_response.model.errors import ItemNotFoundError
from local_response.workspace import trail
from local_response.workspace.access import LEAST_ROLE, SERVICE_ADMINISTRATOR, Actor, may
from local_response.workspace.editing import missing, permit
from local_response.workspace.models.base import Item, Kept
from local_response.workspace.models.office import Office
from local_response.workspace.models.trail import TrailEntry

KeptT = TypeVar("KeptT", bound=Kept)


def read(actor: Actor, kind: type[KeptT], item_id: UUID) -> KeptT:
    """One item, for showing. What is private is noted in the trail as read.

    Raises ItemNotFoundError also for what the actor may not see, so that nobody learns what is there.
    """
    item = kind._default_manager.filter(pk=item_id).first()
    if item is None or not may(actor, "read", item):
        raise missing(kind, item_id)
    if is_restricted(item) and not _read_today(actor, item):
        with trail.writing():
            trail.append(item.owner_id, actor, trail.act_on(item, "read"))
    return item


def visible(actor: Actor, kind: type[KeptT], *, archived: bool = False) -> QuerySet[KeptT]:
    """The items of a kind that an actor may read, as a query: theirs and everyone's published work.

    archived: those put away instead, which only their own office sees.
    """
    found = kind._default_manager.filter(archived=archived)
    if actor.operator or (actor.service_administrator and "read" in SERVICE_ADMINISTRATOR[kind.subject]):
        return found
    least = LEAST_ROLE[kind.subject].get("read")
    offices = [office for office, role in actor.roles.items() if least is not None and role >= least]
    owner = "office_id" if issubclass(kind, Item) else "id"
    own = Q(**{f"{owner}__in": offices})
    return found.filter(own if archived else own | Q(visibility="published"))


def note_export(actor: Actor, items: Iterable[Kept], purpose: str) -> None:
    """Note in the trail of each office that its private items leave in a file. purpose: which, such as "DOCX".

    Raises NotAllowedError where the actor may not export one of them; then nothing is noted.
    """
    by_office: dict[UUID, list[Kept]] = {}
    for item in items:
        permit(actor, "export", item)
        if is_restricted(item):
            by_office.setdefault(item.owner_id, []).append(item)
    with trail.writing():
        for owner, restricted in sorted(by_office.items()):
            ids = [{"kind": one.kind(), "item": str(one.pk), "version": one.version} for one in restricted]
            act = trail.Act("export", "office", owner, 0, reason=purpose, details={"items": ids})
            trail.append(owner, actor, act)


def office_trail(actor: Actor, office_id: UUID) -> QuerySet[TrailEntry]:
    """All that was done in an office, the newest first. Raises ItemNotFoundError, NotAllowedError."""
    office = Office.objects.filter(pk=office_id).first()
    if office is None:
        raise missing(Office, office_id)
    permit(actor, "read_trail", office)
    return TrailEntry.objects.filter(chain_id=office_id).order_by("-sequence").select_related("content")


def item_history(actor: Actor, item: KeptT) -> list[tuple[TrailEntry, Mapping[str, Any]]]:
    """Every edit of an item, for members of its office: outsiders see published work as it is, not how it came to be.

    Raises ItemNotFoundError for anybody else.
    """
    if not actor.operator and item.owner_id not in actor.roles:
        raise ItemNotFoundError(f"No history of this {item._meta.verbose_name} is open to you.")
    return trail.history(item)


def is_restricted(item: Kept) -> bool:
    """Whether not everybody may read an item."""
    return item.visibility != "published" or item.archived


def _read_today(actor: Actor, item: Kept) -> bool:
    midnight = datetime.combine(timezone.now().astimezone(UTC).date(), time(), UTC)
    entries = TrailEntry.objects.filter(item_id=item.pk, version=item.version, action="read", actor=actor.name)
    return entries.filter(at__gte=midnight).exists()

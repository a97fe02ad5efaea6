"""Writing: every act takes an actor, checks access and content, and keeps item and trail in one transaction.

`seen` is the version that the editor had before them. Where somebody else has made another since, nothing of theirs
is overwritten: the edit is refused with both versions, and the trail keeps the refused one.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import copy
from typing import TypeVar
from uuid import UUID

from django.db.models import ProtectedError
from django.utils import timezone

from local_response.model.errors import EditConflictError, InvalidContentError, ItemNotFoundError, NotAllowedError
from local_response.workspace import trail
from local_response.workspace.access import Action, Actor, may
from local_response.workspace.models.attachment import Attachment
from local_response.workspace.models.base import Kept
from local_response.workspace.models.office import Office
from local_response.workspace.models.trail import TrailContent
from local_response.workspace.states import Content, check, content_of, put_content, state_of

KeptT = TypeVar("KeptT", bound=Kept)


def create(actor: Actor, item: KeptT, content: Content | None = None) -> KeptT:
    """Keep a new item. content: its fields as plain JSON, beside or instead of those set on it.

    It begins private to its office (what is public by nature, such as the office itself, begins published).
    Raises NotAllowedError, InvalidContentError.
    """
    item.author, item.version, item.archived, item.visibility = actor.name, 1, False, item.starts
    item.created = item.changed = timezone.now()
    put_content(item, content or {})
    with trail.writing():
        permit(actor, "create", item)
        if isinstance(item, Office):
            trail.begin(item.owner_id)
        trail.hold(item.owner_id)
        check(item)
        item.keep(new=True)
        trail.append(item.owner_id, actor, trail.act_on(item, "create", after=state_of(item)))
    return item


def change(actor: Actor, kind: type[KeptT], item_id: UUID, seen: int, content: Content) -> KeptT:
    """Change some fields of an item. An edit that changes nothing makes no version.

    Raises EditConflictError where somebody else has changed the item since `seen`, NotAllowedError,
    InvalidContentError, ItemNotFoundError.
    """
    if fixed := set(kind.FIXED) & set(content):
        raise ValueError(f"{kind.kind()}: {', '.join(sorted(fixed))} cannot change")
    conflict = None
    with trail.writing():
        item = _held(kind, item_id)
        permit(actor, "change", item)
        theirs, mine = content_of(item), _as_edited(item, seen, content)
        if mine == theirs:
            return item
        if item.version == seen:
            _step(actor, item, "change", lambda: put_content(item, content))
        else:
            conflict = _conflict(actor, item, seen, mine)
    if conflict:
        raise conflict
    return item


def archive(actor: Actor, kind: type[KeptT], item_id: UUID, seen: int) -> KeptT:
    """Put an item away: nothing is lost, and it can be brought back."""
    return _mark(actor, kind, item_id, seen, "archive", "archived", True)


def unarchive(actor: Actor, kind: type[KeptT], item_id: UUID, seen: int) -> KeptT:
    """Bring an archived item back as it was, private to its office."""
    return _mark(actor, kind, item_id, seen, "unarchive", "archived", False)


def publish(actor: Actor, kind: type[KeptT], item_id: UUID, seen: int) -> KeptT:
    """Let everyone see the version that the approver saw."""
    return _mark(actor, kind, item_id, seen, "publish", "visibility", "published")


def withdraw(actor: Actor, kind: type[KeptT], item_id: UUID, seen: int) -> KeptT:
    """Make published work private to its office again."""
    return _mark(actor, kind, item_id, seen, "withdraw", "visibility", "office")


def purge(actor: Actor, kind: type[Kept], item_id: UUID, reason: str) -> None:
    """Destroy an archived item, its attachments and every word of them in the trail. Cannot be undone.

    The trail keeps who did it, when and why, and that the item was there. Backups and files exported before still
    hold it. Raises NotAllowedError, InvalidContentError without a reason or where others point at it.
    """
    if not reason.strip():
        raise InvalidContentError("Nothing was purged. Say why: the trail keeps the reason.", {"reason": ("Say why.",)})
    with trail.writing():
        item = _held(kind, item_id)
        permit(actor, "purge", item)
        for attached in Attachment.objects.filter(about_id=item.pk, office_id=item.owner_id):
            _destroy(actor, attached, reason)
        _destroy(actor, item, reason)


def permit(actor: Actor, action: Action, item: Kept) -> None:
    """Raises NotAllowedError where the rules of access do not allow it."""
    if may(actor, action, item):
        return
    who = actor.name or "A visitor"
    state = "archived " if item.archived else "published " if item.visibility == "published" else ""
    raise NotAllowedError(
        f"{who} may not {action.replace('_', ' ')} this {state}{item._meta.verbose_name}. "
        "Ask an administrator of the office whose it is."
    )


def _held(kind: type[KeptT], item_id: UUID) -> KeptT:
    """An item, with its chain and row locked until the transaction ends; always the chain first."""
    objects = kind._default_manager
    if (found := objects.filter(pk=item_id).first()) is None:
        raise missing(kind, item_id)
    trail.hold(found.owner_id)
    if (held := objects.select_for_update().filter(pk=item_id).first()) is None:
        raise missing(kind, item_id)
    return held


def missing(kind: type[Kept], item_id: UUID) -> ItemNotFoundError:
    """The error for an id that no item of a kind has."""
    return ItemNotFoundError(f"No {kind._meta.verbose_name} has the id {item_id}. It may have been purged.")


def _step(actor: Actor, item: Kept, did: trail.Did, make: Callable[[], None]) -> None:
    before = state_of(item)
    make()
    item.version += 1
    item.changed = timezone.now()
    if did not in ("archive", "withdraw"):  # what no longer fits the definitions can still be put away
        check(item)
    item.keep()
    trail.append(item.owner_id, actor, trail.act_on(item, did, before=before, after=state_of(item)))


def _mark(
    actor: Actor, kind: type[KeptT], item_id: UUID, seen: int, did: trail.Did, field: str, value: bool | str
) -> KeptT:
    """One of the four acts that change an item's state and not its content."""
    conflict = None
    action: Action = "archive" if did in ("archive", "unarchive") else "publish"
    with trail.writing():
        item = _held(kind, item_id)
        permit(actor, action, item)
        if getattr(item, field) == value:
            return item
        if item.version == seen:
            _step(actor, item, did, lambda: _set_state(item, did, field, value))
        else:
            conflict = _conflict(actor, item, seen, _as_edited(item, seen, {}))
    if conflict:
        raise conflict
    return item


def _set_state(item: Kept, did: trail.Did, field: str, value: bool | str) -> None:
    setattr(item, field, value)
    if did == "unarchive":
        item.visibility = item.starts


def _as_edited(item: Kept, seen: int, content: Content) -> dict[str, object]:
    """The content that the editor meant: what they saw, with their changes. Raises ValueError, InvalidContentError."""
    if not 1 <= seen <= item.version:
        raise ValueError(f"{item.kind()} {item.pk} has no version {seen}; it is at {item.version}")
    meant = copy(item)
    if seen != item.version:
        put_content(meant, _seen_content(item, seen))
    put_content(meant, content)
    return content_of(meant)


def _seen_content(item: Kept, seen: int) -> Content:
    state = trail.state_at(item, seen)
    if state is None:
        raise ValueError(f"the trail holds no version {seen} of {item.kind()} {item.pk}")
    content: Content = state["content"]
    return {name: value for name, value in content.items() if name in item.CONTENT}


def _conflict(actor: Actor, item: Kept, seen: int, mine: Content) -> EditConflictError:
    """What to raise once the refused edit is in the trail."""
    theirs, base = content_of(item), _seen_content(item, seen)
    details = {"seen": seen, "mine": mine}
    trail.append(item.owner_id, actor, trail.act_on(item, "refused", details=details))
    return EditConflictError(
        f"Somebody else changed this {item._meta.verbose_name} while you were editing it (you saw version {seen}, "
        f"it is now at version {item.version}). Nothing was lost: compare both and save again.",
        version=item.version,
        base=base,
        theirs=theirs,
        mine=mine,
    )


def _destroy(actor: Actor, item: Kept, reason: str) -> None:
    trail.append(item.owner_id, actor, trail.act_on(item, "purge", reason=reason.strip()))
    TrailContent.objects.filter(item_id=item.pk).delete()
    try:
        type(item)._default_manager.filter(pk=item.pk).delete()
    except ProtectedError as fault:
        held = sorted({str(one._meta.verbose_name) for one in fault.protected_objects})
        raise InvalidContentError(
            f"Nothing was purged: there is still {', '.join(held)} that belongs to it. Purge that first.",
            {"": ("Others still point at it.",)},
        ) from fault

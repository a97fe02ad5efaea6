"""An office's file into a workspace: everything is checked before anything is written, and all of it is, or none."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db.utils import DataError, IntegrityError

from local_response.model.errors import InvalidContentError, TransferError
from local_response.workspace import trail
from local_response.workspace.access import Actor
from local_response.workspace.editing import permit
from local_response.workspace.models.attachment import AttachedFile
from local_response.workspace.models.base import Kept
from local_response.workspace.models.checks import DEFINITIONS
from local_response.workspace.models.office import Office
from local_response.workspace.models.people import Membership
from local_response.workspace.models.trail import TrailChain, TrailContent, TrailEntry
from local_response.workspace.states import put_content, state_of
from local_response.workspace.transfer.package import Package, Record, carried, state_in
from local_response.workspace.transfer.reading import read_package

_KEPT = ("version", "archived", "visibility", "author", "created", "changed")
_SHOWN = 5
_BATCH = 1_000


@dataclass(frozen=True)
class Imported:
    """An office that came in. untied: members to check and tie to their accounts here."""

    office: Office
    items: Mapping[str, int]
    untied: tuple[Membership, ...]


def import_office(actor: Actor, path: Path) -> Imported:
    """Take an office's file in. Its trail goes on from where it was, with the import as the next link.

    Members come without their accounts, because the same name may be somebody else here: see `people.tie`.
    Raises TransferError for a file that is unsafe, damaged, altered, of a newer program, or of an office that is here
    already; NotAllowedError.
    """
    package = read_package(path)
    items = _items(package)
    office = next(item for item in items if isinstance(item, Office))
    _check_fields(path, items)
    _refuse_office_that_is_here(path, office)
    try:
        with trail.writing():
            permit(actor, "create", _as_new(office))
            _write(package, items)
            for item in items:
                if str(item.pk) in package.upgraded:
                    _note_upgrade(actor, item, package)
            details = {"head": package.head, "schema": package.schema}
            trail.append(office.pk, actor, trail.act_on(office, "import", reason=path.name[:200], details=details))
    except DataError as fault:
        raise TransferError(
            f"{path.name}: its trail holds what no trail does ({fault}). Nothing was imported."
        ) from fault
    except IntegrityError as fault:
        raise TransferError(
            f"{path.name}: part of this office's work is in this workspace already, under another office. Nothing was "
            "imported: look for who imported it before."
        ) from fault
    counts = {word: len(records) for word, records in package.items.items()}
    return Imported(office, counts, tuple(item for item in items if isinstance(item, Membership) and not item.archived))


def _items(package: Package) -> list[Kept]:
    """The file's records as items of its one office. Raises TransferError with the first fault."""
    found: list[Kept] = []
    for word, kind in carried().items():
        for record in package.items.get(word, ()):
            found.append(_item(package, kind, record))
    return found


def _item(package: Package, kind: type[Kept], record: Record) -> Kept:
    item = kind(**{name: record[name] for name in _KEPT})
    item.pk = UUID(record["id"])
    if not isinstance(item, Office):
        item.office_id = package.office  # type: ignore[attr-defined]  # every carried kind but Office is an Item
    try:
        put_content(item, {name: value for name, value in record["content"].items() if name in kind.CONTENT})
    except InvalidContentError as fault:
        raise TransferError(f"items/{kind.kind()}.json: {item.pk}: {fault}") from fault
    return item


def _check_fields(path: Path, items: list[Kept]) -> None:
    """Raises TransferError with what no field takes. That another edition of the definitions named areas and measures
    that this one does not know is no fault: the work is kept as it was."""
    faults: list[str] = []
    for item in items:
        try:
            item.clean_fields(exclude={"office", "user"})
        except ValidationError as fault:
            faults += [
                f"{item.kind()} {item.pk}, {name}: {' '.join(one.messages)}"
                for name, errors in fault.error_dict.items()
                for one in errors
                if one.code != DEFINITIONS
            ]
    if faults:
        more = f" And {len(faults) - _SHOWN} more." if len(faults) > _SHOWN else ""
        raise TransferError(f"{path.name}: it holds what cannot be kept. {' '.join(faults[:_SHOWN])}{more}")


def _refuse_office_that_is_here(path: Path, office: Office) -> None:
    if Office.objects.filter(pk=office.pk).exists() or TrailChain.objects.filter(pk=office.pk).exists():
        raise TransferError(
            f"{path.name}: {office.name} is in this workspace already. Nothing was imported. To go back to how it was "
            "then, import the file into an empty workspace."
        )


def _as_new(office: Office) -> Office:
    """What the rules of access look at: somebody who may open offices may take one in, archived or not."""
    return Office(id=office.pk, visibility=office.visibility, archived=False, author="")


def _write(package: Package, items: list[Kept]) -> None:
    TrailChain.objects.create(id=package.office, length=package.length, head=package.head)
    TrailEntry.objects.bulk_create((link.entry for link in package.links), batch_size=_BATCH)
    ids = dict(TrailEntry.objects.filter(chain_id=package.office).values_list("sequence", "pk"))
    TrailContent.objects.bulk_create(
        [
            TrailContent(entry_id=ids[link.entry.sequence], item_id=link.entry.item_id, salt=link.salt, text=link.text)
            for link in package.links
            if link.text is not None
        ],
        batch_size=_BATCH,
    )
    for item in items:
        item.keep(new=True)
    for attachment, content in package.attachments.items():
        AttachedFile.objects.create(attachment_id=attachment, content=content)


def _note_upgrade(actor: Actor, item: Kept, package: Package) -> None:
    """A record that the upgrade rewrote is a new version, told by the trail like any other."""
    before: Any = package.before[str(item.pk)]
    item.version += 1
    item.keep()
    reason = f"brought up from schema {package.schema}"
    act = trail.act_on(item, "change", before=state_in(before), after=state_of(item), reason=reason)
    trail.append(package.office, actor, act)

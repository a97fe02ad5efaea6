"""An office's whole work into one file: for keeping, for another server, and for who holds the post next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import Any

from django.utils import timezone

from local_response.workspace import trail
from local_response.workspace.access import Actor
from local_response.workspace.editing import permit
from local_response.workspace.models.attachment import AttachedFile
from local_response.workspace.models.base import Item, Kept
from local_response.workspace.models.office import Holder, Office
from local_response.workspace.models.trail import TrailChain
from local_response.workspace.offices import pass_post
from local_response.workspace.transfer.about import about
from local_response.workspace.transfer.archive import json_part, write_archive
from local_response.workspace.transfer.package import (
    ABOUT,
    FORMAT,
    SCHEMA,
    TRAIL,
    carried,
    record_of,
    written_link,
)
from local_response.workspace.verification import links_of, verify_chain


@dataclass(frozen=True)
class Exported:
    """An office's file. items: how many of each kind. length, head: of the trail, to note elsewhere."""

    path: Path
    office: str
    items: Mapping[str, int]
    length: int
    head: str


def export_office(actor: Actor, office: Office, path: Path, purpose: str = "export") -> Exported:
    """Write an office's whole work, archived and private too, with its trail. The trail notes the export first.

    Raises NotAllowedError, TrailBrokenError where the trail does not hold, TransferError; then nothing is noted.
    """
    permit(actor, "hand_over", office)
    with trail.writing():
        counts = {word: len(_items(kind, office)) for word, kind in carried().items()}
        details = {"items": counts}
        trail.append(office.pk, actor, trail.act_on(office, "export", reason=purpose, details=details))
        chain = TrailChain.objects.get(pk=office.pk)
        verify_chain(chain)
        write_archive(path, _manifest(office, counts, chain), _parts(office, chain))
    return Exported(path, office.name, counts, chain.length, chain.head)


def hand_over(actor: Actor, office: Office, on: date, successor: Holder, path: Path) -> Exported:
    """Pass the post on a day and write the handover pack, both or neither. successor: title, body, source set.

    Raises what `pass_post` and `export_office` do.
    """
    with trail.writing():
        pass_post(actor, office, on, successor)
        return export_office(actor, office, path, f"handover to {successor.title} on {on.isoformat()}")


def _items(kind: type[Kept], office: Office) -> list[Kept]:
    mine = {"office_id": office.pk} if issubclass(kind, Item) else {"pk": office.pk}
    return list(kind._default_manager.filter(**mine).order_by("pk"))


def _manifest(office: Office, counts: Mapping[str, int], chain: TrailChain) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "schema": SCHEMA,
        "program": version("local-response"),
        "written": trail.written_time(timezone.now()),
        "office": {"id": str(office.pk), "name": office.name},
        "items": dict(counts),
        "trail": {"length": chain.length, "head": chain.head},
    }


def _parts(office: Office, chain: TrailChain) -> dict[str, bytes]:
    parts = {ABOUT: about(office, timezone.now().date()).encode()}
    for word, kind in carried().items():
        parts[f"items/{word}.json"] = json_part([record_of(item) for item in _items(kind, office)])
    parts[TRAIL] = json_part([written_link(link) for link in links_of(chain)])
    for file in AttachedFile.objects.filter(attachment__office=office).order_by("pk"):
        parts[f"attachments/{file.pk}"] = bytes(file.content)
    return parts

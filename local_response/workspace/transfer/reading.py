"""An office's file read and checked against itself: manifest, trail, items and attachments must all agree."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from uuid import UUID

from local_response.model.errors import TrailBrokenError, TransferError
from local_response.workspace.transfer.archive import read_archive, read_json
from local_response.workspace.transfer.package import (
    FORMAT,
    SCHEMA,
    TRAIL,
    Package,
    Record,
    carried,
    read_link,
    read_record,
    state_in,
)
from local_response.workspace.transfer.upgrades import changed_ids, upgraded
from local_response.workspace.verification import UNMOVED, Link, check_links


def read_package(path: Path) -> Package:
    """Read an office's file and check all that can be checked without a database.

    Raises TransferError for anything unsafe, damaged, altered, unknown or newer than this program.
    """
    manifest, parts = read_archive(path)
    schema, office, length, head = _heading(path, manifest)
    links = [read_link(one) for one in _list(TRAIL, parts)]
    try:
        end = check_links(office, iter(links))
    except TrailBrokenError as fault:
        raise TransferError(f"{path.name}: {fault}") from fault
    if end != (length, head):
        raise TransferError(f"{path.name}: the trail ends before or after the manifest says. It was altered.")
    items = _records(path, parts)
    if [record["id"] for record in items.get("office", ())] != [str(office)]:
        raise TransferError(f"{path.name}: it does not hold the one office that it names, {office}.")
    _check_against_trail(path, items, links)
    files = {UUID(name.partition("/")[2]): data for name, data in parts.items() if name.startswith("attachments/")}
    _check_files(path, items.get("attachment", ()), files)
    current = upgraded(items, schema)
    rewritten = changed_ids(items, current)
    before = {record["id"]: record for records in items.values() for record in records if record["id"] in rewritten}
    return Package(office, schema, current, links, length, head, files, rewritten, before)


def _heading(path: Path, manifest: Mapping[str, Any]) -> tuple[int, UUID, int, str]:
    if manifest.get("format") != FORMAT:
        raise TransferError(f"{path.name}: no office's file: its manifest does not say {FORMAT!r}.")
    schema = manifest.get("schema")
    if isinstance(schema, int) and not isinstance(schema, bool) and schema > SCHEMA:
        program = str(manifest.get("program", ""))[:50]
        raise TransferError(
            f"{path.name}: written by a newer program ({program}, schema {schema}); this one reads up to schema "
            f"{SCHEMA}. Update Local Response, then import it."
        )
    try:
        if not isinstance(schema, int) or isinstance(schema, bool) or schema < 1:
            raise ValueError(f"schema {schema!r}")
        told = manifest["trail"]
        return schema, UUID(manifest["office"]["id"]), int(told["length"]), str(told["head"])
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise TransferError(f"{path.name}: its manifest is not laid out as one ({fault!r}).") from fault


def _records(path: Path, parts: Mapping[str, bytes]) -> dict[str, list[Record]]:
    words = [name.removeprefix("items/").removesuffix(".json") for name in parts if name.startswith("items/")]
    if unknown := sorted(set(words) - set(carried())):
        raise TransferError(
            f"{path.name}: it holds items of a kind that this program does not know, {unknown[0]}. Update Local "
            "Response, then import it."
        )
    found = {word: [read_record(word, one) for one in _list(f"items/{word}.json", parts)] for word in words}
    ids = [record["id"] for records in found.values() for record in records]
    if len(ids) != len(set(ids)):
        raise TransferError(f"{path.name}: two items have one id. The file was altered.")
    return found


def _check_against_trail(path: Path, items: Mapping[str, Sequence[Record]], links: Sequence[Link]) -> None:
    """Every record is as the last link about it left it, and none is missing or there without the trail."""
    last: dict[tuple[str, str], Link] = {}
    for link in links:
        entry = link.entry
        key = (entry.kind, str(entry.item_id))
        if entry.action == "purge":
            last.pop(key, None)
        elif entry.action not in UNMOVED:
            last[key] = link
    told = {key: (link.entry.version, _after(path, link)) for key, link in last.items()}
    held = {
        (word, record["id"]): (record["version"], state_in(record))
        for word, records in items.items()
        for record in records
    }
    for key in sorted(set(told) | set(held)):
        if told.get(key) != held.get(key):
            raise TransferError(f"{path.name}: {' '.join(key)} is not as the trail left it. The file was altered.")


def _after(path: Path, link: Link) -> Any:
    try:
        return json.loads(link.text or "")["after"]
    except (ValueError, KeyError, TypeError, RecursionError) as fault:
        raise TransferError(
            f"{path.name}: {TRAIL}: the words of link {link.entry.sequence} are not laid out as they should be."
        ) from fault


def _check_files(path: Path, attachments: Sequence[Record], files: Mapping[UUID, bytes]) -> None:
    hashes = {UUID(record["id"]): record["content"].get("sha256") for record in attachments}
    if different := sorted(set(hashes) ^ set(files)):
        raise TransferError(f"{path.name}: attachments/{different[0]} is missing, or belongs to no item.")
    for one, data in files.items():
        if hashes[one] != hashlib.sha256(data).hexdigest():
            raise TransferError(f"{path.name}: attachments/{one} is not the file that was attached.")


def _list(name: str, parts: Mapping[str, bytes]) -> list[Any]:
    if name not in parts:
        raise TransferError(f"{name} is missing. Export the office again.")
    found = read_json(name, parts[name])
    if not isinstance(found, list):
        raise TransferError(f"{name}: not a list. Export the office again.")
    return found

"""The ZIP around an office's file: written whole or not at all; read with suspicion and never unpacked to disk."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from local_response.model.errors import TransferError
from local_response.workspace.transfer.package import MANIFEST, NAMES

EXPANDED_LIMIT = 2_000_000_000
"""Bytes that the parts of one file may expand to."""
PARTS_LIMIT = 100_000
_AGAIN = "Ask for the file again, or export the office again."


def write_archive(path: Path, manifest: Mapping[str, Any], parts: Mapping[str, bytes]) -> None:
    """Write the parts, and a manifest with their hashes, into a new file that only its owner can read.

    Raises TransferError where the file is there already or cannot be written.
    """
    if path.exists():
        raise TransferError(f"{path}: there is a file already. Give another name; an export never replaces one.")
    listed = {name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)} for name, data in parts.items()}
    half = path.with_name(f".{path.name}.half")
    try:
        with os.fdopen(os.open(half, os.O_CREAT | os.O_RDWR | os.O_TRUNC, 0o600), "w+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
                archive.writestr(MANIFEST, _json({**manifest, "files": listed}))
                for name, data in parts.items():
                    archive.writestr(name, data)
            file.flush()
            os.fsync(file.fileno())
        half.rename(path)
    except OSError as fault:
        raise TransferError(f"{path}: cannot be written ({fault.strerror}). Nothing was exported.") from fault
    finally:
        half.unlink(missing_ok=True)


def read_archive(path: Path, limit: int = EXPANDED_LIMIT) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Manifest and parts of an office's file, each part as the manifest's hash says.

    limit: bytes that it may expand to. Raises TransferError for what is no such file, is damaged or altered, would
    expand further, is encrypted, or has a part by a name that no office's file has (so also one that leads outside).
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check_parts(path, archive.infolist(), limit)
            parts = {name: archive.read(name) for name in archive.namelist()}
    except OSError as fault:
        raise TransferError(f"{path}: cannot be read ({fault.strerror}).") from fault
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError) as fault:
        raise TransferError(f"{path.name}: damaged or no office's file ({fault}). {_AGAIN}") from fault
    if MANIFEST not in parts:
        raise TransferError(f"{path.name}: no office's file: it has no {MANIFEST}. {_AGAIN}")
    manifest = read_json(MANIFEST, parts.pop(MANIFEST))
    _check_hashes(path, manifest, parts)
    return manifest, parts


def read_json(name: str, data: bytes) -> Any:
    """A part's JSON. Raises TransferError for anything that is not strict JSON."""
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as fault:
        raise TransferError(f"{name}: not JSON as this program writes it ({fault}). {_AGAIN}") from fault


def json_part(value: Any) -> bytes:
    """A part's bytes: readable JSON."""
    return _json(value)


def _check_parts(path: Path, parts: list[zipfile.ZipInfo], limit: int) -> None:
    if len(parts) > PARTS_LIMIT or sum(part.file_size for part in parts) > limit:
        raise TransferError(
            f"{path.name}: it would expand past the limit of {limit:,} bytes or {PARTS_LIMIT:,} parts. Nothing was "
            "read: check where the file came from."
        )
    seen: set[str] = set()
    for part in parts:
        if NAMES.fullmatch(part.filename) is None or part.filename in seen:
            raise TransferError(
                f"{path.name}: a part is called {part.filename!r}, as none in an office's file is, or is there twice. "
                "Nothing was read: check where the file came from."
            )
        if part.flag_bits & 1 or part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise TransferError(f"{path.name}: {part.filename} is encrypted or packed in an unknown way. {_AGAIN}")
        seen.add(part.filename)


def _check_hashes(path: Path, manifest: Any, parts: Mapping[str, bytes]) -> None:
    listed = manifest.get("files") if isinstance(manifest, dict) else None
    if not isinstance(listed, dict):
        raise TransferError(f"{path.name}: {MANIFEST} does not list the parts. {_AGAIN}")
    if different := sorted(set(listed) ^ set(parts)):
        raise TransferError(f"{path.name}: {different[0]} is missing, or was added after the export. {_AGAIN}")
    for name, data in parts.items():
        noted = listed[name].get("sha256") if isinstance(listed[name], dict) else None
        if noted != hashlib.sha256(data).hexdigest():
            raise TransferError(f"{path.name}: {name} is not as it was exported: its hash differs. {_AGAIN}")


def _refuse_constant(word: str) -> None:
    raise ValueError(f"{word} is no number")


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False).encode("utf-8")

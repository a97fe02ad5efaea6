"""Manifest: what the store knows of a release without opening its observations, kept as JSON beside them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from local_response.model.errors import StoreError
from local_response.model.releases import Release

MANIFEST, OBSERVATIONS = "manifest.json", "observations.parquet"
LAYOUT = 1  # raised when the folder of a release is laid out otherwise
_LISTS = ("periods", "measures", "warnings", "disagreements")


@dataclass(frozen=True)
class Manifest:
    """A release as the store holds it.

    folder: where its files lie. dimensions: columns of breakdown in its observations. complete: whether the parts of
    a breakdown make up its total (a published table), or are only those that somebody copied (a tidy file).
    observations_sha256, observations_bytes: of the observations file, to find damage. notes: what the reader noted
    beside the figures, such as code -> name of each local authority.
    """

    release: Release
    folder: Path
    dimensions: tuple[str, ...]
    complete: bool
    observations_sha256: str
    observations_bytes: int
    notes: Mapping[str, str] = field(default_factory=dict)

    @property
    def observations(self) -> Path:
        """The file of observations."""
        return self.folder / OBSERVATIONS

    @property
    def added_order(self) -> tuple[bool, str, str]:
        """Sorts releases by when they were added: those of the bundled pack before all others."""
        return (not self.release.bundled, self.release.added, self.release.id)

    @property
    def published(self) -> str:
        """ISO day that ranks the release among editions.

        A file without a date that a person added counts as published on the day it was added, so that it takes the
        place of what was there; one without a date in the bundled pack ranks below every dated edition.
        """
        return self.release.published or ("" if self.release.bundled else self.release.added[:10])

    def text(self) -> str:
        """The JSON that is written."""
        kept = asdict(self.release)
        del kept["bundled"]  # where a release lies says whether it is bundled
        kept |= {
            "layout": LAYOUT,
            "dimensions": self.dimensions,
            "complete": self.complete,
            "observations_sha256": self.observations_sha256,
            "observations_bytes": self.observations_bytes,
            "notes": dict(self.notes),
        }
        return json.dumps(kept, indent=1, ensure_ascii=False, sort_keys=True) + "\n"


def read_manifest(folder: Path, *, bundled: bool) -> Manifest:
    """The manifest in the folder of a release. Raises StoreError, naming the folder, where it is damaged."""
    path = folder / MANIFEST
    try:
        kept: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if kept["layout"] != LAYOUT:
            raise StoreError(
                f"{path}: written in layout {kept['layout']}, this version reads layout {LAYOUT}. "
                "Use the version of Local Response that wrote it, or add the published file again to a new home."
            )
        values = {one.name: kept[one.name] for one in fields(Release) if one.name != "bundled"}
        values |= {name: tuple(values[name]) for name in _LISTS}
        return Manifest(
            Release(**values, bundled=bundled),
            folder,
            tuple(kept["dimensions"]),
            bool(kept["complete"]),
            str(kept["observations_sha256"]),
            int(kept["observations_bytes"]),
            dict(kept["notes"]),
        )
    except (OSError, ValueError, KeyError, TypeError) as fault:
        raise StoreError(
            f"{path}: the release is damaged ({type(fault).__name__}: {fault}). "
            f"Move the folder {folder.name} out of the store and add the published file again."
        ) from fault


def read_manifests(folder: Path, *, bundled: bool) -> tuple[list[Manifest], dict[str, StoreError]]:
    """The manifests of the releases in a folder, and what is wrong with those that cannot be read, by release id."""
    found, damaged = [], {}
    for release in sorted(folder.iterdir()) if folder.is_dir() else ():
        if release.name.startswith(".") or not release.is_dir():
            continue  # half written, or not a release
        try:
            found.append(read_manifest(release, bundled=bundled))
        except StoreError as damage:
            damaged[release.name] = damage
    return found, damaged


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, as hexadecimal digits. Raises StoreError where it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as fault:
        raise StoreError(f"{path}: cannot be read ({fault.strerror}). Check that the file is there.") from fault

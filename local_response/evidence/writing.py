"""Releases onto the disk: each is whole or not there, whatever stops the writing."""

from __future__ import annotations

import errno
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from local_response.evidence.columnar import write_observations
from local_response.evidence.harmonise import Harmonised
from local_response.evidence.manifests import MANIFEST, OBSERVATIONS, Manifest, sha256_of
from local_response.model.errors import StoreBusyError, StoreError
from local_response.model.releases import Release

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

HALF_WRITTEN = ".adding-"  # begins the name of a folder that is not a release yet
WAIT_SECONDS = 5.0

_REMEDIES = {
    errno.ENOSPC: "The disk is full: free some space and add the file again.",
    errno.EDQUOT: "Your share of the disk is used up: free some space and add the file again.",
    errno.EFBIG: "The disk does not take a file of this size: free some space and add the file again.",
    errno.EROFS: "The folder is read-only: set LOCAL_RESPONSE_HOME to a folder you may write to.",
    errno.EACCES: "You may not write there: set LOCAL_RESPONSE_HOME to a folder you may write to.",
    errno.EPERM: "You may not write there: set LOCAL_RESPONSE_HOME to a folder you may write to.",
}


@contextmanager
def locked(releases: Path, wait_seconds: float = WAIT_SECONDS) -> Iterator[None]:
    """Hold the right to add to a store. Makes its folder, and clears what a killed process left half written.

    Raises StoreBusyError where another process still adds after the wait; StoreError where nothing can be written.
    """
    from filelock import FileLock, Timeout

    with naming_the_place(releases):
        releases.mkdir(parents=True, exist_ok=True)
        lock = FileLock(releases.parent / "adding.lock")
        try:
            lock.acquire(timeout=wait_seconds)
        except Timeout as fault:
            raise StoreBusyError(
                f"{releases.parent}: another process is adding to this store, still so after {wait_seconds:g} seconds. "
                "Nothing was changed; run the command again when the other one has ended."
            ) from fault
        try:
            for left in releases.glob(f"{HALF_WRITTEN}*"):
                shutil.rmtree(left)
            yield
        finally:
            lock.release()


@contextmanager
def naming_the_place(place: Path) -> Iterator[None]:
    """Turn what the disk says into a StoreError with place and remedy."""
    import duckdb

    try:
        yield
    except OSError as fault:
        raise _cannot_write(place, fault.errno or 0, fault.strerror or str(fault)) from fault
    except duckdb.Error as fault:
        number = re.search(r'"errno":"(\d+)"', str(fault))
        cause = os.strerror(int(number[1])) if number else " ".join(str(fault).split())
        raise _cannot_write(place, int(number[1]) if number else 0, cause) from fault


def _cannot_write(place: Path, number: int, cause: str) -> StoreError:
    unknown = "Check that the disk has space and the folder may be written to, then add the file again."
    return StoreError(f"{place}: cannot write ({cause}). Nothing was added. {_REMEDIES.get(number, unknown)}")


def stage(con: DuckDBPyConnection, rows: Harmonised, release: Release, releases: Path, *, complete: bool) -> Manifest:
    """Write a release into a half-written folder beside the others, down to the disk.

    Returns its manifest, whose folder is the half-written one. Raises OSError, duckdb.Error, or StoreError where
    a damaged release has its place.
    """
    if (releases / release.id).exists():
        raise StoreError(
            f"{releases / release.id}: a damaged release lies there. Move the folder out of the store and add the "
            "published file again."
        )
    folder = releases / f"{HALF_WRITTEN}{release.id}"
    folder.mkdir()
    observations = folder / OBSERVATIONS
    write_observations(con, rows, observations)
    manifest = Manifest(
        release=release,
        folder=folder,
        dimensions=tuple(rows.dimensions),
        complete=complete,
        observations_sha256=sha256_of(observations),
        observations_bytes=observations.stat().st_size,
        notes=rows.table.notes,
    )
    (folder / MANIFEST).write_text(manifest.text(), encoding="utf-8", newline="\n")
    for path in (observations, folder / MANIFEST, folder):
        _to_disk(path)
    return manifest


def publish(staged: Sequence[Manifest], releases: Path) -> list[Manifest]:
    """Give each half-written folder its name, in order; where one cannot be named, take the names back.

    Raises OSError.
    """
    published: list[Manifest] = []
    try:
        for manifest in staged:
            folder = releases / manifest.release.id
            manifest.folder.rename(folder)
            published.append(replace(manifest, folder=folder))
            _to_disk(releases)
    except OSError:
        for named in published:
            named.folder.rename(releases / f"{HALF_WRITTEN}{named.release.id}")
        raise
    return published


def discard(releases: Path) -> None:
    """Take away what was staged and not published; a disk that refuses leaves it to the next add."""
    for folder in releases.glob(f"{HALF_WRITTEN}*"):
        shutil.rmtree(folder, ignore_errors=True)


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

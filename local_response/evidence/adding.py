"""Published files into the store: read all, check all, then add all or nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from local_response.evidence.harmonise import Harmonised, harmonised
from local_response.evidence.manifests import Manifest, read_manifests, sha256_of
from local_response.evidence.reading import connection
from local_response.evidence.writing import WAIT_SECONDS, discard, locked, naming_the_place, publish, stage
from local_response.model.errors import LocalResponseError
from local_response.model.periods import in_order
from local_response.model.releases import Release
from local_response.sources.table import SourceTable

Read = Callable[[Path], Sequence[SourceTable]]
_COPIED_BY_HAND = ("tidy", "compiled")  # readers of files that hold only the figures somebody copied


@dataclass(frozen=True)
class Outcome:
    """What adding one table of a file came to.

    status: "added", or "unchanged" where the store held it. supersedes: ids of releases that state figures of the
    same measures and periods; for them this release is read wherever it is the newer edition.
    """

    path: Path
    status: Literal["added", "unchanged"]
    release: Release
    supersedes: tuple[str, ...] = ()


@dataclass
class _Batch:
    """Tables on their way into a store. known: (sha256, publication, reader version, periods) -> its release."""

    releases: Path
    added: str
    known: dict[tuple[str, str, int, tuple[str, ...]], Release]
    staged: list[Manifest] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    faults: list[LocalResponseError] = field(default_factory=list)


def add_files(
    paths: Sequence[Path],
    read: Read,
    bundled: Iterable[Manifest],
    releases: Path,
    *,
    added: str = "",
    wait_seconds: float = WAIT_SECONDS,
    progress: Callable[[Path], None] = lambda path: None,
) -> tuple[list[Outcome], list[Manifest]]:
    """Add every table of the files to a folder of releases, or none of them.

    read: the tables of a file. bundled: releases that the store reads beside those in the folder. added: moment that
    is noted, now unless given. wait_seconds: for another process that adds.
    Raises the error of the one file that is at fault, or one error that lists all of them; the store is as it was.
    """
    with locked(releases, wait_seconds), naming_the_place(releases):
        held = [*bundled, *read_manifests(releases, bundled=False)[0]]  # another process may just have added
        known = {_identity(manifest.release): manifest.release for manifest in held}
        batch = _Batch(releases, added or datetime.now(UTC).isoformat(timespec="microseconds"), known)
        try:
            _stage_all(batch, paths, read, progress)
            if batch.faults:
                raise _together(batch.faults)
            manifests = publish(batch.staged, releases)
        except BaseException:
            discard(releases)
            raise
    return [_with_superseded(outcome, held) for outcome in batch.outcomes], manifests


def _stage_all(batch: _Batch, paths: Sequence[Path], read: Read, progress: Callable[[Path], None]) -> None:
    con = connection()
    try:
        for path in paths:
            progress(path)
            try:
                tables = read(path)
                sha256 = sha256_of(path)
                rows = [harmonised(table) for table in tables]
            except LocalResponseError as fault:
                batch.faults.append(fault)
                continue
            for table in rows:
                release = _release(table, path, sha256, batch.added)
                if (same := batch.known.get(_identity(release))) is not None:
                    batch.outcomes.append(Outcome(path, "unchanged", same))
                    continue
                complete = table.table.reader not in _COPIED_BY_HAND
                batch.staged.append(stage(con, table, release, batch.releases, complete=complete))
                batch.known[_identity(release)] = release
                batch.outcomes.append(Outcome(path, "added", release))
    finally:
        con.close()


def _release(rows: Harmonised, path: Path, sha256: str, added: str) -> Release:
    table, origin = rows.table, rows.table.origin
    periods = tuple(in_order(list(table.period.values)))
    return Release(
        id=_release_id(table.publication, periods, sha256, table.reader_version),
        publication=table.publication,
        publisher=origin.publisher,
        title=origin.title,
        edition=origin.edition,
        periods=periods,
        published=origin.published,
        licence=origin.licence,
        page=origin.page,
        file_name=path.name,
        sha256=sha256,
        reader=table.reader,
        reader_version=table.reader_version,
        added=added,
        observations=int(table.value.size),
        measures=tuple(sorted(table.measure.values)),
        secondary=origin.secondary,
        warnings=table.warnings,
        disagreements=(*table.disagreements, *rows.disagreements),
    )


def _release_id(publication: str, periods: Sequence[str], sha256: str, reader_version: int) -> str:
    """Folder name of a release: what it is, when it is about, and the start of its hash."""
    span = periods if len(periods) <= 1 else (periods[0], periods[-1])
    when = "-to-".join(text.replace("/", "-") for text in span)
    version = f"-r{reader_version}" if reader_version > 1 else ""
    return f"{publication}_{when}_{sha256[:10]}{version}"


def _identity(release: Release) -> tuple[str, str, int, tuple[str, ...]]:
    return (release.sha256, release.publication, release.reader_version, release.periods)


def _with_superseded(outcome: Outcome, held: Iterable[Manifest]) -> Outcome:
    if outcome.status == "unchanged":
        return outcome
    new = outcome.release
    older = tuple(
        manifest.release.id
        for manifest in held
        if set(manifest.release.measures) & set(new.measures) and set(manifest.release.periods) & set(new.periods)
    )
    return Outcome(outcome.path, outcome.status, new, older)


def _together(faults: Sequence[LocalResponseError]) -> LocalResponseError:
    """One error for all faults, of the class (and so the exit code) of the first."""
    if len(faults) == 1:
        return faults[0]
    listed = "\n".join(f"- {fault}" for fault in faults)
    return type(faults[0])(f"{len(faults)} files cannot be added; nothing was changed.\n{listed}")

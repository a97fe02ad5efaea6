"""A whole copy of the workspace's database, and putting one back. Not for handing over: see `transfer` for that.

SQLite: its online backup, while others write. PostgreSQL: pg_dump and pg_restore, where they are installed.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from django.db import connection, connections

from local_response.evidence.places import default_home
from local_response.model.errors import BackupError, WorkspaceError
from local_response.workspace import trail
from local_response.workspace.access import SERVICE, Actor
from local_response.workspace.configuration import sqlite_file
from local_response.workspace.opening import bring_up_to_date, place, standing

_SQLITE_MAGIC = b"SQLite format 3\x00"
_DUMP_MAGIC = b"PGDMP"
_OURS = "workspace_trailentry"


def backup(actor: Actor, path: Path) -> None:
    """Copy the whole database into a new file that only its owner can read. Noted in the service's trail first.

    actor: an operator. Raises BackupError where the file is there already, cannot be written, or pg_dump is missing.
    """
    _only_operators(actor)
    if path.exists():
        raise BackupError(f"{path}: there is a file already. Give another name; a backup never replaces one.")
    with trail.writing():
        trail.append(SERVICE, actor, _act("backup"))
    half = path.with_name(f".{path.name}.half")
    try:
        os.close(os.open(half, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600))
        if connection.vendor == "sqlite":
            _copy_sqlite(Path(connection.settings_dict["NAME"]), half)
            _make_one_file(half)
            _check_sqlite(half)
        else:
            _dump(half)
        _to_disk(half)
        half.rename(path)
    except (OSError, sqlite3.Error) as fault:
        raise BackupError(f"{path}: no backup was made ({fault}). Choose a folder with space that takes it.") from fault
    finally:
        half.unlink(missing_ok=True)


def restore(actor: Actor, path: Path) -> Path | None:
    """Put a backup in the place of everything in the database, and note it in the trail of what was put back.

    What was there is copied into the workspace's folder first: returns where, None where there was nothing. Raises
    BackupError for a file that is no whole backup of this kind of database; then nothing has changed. Raises
    WorkspaceError after it where the backup is of a newer program.
    """
    _only_operators(actor)
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as fault:
        raise BackupError(f"{path}: cannot be read ({fault.strerror}).") from fault
    kept = _restore_sqlite(path, start) if connection.vendor == "sqlite" else _restore_postgresql(path, start)
    connections.close_all()
    _note_restored(actor)
    return kept


def copy_before(event: str) -> Path:
    """Copy a SQLite workspace beside itself before something that changes all of it. event: names the copy."""
    database = Path(connection.settings_dict["NAME"])
    kept = _named_before(event, database)
    try:
        _copy_sqlite(database, kept)
        _make_one_file(kept)
        _to_disk(kept)
    except (OSError, sqlite3.Error) as fault:
        kept.unlink(missing_ok=True)
        raise BackupError(f"{kept}: no copy could be made first ({fault}). Nothing was changed.") from fault
    return kept


def _restore_sqlite(path: Path, start: bytes) -> Path | None:
    if start != _SQLITE_MAGIC:
        what = "a backup of a PostgreSQL workspace" if start.startswith(_DUMP_MAGIC) else "no backup of a workspace"
        raise BackupError(f"{path}: {what}; {place()} is a SQLite file. Nothing was changed.")
    _check_sqlite(path)
    database = Path(connection.settings_dict["NAME"])
    kept = copy_before("restore") if database.exists() and database.stat().st_size else None
    connections.close_all()
    try:
        _copy_sqlite(path, database)
    except sqlite3.Error as fault:
        raise BackupError(f"{database}: could not be replaced ({fault}). Stop the servers and try again.") from fault
    return kept


def _restore_postgresql(path: Path, start: bytes) -> Path:
    if not start.startswith(_DUMP_MAGIC):
        what = "a backup of a SQLite workspace" if start == _SQLITE_MAGIC else "no backup of a workspace"
        raise BackupError(f"{path}: {what}; this workspace is in {place()}. Nothing was changed.")
    if _OURS not in _run("pg_restore", "--list", str(path), connect=False):
        raise BackupError(f"{path}: a backup of some other database. Nothing was changed.")
    kept = _named_before("restore", sqlite_file(default_home()).with_suffix(".dump"))
    _dump(kept)
    connections.close_all()
    database = f"--dbname={connection.settings_dict['NAME']}"
    _run("pg_restore", "--single-transaction", "--clean", "--if-exists", "--no-owner", database, str(path))
    return kept


def _named_before(event: str, file: Path) -> Path:
    """A new empty file beside another, named for what it is kept before, that only its owner can read."""
    at = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%f")
    kept = file.with_name(f"{file.stem}.before-{event}-{at}{file.suffix}")
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(kept, os.O_CREAT | os.O_WRONLY | os.O_EXCL, 0o600))
    except OSError as fault:
        raise BackupError(f"{kept}: no copy could be made first ({fault}). Nothing was changed.") from fault
    return kept


def _dump(file: Path) -> None:
    _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")


def _note_restored(actor: Actor) -> None:
    """Bring an older backup's tables up to this program, and tell its trail that it was put back."""
    found = standing()
    if found.unknown:
        raise WorkspaceError(
            f"{found.place}: the backup is restored, but a newer program made it (it has {found.unknown[0]}). "
            "Use that program."
        )
    if found.waiting:
        bring_up_to_date()
    with trail.writing():
        trail.append(SERVICE, actor, _act("restore"))


def _copy_sqlite(source: Path, target: Path) -> None:
    """Copy page by page under SQLite's own locks: readers and writers of either file are never shown half of it."""
    with (
        closing(sqlite3.connect(source, timeout=20)) as old,
        closing(sqlite3.connect(target, timeout=20)) as new,
    ):
        old.backup(new)


def _make_one_file(copy: Path) -> None:
    """Take a copy out of write-ahead mode, so that reading it makes no files beside it."""
    with closing(sqlite3.connect(copy)) as database:
        database.execute("PRAGMA journal_mode = DELETE")


def _check_sqlite(path: Path) -> None:
    """Raises BackupError unless a file is a whole SQLite workspace."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as database:
            (found,) = database.execute("PRAGMA integrity_check(1)").fetchone()
            tables = {row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    except sqlite3.Error as fault:
        raise BackupError(f"{path}: a damaged backup ({fault}). Nothing was changed; take another.") from fault
    if found != "ok":
        raise BackupError(f"{path}: a damaged backup ({found}). Nothing was changed; take another.")
    if _OURS not in tables:
        raise BackupError(f"{path}: a SQLite file that holds no workspace. Nothing was changed.")


def _run(program: str, *arguments: str, connect: bool = True) -> str:
    """Run one of PostgreSQL's programs; the password goes by its environment, never on the command line."""
    if (found := shutil.which(program)) is None:
        raise BackupError(
            f"{program} is not installed here. Install PostgreSQL's client programs of the server's version, or make "
            "the backup where they are."
        )
    environment = dict(os.environ)
    if connect:
        settings = connection.settings_dict
        given = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD", "NAME": "PGDATABASE"}
        environment |= {variable: str(settings[name]) for name, variable in given.items() if settings.get(name)}
        if mode := settings["OPTIONS"].get("sslmode"):
            environment["PGSSLMODE"] = str(mode)
    done = subprocess.run([found, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        said = " ".join(done.stderr.split())
        raise BackupError(f"{program} could not finish ({said[:500]}). The database is as it was.")
    return done.stdout


def _act(did: trail.Did) -> trail.Act:
    return trail.Act(did, "service", UUID(int=0), 0)


def _only_operators(actor: Actor) -> None:
    if not actor.operator:
        raise ValueError("a backup holds every office's drafts: only who runs the machine makes or restores one")


def _to_disk(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""Opening the workspace: Django set up, the database there, its tables of this version."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from local_response.model.errors import WorkspaceError

if TYPE_CHECKING:
    from django.db.migrations.executor import MigrationExecutor

SETTINGS = "local_response.workspace.settings"
_MIGRATING = 5_073_112  # any number that other programs on the server do not lock


@dataclass(frozen=True)
class Standing:
    """How the database's tables stand to this program.

    place: of the database, without a password. waiting: migrations it lacks. unknown: those it has from a newer one.
    """

    place: str
    fresh: bool
    waiting: tuple[str, ...]
    unknown: tuple[str, ...]


def set_up_django() -> None:
    """Set Django up with the workspace's own settings, unless a web app has brought others."""
    import django
    from django.apps import apps

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", SETTINGS)
    if not apps.ready:
        django.setup()


def open_workspace() -> None:
    """Make the workspace ready to use. A new database gets its tables; so does a SQLite file of an older program,
    after a copy of it is kept beside it.

    Raises WorkspaceError where the database cannot be reached, comes from a newer program, or is a shared one whose
    tables are out of date.
    """
    set_up_django()
    from django.db import connection

    found = standing()
    if found.unknown:
        raise WorkspaceError(
            f"{found.place}: it was made by a newer program (it has {found.unknown[0]}). Use that program."
        )
    if not found.waiting:
        return
    if not found.fresh and connection.vendor != "sqlite":
        raise WorkspaceError(
            f"{found.place}: its tables are of an older program. Make a backup, stop the servers, and run "
            "`local-response workspace migrate`."
        )
    bring_up_to_date()


def standing() -> Standing:
    """What the database has and lacks. Raises WorkspaceError where it cannot be reached."""
    executor = _executor()
    known = {"{}.{}".format(*key) for key in executor.loader.disk_migrations}
    ours = {app for app, _ in executor.loader.disk_migrations}
    applied = {"{}.{}".format(*key) for key in executor.loader.applied_migrations if key[0] in ours}
    return Standing(place(), not applied, tuple(sorted(known - applied)), tuple(sorted(applied - known)))


def bring_up_to_date() -> Path | None:
    """Apply the migrations that wait, and set the trail's guards. Returns where a SQLite file was copied to before.

    Raises WorkspaceError where the tables cannot be changed; BackupError where no copy can be made first.
    """
    from django.core.management import call_command
    from django.db import connection
    from django.db.utils import OperationalError

    from local_response.workspace.backups import copy_before
    from local_response.workspace.guards import set_guards

    kept = None
    try:
        with _alone():
            found = standing()
            if found.waiting and not found.fresh and connection.vendor == "sqlite":
                kept = copy_before("migration")
            call_command("migrate", verbosity=0, interactive=False)
            set_guards(connection)
    except (OSError, OperationalError) as fault:
        raise WorkspaceError(
            f"{place()}: its tables could not be brought up to date ({' '.join(str(fault).split())}). Stop the "
            "servers, check that it may be written to, and run `local-response workspace migrate` again."
        ) from fault
    return kept


def place() -> str:
    """Where the database is, for a message."""
    from django.db import connection

    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(settings["NAME"])
    return f"PostgreSQL database {settings['NAME']} on {settings['HOST'] or 'this machine'}"


@contextmanager
def _alone() -> Iterator[None]:
    """Let one process at a time change the tables; another that waited finds them changed."""
    from django.db import connection
    from filelock import FileLock

    if connection.vendor == "sqlite":
        with FileLock(f"{connection.settings_dict['NAME']}.migrating"):
            yield
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s)", [_MIGRATING])
        try:
            yield
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [_MIGRATING])


def _executor() -> MigrationExecutor:
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor
    from django.db.utils import DatabaseError

    try:
        if connection.vendor == "sqlite":
            _make_file(Path(connection.settings_dict["NAME"]))
        return MigrationExecutor(connection)
    except (OSError, DatabaseError) as fault:
        raise WorkspaceError(
            f"{place()}: cannot be opened ({' '.join(str(fault).split())}). Check that it is there and running, and "
            "that LOCAL_RESPONSE_DATABASE or LOCAL_RESPONSE_HOME names the right one."
        ) from fault


def _make_file(path: Path) -> None:
    """An empty file that only its owner can read, where there is none."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o600))

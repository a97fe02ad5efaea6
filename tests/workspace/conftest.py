"""A fresh workspace for each test, in SQLite and, where a server is installed, in PostgreSQL.

Each test has a whole database to itself, so that real transactions, threads and processes work: a copy of a migrated
SQLite file, or the one PostgreSQL database emptied by its superuser.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "local_response.workspace.settings")

import django
from django.apps import apps

if not apps.ready:
    django.setup()

from django.db import connection, connections

from local_response.workspace.configuration import VARIABLE, databases, sqlite_file
from local_response.workspace.guards import missing_guards, set_guards
from local_response.workspace.models import Office
from local_response.workspace.offices import open_office
from local_response.workspace.opening import bring_up_to_date
from tests.workspace.factory import IN_POSTGRESQL, OPERATOR, WEST_YORKSHIRE


@dataclass(frozen=True)
class Server:
    """A private PostgreSQL server on a socket. control: runs pg_ctl with a word, such as "stop"."""

    socket: Path
    control: Callable[..., None]

    def url(self, name: str) -> str:
        return f"postgresql:///{name}?host={self.socket}&user=postgres"


@dataclass(frozen=True)
class Database:
    """The database that a test has. environment: for another process to open the same one."""

    vendor: str
    environment: dict[str, str]


def _program(name: str) -> str | None:
    newest = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), reverse=True)
    return shutil.which(name) or (str(newest[0]) if newest else None)


def _account() -> dict[str, Any]:
    """PostgreSQL refuses to run as root: an account that it may run as, where we are root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}
    pytest.skip("no account that PostgreSQL may run as: it refuses root")


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """A PostgreSQL server of our own; the test is skipped, with the reason, where none is installed."""
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    if initdb is None or pg_ctl is None:
        pytest.skip("no PostgreSQL server is installed (initdb and pg_ctl): install it to test on it too")
    account = _account()
    folder = Path(tempfile.mkdtemp(prefix="lr-pg-"))  # a socket's path may have 107 bytes: not under tmp_path
    if account:
        os.chown(folder, account["user"], account["group"])
    quiet: dict[str, Any] = {"stdout": subprocess.DEVNULL, "stderr": subprocess.STDOUT, "cwd": folder, **account}

    def control(*words: str) -> None:
        settings = f"-k {folder} -c listen_addresses='' -c fsync=off -c full_page_writes=off "
        settings += "-c autovacuum=off -c checkpoint_timeout=1h -c shared_buffers=16MB -c max_connections=60"
        command = [pg_ctl, "-D", str(folder / "data"), "-w", "-l", str(folder / "log"), "-o", settings, *words]
        subprocess.run(command, check=True, **quiet)

    subprocess.run(
        [initdb, "-D", str(folder / "data"), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync", "--no-locale"],
        check=True,
        **quiet,
    )
    control("start")
    try:
        yield Server(folder, control)
    finally:
        control("stop", "-m", "immediate")
        shutil.rmtree(folder)


def use(environment: dict[str, str], home: Path) -> dict[str, Any]:
    """Point Django at a database; returns what it was pointed at."""
    before = connections.settings
    put_back(connections.configure_settings(databases(environment, home)))
    return before


def put_back(settings: dict[str, Any]) -> None:
    """Point Django at what `use` returned."""
    connections.close_all()
    connections.settings = settings
    if hasattr(connections._connections, "default"):
        del connections["default"]


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> Path:
    """A SQLite workspace as new."""
    home = tmp_path_factory.mktemp("template")
    with django_db_blocker.unblock():
        before = use({}, home)
        sqlite_file(home).parent.mkdir()
        bring_up_to_date()
        put_back(before)
    return sqlite_file(home)


@pytest.fixture(scope="session")
def postgresql_url(postgresql: Server, tmp_path_factory: pytest.TempPathFactory, django_db_blocker: Any) -> str:
    """A PostgreSQL workspace, which each test finds empty."""
    from psycopg import connect

    with connect(postgresql.url("postgres"), autocommit=True) as server:
        server.execute("CREATE DATABASE workspace")
    with django_db_blocker.unblock():
        before = use({VARIABLE: postgresql.url("workspace")}, tmp_path_factory.mktemp("unused"))
        bring_up_to_date()
        put_back(before)
    return postgresql.url("workspace")


def empty() -> None:
    """Take everything out of a PostgreSQL workspace; its superuser may set the guards aside for one session."""
    if missing_guards(connection):
        set_guards(connection)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for model in apps.get_models(include_auto_created=True):
            if model._meta.app_label in ("auth", "workspace"):
                cursor.execute(f"DELETE FROM {model._meta.db_table}")
        cursor.execute("SET session_replication_role = DEFAULT")


@pytest.fixture(params=["sqlite", IN_POSTGRESQL])
def database(request: pytest.FixtureRequest, tmp_path: Path, django_db_blocker: Any) -> Iterator[Database]:
    """An empty workspace of the test's own, on each database."""
    environment = {"LOCAL_RESPONSE_HOME": str(tmp_path / "home")}
    if request.param == "sqlite":
        file = sqlite_file(tmp_path / "home")
        file.parent.mkdir(parents=True)
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
    else:
        environment[VARIABLE] = request.getfixturevalue("postgresql_url")
    with django_db_blocker.unblock():
        before = use(environment, tmp_path / "home")
        if request.param == "postgresql":
            empty()
        yield Database(request.param, environment)
        put_back(before)


@pytest.fixture
def office(database: Database) -> Office:
    """An office that serves West Yorkshire."""
    return open_office(OPERATOR, [WEST_YORKSHIRE])

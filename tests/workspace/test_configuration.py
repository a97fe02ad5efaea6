"""One URL names the database; what cannot be used says what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import connection

from local_response.model.errors import WorkspaceError
from local_response.workspace import opening
from local_response.workspace.configuration import databases, sqlite_file, workspace_settings
from tests.workspace.conftest import Database, use
from tests.workspace.factory import only_sqlite

HOME = Path("/home/of/it")


def test_without_a_url_the_workspace_is_a_sqlite_file_under_the_home() -> None:
    for environment in ({}, {"LOCAL_RESPONSE_DATABASE": " "}):
        found = databases(environment, HOME)["default"]
        assert (found["ENGINE"], found["NAME"]) == ("django.db.backends.sqlite3", str(sqlite_file(HOME)))


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://me:p%40ss%2Fword@db.example.org:6543/local_response",
            {"NAME": "local_response", "USER": "me", "PASSWORD": "p@ss/word", "HOST": "db.example.org", "PORT": "6543"},
        ),
        ("postgres://db.example.org/x", {"NAME": "x", "USER": "", "HOST": "db.example.org", "PORT": ""}),
        ("postgresql:///x?host=/run/Sock&user=me&port=5433", {"USER": "me", "HOST": "/run/Sock", "PORT": "5433"}),
        ("postgresql://me@%2Frun%2FSock/x", {"USER": "me", "HOST": "/run/Sock"}),
        ("postgresql://[::1]:5432/x", {"HOST": "::1", "PORT": "5432"}),
        ("sqlite:////var/lib/a%20b.sqlite3", {"NAME": "/var/lib/a b.sqlite3"}),
    ],
)
def test_a_url_names_the_database(url: str, expected: dict[str, str]) -> None:
    found = databases({"LOCAL_RESPONSE_DATABASE": url}, HOME)["default"]
    assert {name: found[name] for name in expected} == expected


def test_other_settings_of_a_url_reach_the_driver() -> None:
    url = "postgresql://db/x?sslmode=verify-full&user=me"
    options = databases({"LOCAL_RESPONSE_DATABASE": url}, HOME)["default"]["OPTIONS"]
    assert options["sslmode"] == "verify-full"
    assert "user" not in options


@pytest.mark.parametrize(
    "url", ["mysql://db/x", "postgresql://db", "postgresql://db:x/y", "x.sqlite3", "postgresql://["]
)
def test_a_url_that_cannot_be_used_says_so(url: str) -> None:
    with pytest.raises(WorkspaceError, match="LOCAL_RESPONSE_DATABASE"):
        databases({"LOCAL_RESPONSE_DATABASE": url}, HOME)


def test_a_password_is_in_no_message(tmp_path: Path, django_db_blocker) -> None:
    with pytest.raises(WorkspaceError) as raised:
        databases({"LOCAL_RESPONSE_DATABASE": "postgresql://me:hidden@db:x/y"}, HOME)
    assert "hidden" not in str(raised.value)


@only_sqlite
def test_sqlite_keeps_foreign_keys_a_write_ahead_log_and_every_acknowledged_write(database: Database) -> None:
    with connection.cursor() as cursor:
        found = {}
        for name in ("foreign_keys", "journal_mode", "synchronous", "secure_delete", "busy_timeout"):
            cursor.execute(f"PRAGMA {name}")
            found[name] = cursor.fetchone()[0]
    assert found == {
        "foreign_keys": 1,
        "journal_mode": "wal",
        "synchronous": 2,  # FULL
        "secure_delete": 1,
        "busy_timeout": 20_000,
    }


@only_sqlite
def test_a_new_workspace_is_made_when_it_is_opened_and_only_its_owner_reads_it(
    database: Database, tmp_path: Path
) -> None:
    use({}, tmp_path / "new")
    opening.open_workspace()
    assert sqlite_file(tmp_path / "new").stat().st_mode & 0o077 == 0
    assert opening.standing().waiting == ()


@only_sqlite
def test_a_database_that_cannot_be_reached_says_where(database: Database, tmp_path: Path) -> None:
    use({"LOCAL_RESPONSE_DATABASE": f"postgresql:///x?host={tmp_path}&user=me"}, tmp_path)
    with pytest.raises(WorkspaceError, match="PostgreSQL database x on"):
        opening.open_workspace()
    (tmp_path / "workspace").mkdir()
    sqlite_file(tmp_path).write_bytes(b"this is no database, and longer than a header of one hundred bytes" * 3)
    use({}, tmp_path)
    with pytest.raises(WorkspaceError, match=r"workspace\.sqlite3: cannot be opened"):
        opening.open_workspace()


def test_the_settings_name_the_workspace_s_app() -> None:
    assert "local_response.workspace" in workspace_settings({}, HOME)["INSTALLED_APPS"]

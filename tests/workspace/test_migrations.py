"""Migrations match the models, and each goes forwards, backwards and forwards again on data."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from local_response.model.errors import WorkspaceError
from local_response.workspace import attachments, editing, opening
from local_response.workspace.guards import missing_guards
from local_response.workspace.models import Note, Office
from local_response.workspace.verification import verify
from tests.workspace.conftest import Database
from tests.workspace.factory import OPERATOR, note, only_postgresql, only_sqlite

NAMES = sorted(
    name for app, name in MigrationLoader(None, ignore_no_migrations=True).disk_migrations if app == "workspace"
)


def rows() -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table of the workspace that is there."""
    there = set(connection.introspection.table_names())
    found: dict[str, list[tuple[Any, ...]]] = {}
    for model in apps.get_app_config("workspace").get_models():
        table = model._meta.db_table
        if table in there:
            with connection.cursor() as cursor:
                cursor.execute(f"SELECT * FROM {table} ORDER BY 1")
                found[table] = [tuple(map(str, row)) for row in cursor.fetchall()]
    return found


def migrate(name: str | None) -> None:
    MigrationExecutor(connection).migrate([("workspace", name)])


def test_the_models_need_no_migration_that_is_not_there(database: Database) -> None:
    call_command("makemigrations", "workspace", "--check", "--dry-run", stdout=io.StringIO())


@pytest.mark.parametrize("name", NAMES)
def test_a_migration_goes_back_and_forth_and_keeps_what_it_did_not_make(office: Office, name: str) -> None:
    written = note(office)
    editing.change(OPERATOR, Note, written.pk, 1, {"text": "second"})
    attachments.attach(OPERATOR, written, "a.txt", "text/plain", b"x")
    before = rows()
    position = NAMES.index(name)
    migrate(NAMES[position - 1] if position else None)
    kept = rows()
    assert all(before[table] == found for table, found in kept.items())
    migrate(NAMES[-1])
    after = rows()
    assert set(after) == set(before)
    assert all(after[table] == found for table, found in kept.items())
    assert missing_guards(connection) == []
    migrate(name)
    migrate(NAMES[-1])


def test_setting_and_lifting_the_guards_changes_no_data(office: Office) -> None:
    before = rows()
    migrate("0003_trail")
    assert missing_guards(connection) != []
    migrate("0004_guards")
    assert rows() == before
    verify()


@only_sqlite
def test_an_older_sqlite_workspace_is_copied_and_brought_up_to_date(office: Office) -> None:
    migrate("0003_trail")
    opening.open_workspace()
    assert missing_guards(connection) == []
    (copy,) = opening.Path(connection.settings_dict["NAME"]).parent.glob("*.before-migration-*")
    assert copy.stat().st_mode & 0o077 == 0
    verify()


@only_postgresql
def test_an_older_shared_workspace_is_not_changed_without_a_command(office: Office) -> None:
    migrate("0003_trail")
    with pytest.raises(WorkspaceError, match="workspace migrate"):
        opening.open_workspace()
    assert opening.bring_up_to_date() is None
    opening.open_workspace()
    verify()


def test_a_workspace_of_a_newer_program_is_not_opened(database: Database) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('workspace', '9999_later', CURRENT_TIMESTAMP)"
        )
    try:
        with pytest.raises(WorkspaceError, match=r"newer program \(it has workspace\.9999_later\)"):
            opening.open_workspace()
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM django_migrations WHERE name = '9999_later'")

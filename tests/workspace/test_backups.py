"""A backup is tested by restoring it; nothing that is no whole backup replaces anything."""

from __future__ import annotations

import os
import shutil
import threading
from pathlib import Path

import pytest
from django.db import connections

from local_response.model.errors import BackupError
from local_response.workspace import backups, editing
from local_response.workspace.access import SERVICE, Actor
from local_response.workspace.models import Note, Office, TrailEntry
from local_response.workspace.verification import verify
from tests.workspace.conftest import Database
from tests.workspace.factory import OPERATOR, note, only_postgresql

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture(autouse=True)
def _newest_programs(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL's programs of the server under test come first."""
    folders = sorted(map(str, Path("/usr/lib/postgresql").glob("*/bin")), reverse=True)
    monkeypatch.setenv("LOCAL_RESPONSE_HOME", database.environment["LOCAL_RESPONSE_HOME"])
    monkeypatch.setenv("PATH", os.pathsep.join([*folders, os.environ["PATH"]]))
    if database.vendor == "postgresql" and not (shutil.which("pg_dump") and shutil.which("pg_restore")):
        pytest.skip("pg_dump and pg_restore are not installed")


def test_a_restored_backup_is_the_workspace_as_it_was(office: Office, tmp_path: Path) -> None:
    kept = note(office, text="before the backup")
    backups.backup(OPERATOR, tmp_path / "backup")
    lost = note(office, text="after the backup")
    editing.change(OPERATOR, Note, kept.pk, 1, {"text": "changed after it"})
    before = backups.restore(OPERATOR, tmp_path / "backup")
    assert Note.objects.get().text == "before the backup"
    assert [entry.action for entry in TrailEntry.objects.filter(chain_id=SERVICE).order_by("sequence")] == [
        "backup",
        "restore",
    ]
    verify()
    note(office, text="work goes on")
    verify()
    assert before is not None
    assert before.stat().st_mode & 0o077 == 0
    backups.restore(OPERATOR, before)
    assert Note.objects.get(pk=lost.pk).text == "after the backup"
    verify()


def test_a_backup_is_for_its_owner_only_and_replaces_no_file(office: Office, tmp_path: Path) -> None:
    backups.backup(OPERATOR, tmp_path / "backup")
    assert (tmp_path / "backup").stat().st_mode & 0o077 == 0
    with pytest.raises(BackupError, match="never replaces"):
        backups.backup(OPERATOR, tmp_path / "backup")
    with pytest.raises(BackupError):
        backups.backup(OPERATOR, tmp_path / "no" / "folder")
    with pytest.raises(ValueError, match="every office's drafts"):
        backups.backup(Actor("it", service_administrator=True), tmp_path / "other")
    assert sorted(one.name for one in tmp_path.iterdir() if one.is_file()) == ["backup"]


def test_a_backup_while_others_write_holds_a_whole_state(office: Office, tmp_path: Path) -> None:
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            note(office)
        connections.close_all()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        backups.backup(OPERATOR, tmp_path / "backup")
    finally:
        stop.set()
        writer.join()
    backups.restore(OPERATOR, tmp_path / "backup")
    verify()


@pytest.mark.parametrize("content", [b"", b"SQLite format 3\x00", b"PGDMP", b"something else entirely"])
def test_what_is_no_whole_backup_is_refused_and_changes_nothing(office: Office, tmp_path: Path, content: bytes) -> None:
    kept = note(office)
    (tmp_path / "bad").write_bytes(content)
    for path in (tmp_path / "bad", tmp_path / "absent"):
        with pytest.raises(BackupError):
            backups.restore(OPERATOR, path)
    assert Note.objects.get().pk == kept.pk
    verify()


def test_a_damaged_backup_is_refused_and_changes_nothing(office: Office, tmp_path: Path) -> None:
    kept = note(office)
    backups.backup(OPERATOR, tmp_path / "backup")
    whole = bytearray((tmp_path / "backup").read_bytes())
    for place in range(4096, len(whole), 4096):
        whole[place : place + 200] = b"\xff" * 200
    (tmp_path / "damaged").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(BackupError):
        backups.restore(OPERATOR, tmp_path / "damaged")
    assert Note.objects.get().pk == kept.pk


@only_postgresql
def test_without_postgresql_s_programs_the_error_names_them(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(BackupError, match="pg_dump is not installed"):
        backups.backup(OPERATOR, tmp_path / "backup")

"""A process killed at any moment: nothing that was acknowledged is lost, and the chain holds."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path
from uuid import UUID

import pytest
from django.db import connections

from local_response.workspace.models import Note, Office
from local_response.workspace.trail import state_at
from local_response.workspace.verification import verify
from tests.workspace.conftest import Database, Server
from tests.workspace.factory import note, only_postgresql

WRITER = Path(__file__).with_name("writer.py")
ROUNDS = 25


def acknowledged(lines: list[str]) -> dict[UUID, int]:
    """The newest version of each note that a writer was told is kept. A last line cut short was never sent whole."""
    found: dict[UUID, int] = {}
    for line in lines:
        words = line.split()
        found[UUID(words[1])] = int(words[2]) if words[0] == "changed" else 1
    return found


def start(database: Database, office: Office, rounds: int, seed: int = 0) -> subprocess.Popen[str]:
    environment = os.environ | database.environment | {"DJANGO_SETTINGS_MODULE": "local_response.workspace.settings"}
    command = [sys.executable, str(WRITER), str(office.pk), str(rounds), str(seed)]
    return subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=WRITER.parents[2]
    )


def assert_kept(told: dict[UUID, int]) -> None:
    assert told, "the writer wrote nothing before it was killed"
    for item_id, version in told.items():
        kept = Note.objects.get(pk=item_id)
        assert kept.version >= version
        assert kept.text == f"version {kept.version}"
        assert state_at(kept, version) is not None
    verify()


def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(office: Office, database: Database) -> None:
    with start(database, office, ROUNDS, seed=4) as writer:
        out, err = writer.communicate(timeout=60)
    assert writer.returncode == 0, err
    assert_kept(acknowledged(out.splitlines()))
    note(office, text="work goes on")
    verify()


@only_postgresql
def test_nothing_acknowledged_is_lost_when_the_server_falls(
    office: Office, database: Database, request: pytest.FixtureRequest
) -> None:
    server: Server = request.getfixturevalue("postgresql")
    connections.close_all()
    lines: list[str] = []
    with start(database, office, 0) as writer:
        assert writer.stdout is not None
        began = time.monotonic()
        while time.monotonic() - began < 0.3 or len(lines) < 20:
            lines.append(writer.stdout.readline())
        server.control("stop", "-m", "immediate")
        lines += writer.stdout.readlines()
        writer.wait(10)
    assert writer.returncode != 0
    server.control("start")
    assert_kept(acknowledged(lines))

"""The commands do on a real workspace what their help says."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import User
from typer.testing import CliRunner

from local_response.cli.workspace import app
from local_response.model.errors import LocalResponseError, TrailBrokenError
from local_response.workspace import editing
from local_response.workspace.models import Note, Office
from tests.workspace.conftest import Database
from tests.workspace.factory import OPERATOR, note


def run(*words: str) -> Any:
    """What a command prints with --json. Raises what it ended with."""
    done = CliRunner().invoke(app, [*words, "--json"])
    if isinstance(done.exception, LocalResponseError):
        raise done.exception
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def test_an_office_is_opened_carried_and_checked_by_command(database: Database, tmp_path: Path) -> None:
    opened = run("open", "Kent")
    assert run("offices") == [{**opened, "archived": False, "areas": ["E23000032"]}]
    User.objects.create_user("kim")
    assert run("appoint", "kim", "E23000032", "editor")["role"] == "editor"
    exported = run("export", opened["id"], str(tmp_path / "office.zip"))
    assert exported["items"]["membership"] == 1
    head = exported["trail"]
    (checked,) = run("audit", "verify", "--noted", f"{opened['id']}:{head['length']}:{head['head']}")
    assert checked == {"chain": opened["id"], **head}
    shown = run("audit", "show", opened["id"], "--limit", "1")
    assert (shown[0]["action"], shown[0]["sequence"]) == ("export", head["length"])


def test_a_pack_is_handed_over_by_command(office: Office, tmp_path: Path) -> None:
    to = ("--to", "board", "--title", "Example Board", "--on", "2028-05-08")
    assert run("hand-over", str(office.pk), str(tmp_path / "pack.zip"), *to)["items"]["holder"] == 2
    assert (tmp_path / "pack.zip").exists()


def test_a_workspace_is_backed_up_and_restored_by_command(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOCAL_RESPONSE_HOME", str(tmp_path))
    run("backup", str(tmp_path / "backup"))
    kept = note(office)
    assert CliRunner().invoke(app, ["restore", str(tmp_path / "backup")]).exit_code == 2
    assert Note.objects.filter(pk=kept.pk).exists()
    run("restore", str(tmp_path / "backup"), "--yes")
    assert not Note.objects.exists()


def test_an_item_is_purged_by_command(office: Office) -> None:
    kept = note(office)
    editing.archive(OPERATOR, Note, kept.pk, 1)
    run("purge", "note", str(kept.pk), "--reason", "asked to")
    assert not Note.objects.exists()
    (last, *_) = run("audit", "show", str(office.pk), "--item", str(kept.pk))
    assert (last["action"], last["reason"]) == ("purge", "asked to")


def test_a_broken_trail_ends_with_its_own_code(office: Office) -> None:
    kept = note(office)
    Note.objects.filter(pk=kept.pk).update(text="behind the trail")
    with pytest.raises(TrailBrokenError, match=str(kept.pk)) as raised:
        run("audit", "verify")
    assert raised.value.exit_code == 27


def test_status_tells_what_is_there(office: Office) -> None:
    told = run("status")
    assert (told["waiting"], told["items"]["office"], told["items"]["note"]) == ([], 1, 0)
    assert run("migrate")["copy"] is None


@pytest.mark.parametrize(
    "words",
    [
        ("appoint", "kim", "E23000010", "king"),
        ("purge", "spell", "00000000-0000-0000-0000-000000000001", "--reason", "x"),
        ("audit", "verify", "--noted", "nonsense"),
        ("audit", "show", "E23000010", "--item", "nonsense"),
    ],
)
def test_misuse_ends_with_two(office: Office, words: tuple[str, ...]) -> None:
    assert CliRunner().invoke(app, list(words)).exit_code == 2


def test_every_command_has_help_and_is_in_the_guide() -> None:
    import typer.main

    guide = (Path(__file__).parents[2] / "docs" / "workspace.md").read_text()
    commands = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    named = {name: one for name, one in commands.items() if name != "audit"}
    named |= {f"audit {name}": one for name, one in commands["audit"].commands.items()}
    assert len(named) == 14
    for name, command in named.items():
        assert command.help, name
        assert f"workspace {name}" in guide, name

"""Every command says what it does, stands in the docs, and ends with a documented code and no traceback."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer.main

from local_response.cli.main import app
from local_response.model import errors

ROOT = Path(__file__).resolve().parents[2]
DOCS = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")


def commands(command: click.Command, path: str) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, by its words."""
    inner = getattr(command, "commands", None)
    if inner is None:
        yield path, command
        return
    for name, each in inner.items():
        yield from commands(each, f"{path} {name}")


ALL = dict(commands(typer.main.get_command(app), "local-response"))


@pytest.mark.parametrize("words", sorted(ALL))
def test_every_command_has_help_and_stands_in_the_docs(words: str) -> None:
    command = ALL[words]
    assert command.help
    assert len(command.help.split()) >= 3
    assert re.search(rf"`{re.escape(words)}[` ]", DOCS), f"{words} is not in docs/commands.md"
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, f"{words} {parameter.name} has no help"


def test_every_exit_code_is_documented_and_has_one_meaning() -> None:
    kinds = [
        kind for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, errors.LocalResponseError)
    ]
    codes = [kind.exit_code for kind in kinds]
    assert len(codes) == len(set(codes))
    for code in codes:
        assert f"| {code} |" in DOCS, f"exit code {code} is not in docs/commands.md"


def run(*words: str, home: Path) -> subprocess.CompletedProcess[str]:
    """The command as a user runs it."""
    program = Path(sys.executable).with_name("local-response")
    env = {"PATH": "/usr/bin:/bin", "LOCAL_RESPONSE_HOME": str(home), "HOME": str(home), "LC_ALL": "C.UTF-8"}
    return subprocess.run([program, *words], capture_output=True, text=True, check=False, env=env)


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (("profile", "build", "West Yorksire"), 14, "Nearest: West Yorkshire"),
        (("profile", "build", "Police Scotland"), 14, "not a police force area"),
        (("profile", "build"), 2, "give one AREA"),
        (("profile", "build", "Kent", "--as-of", "yesterday"), 2, "write it as 2026-11-24"),
        (("profile", "build", "Kent", "--formats", "doc"), 2, "html, pdf"),
        (("profile", "build", "Kent", "--similar-by", "wealth=2"), 2, "FEATURE=WEIGHT"),
        (("evidence", "show", "no-such-release"), 17, "evidence list"),
        (("evidence", "add", "no-such-file.csv"), 11, "no-such-file.csv"),
        (("library", "show", "cs99"), 20, "cs99"),
    ],
)  # fmt: skip
def test_a_users_mistake_is_told_without_a_traceback(
    words: tuple[str, ...], code: int, message: str, tmp_path: Path
) -> None:
    done = run(*words, home=tmp_path)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert message in done.stderr
    assert done.stdout == ""


def test_a_profile_is_built_from_a_local_authority_and_printed_as_json(tmp_path: Path) -> None:
    done = run(
        "profile", "build", "Leeds", "--out", str(tmp_path / "out"), "--formats", "json", "--json", home=tmp_path
    )
    assert done.returncode == 0, done.stderr
    assert '"name": "West Yorkshire"' in done.stdout
    assert [file.name for file in (tmp_path / "out").iterdir()] == ["west-yorkshire.json"]


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    done = run("profile", "build", "Kent", "--out", str(blocked / "out"), "--formats", "json", home=tmp_path)
    assert done.returncode == 18
    assert "--out" in done.stderr


def test_help_is_quick_to_load_because_heavy_modules_wait() -> None:
    code = (
        "import sys; from local_response.cli import main; "
        "print([m for m in ('numpy', 'duckdb', 'scipy', 'pandas', 'typst', 'django') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

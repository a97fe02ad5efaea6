"""The command line: every command, and how a problem that the user can put right is told."""

from __future__ import annotations

import sys
from importlib.metadata import version

import typer

from local_response.cli import areas, evidence, hidden, library, profile, serve, workspace
from local_response.model.errors import LocalResponseError

app = typer.Typer(
    name="local-response",
    help="Understand modern slavery in a police force area, and answer for the response to it.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(profile.app, name="profile", help="Build the local picture of an area.")
app.add_typer(evidence.app, name="evidence", help="Add, list, compare and query published figures.")
app.add_typer(hidden.app, name="hidden", help="Estimate the population that no list has seen.")
app.add_typer(library.app, name="library", help="Find background topics and case studies.")
app.add_typer(workspace.app, name="workspace", help="What an office keeps: carry it, copy it, check it.")
app.command("areas")(areas.areas)
app.command("serve")(serve.serve)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("local-response"))
        raise typer.Exit


@app.callback()
def _every_command(
    _version: bool = typer.Option(
        False, "--version", help="Show the version and stop.", callback=_show_version, is_eager=True
    ),
) -> None:
    """Options of every command."""


def main() -> None:
    """Run the command line; a LocalResponseError is printed without a traceback and sets the exit code."""
    try:
        app()
    except LocalResponseError as problem:
        sys.stderr.write(f"{problem}\n")
        sys.exit(problem.exit_code)


if __name__ == "__main__":
    main()

"""`local-response workspace audit`: check and read the trail of every edit."""

from __future__ import annotations

import json
from typing import Annotated, Any
from uuid import UUID

import typer

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)


@app.command()
def verify(
    noted: Annotated[
        list[str] | None,
        typer.Option(help="CHAIN:LENGTH:HEAD as an earlier verify or export printed it, kept outside the database."),
    ] = None,
    as_json: bool = typer.Option(False, "--json", help="A list of objects, for scripts."),
) -> None:
    """Check every link of every office's chain, and every item against it. Names the first broken link (exit code 27).

    Note the printed heads somewhere else: only against such a note is a trail found that was rewritten from its start.
    """
    from local_response.workspace.opening import open_workspace

    heads = [_noted(one) for one in noted or []]
    open_workspace()
    from local_response.workspace import verification

    found = verification.verify()
    for chain, length, head in heads:
        verification.verify_noted(chain, length, head)
    if as_json:
        told = [{"chain": str(one.id), "length": one.length, "head": one.head} for one in found]
        typer.echo(json.dumps(told, indent=2))
        return
    for one in found:
        typer.echo(f"holds     {one.id}:{one.length}:{one.head}")


@app.command()
def show(
    office: str = typer.Argument(..., help="Id or name of an office, or the code of an area that it alone serves."),
    item: str = typer.Option("", help="Id of one item: only what was done to it."),
    limit: int = typer.Option(50, min=1, help="How many, the newest first."),
    as_json: bool = typer.Option(False, "--json", help="A list of objects with before and after, for scripts."),
) -> None:
    """Show what was done in an office: when, by whom, to what, and with --json the words before and after."""
    from local_response.workspace.opening import open_workspace

    open_workspace()
    from local_response.workspace import people, reading, trail
    from local_response.workspace.offices import office_named

    entries = reading.office_trail(people.operator(), office_named(office).pk)
    if item:
        entries = entries.filter(item_id=_uuid(item))
    told: list[dict[str, Any]] = [
        {**trail.fields_of(entry), "hash": entry.hash, **trail.contents(entry)} for entry in entries[:limit]
    ]
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for one in told:
        reason = f"  ({one['reason']})" if one["reason"] else ""
        typer.echo(
            f"{one['sequence']:>6}  {one['at'][:19]}  {one['actor']}  "
            f"{one['action']} {one['kind']} {one['item']}{reason}"
        )


def _noted(written: str) -> tuple[UUID, int, str]:
    parts = written.split(":")
    if len(parts) != 3 or not parts[1].isdigit():
        raise typer.BadParameter(f"{written!r} is not CHAIN:LENGTH:HEAD")
    return _uuid(parts[0]), int(parts[1]), parts[2]


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as fault:
        raise typer.BadParameter(f"{text!r} is no id") from fault

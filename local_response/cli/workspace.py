"""`local-response workspace`: what an office keeps, carried, copied and checked.

Whoever runs these commands has the database in hand, so they act as its operator; the trail keeps their name.
"""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from local_response.cli import workspace_audit

if TYPE_CHECKING:
    from local_response.workspace.access import Actor
    from local_response.workspace.transfer.exporting import Exported

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
app.add_typer(workspace_audit.app, name="audit", help="Check and read the audit trail.")
AS_JSON = typer.Option(False, "--json", help="An object or a list of objects, for scripts.")
OFFICE = Annotated[
    str, typer.Argument(help="Id or name of an office, or the code of an area that it alone serves.", metavar="OFFICE")
]
OUT = Annotated[Path, typer.Argument(help="New file.")]


@app.command()
def status(as_json: bool = AS_JSON) -> None:
    """Show which database holds the workspace, whether its tables fit this program, and what is in it."""
    from local_response.workspace.opening import set_up_django, standing

    set_up_django()
    found = standing()
    told: dict[str, Any] = {"database": found.place, "waiting": list(found.waiting), "unknown": list(found.unknown)}
    if not found.waiting:
        from local_response.workspace.states import kinds

        told["items"] = {word: kind._default_manager.count() for word, kind in sorted(kinds().items())}
    _show(told, as_json, [f"{name:<10}{value}" for name, value in told.items()])


@app.command()
def migrate(as_json: bool = AS_JSON) -> None:
    """Bring the tables up to this program and set the trail's guards. A SQLite file is copied beside itself first."""
    from local_response.workspace.opening import bring_up_to_date, place, set_up_django

    set_up_django()
    kept = bring_up_to_date()
    told = {"database": place(), "copy": str(kept) if kept else None}
    _show(told, as_json, [f"{told['database']}: up to date" + (f"; a copy from before is in {kept}" if kept else "")])


@app.command()
def offices(as_json: bool = AS_JSON) -> None:
    """List the offices with the areas they serve."""
    _operator()
    from local_response.workspace.models.office import Office, OfficeArea

    told: list[dict[str, Any]] = [
        {
            "id": str(office.pk),
            "name": office.name,
            "archived": office.archived,
            "areas": list(OfficeArea.objects.filter(office=office, archived=False).values_list("area_code", flat=True)),
        }
        for office in Office.objects.all()
    ]
    _show(told, as_json, [f"{one['id']}  {one['name']}  {', '.join(one['areas'])}" for one in told])


@app.command("open")
def open_office(
    areas: Annotated[list[str], typer.Argument(help="Areas the office serves: name, alias or ONS code.")],
    name: str = typer.Option("", help="Name of the office; else made from the post and the area."),
    as_json: bool = AS_JSON,
) -> None:
    """Open an office for one or more areas."""
    actor = _operator()
    from local_response.definitions.areas import resolve
    from local_response.workspace import offices

    office = offices.open_office(actor, [resolve(one).code for one in areas], name)
    _show({"id": str(office.pk), "name": office.name}, as_json, [f"{office.pk}  {office.name}"])


@app.command()
def appoint(
    username: Annotated[str, typer.Argument(help="An account that exists.")],
    office: OFFICE,
    role: Annotated[str, typer.Argument(help="reader, contributor, editor, approver or office_administrator.")],
    as_json: bool = AS_JSON,
) -> None:
    """Give an account a role in an office, or change the role it has."""
    actor = _operator()
    from local_response.workspace import offices, people
    from local_response.workspace.access import Role

    roles = {one.name.lower(): one for one in Role}
    if role not in roles:
        raise typer.BadParameter(f"there is no role {role!r}; there are {', '.join(roles)}")
    found = people.appoint(actor, offices.office_named(office), username, roles[role])
    _show({"id": str(found.pk), "username": username, "role": role}, as_json, [f"{username}: {roles[role].title}"])


@app.command()
def tie(
    membership: Annotated[UUID, typer.Argument(help="Id of a membership that came in a file.")],
    as_json: bool = AS_JSON,
) -> None:
    """Tie a member who came in an office's file to the account of the same name here, once you checked who it is."""
    actor = _operator()
    from local_response.workspace import people

    found = people.tie(actor, membership)
    _show({"id": str(found.pk), "username": found.username}, as_json, [f"{found.username} is tied to their account"])


@app.command()
def export(office: OFFICE, out: OUT, as_json: bool = AS_JSON) -> None:
    """Write an office's whole work, private drafts and trail too, into one file."""
    actor = _operator()
    from local_response.workspace.offices import office_named
    from local_response.workspace.transfer.exporting import export_office

    _show_exported(export_office(actor, office_named(office), out), as_json)


@app.command("hand-over")
def hand_over(
    office: OFFICE,
    out: Annotated[Path, typer.Argument(help="New file: the handover pack.")],
    to: Annotated[str, typer.Option(help="commissioner, mayor, board or other.")],
    title: Annotated[str, typer.Option(help="Title of the post, such as 'Mayor of ...'; never a person's name.")],
    on: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="First day of the new holder.")],
    body: str = typer.Option("", help="Body that they lead."),
    source: str = typer.Option("", help="Where the change is written down."),
    as_json: bool = AS_JSON,
) -> None:
    """Pass an office's post to its next holder, and write the handover pack."""
    actor = _operator()
    from local_response.workspace.models.office import Holder
    from local_response.workspace.offices import office_named
    from local_response.workspace.transfer import exporting

    successor = Holder(holder=to, title=title, body=body, source=source)
    _show_exported(exporting.hand_over(actor, office_named(office), on.date(), successor, out), as_json)


@app.command("import")
def import_office(
    file: Annotated[Path, typer.Argument(help="A file that `workspace export` or `hand-over` wrote.")],
    as_json: bool = AS_JSON,
) -> None:
    """Take an office's file in, once all of it is checked."""
    actor = _operator()
    from local_response.workspace.transfer import importing

    found = importing.import_office(actor, file)
    untied = [{"id": str(one.pk), "username": one.username} for one in found.untied]
    told = {"id": str(found.office.pk), "name": found.office.name, "items": dict(found.items), "untied": untied}
    lines = [f"{found.office.pk}  {found.office.name}: {sum(found.items.values()):,} items"]
    lines += [f"check, then: local-response workspace tie {one['id']}   ({one['username']})" for one in untied]
    _show(told, as_json, lines)


@app.command()
def purge(
    kind: Annotated[str, typer.Argument(help="Kind of the item, such as note.")],
    item: Annotated[UUID, typer.Argument(help="Id of an archived item.")],
    reason: Annotated[str, typer.Option(help="Why; the trail keeps it.")],
    as_json: bool = AS_JSON,
) -> None:
    """Destroy an archived item and every word of it in the trail. Cannot be undone; older backups still hold it."""
    actor = _operator()
    from local_response.workspace import editing
    from local_response.workspace.states import kinds

    if kind not in kinds():
        raise typer.BadParameter(f"there is no kind {kind!r}; there are {', '.join(sorted(kinds()))}")
    editing.purge(actor, kinds()[kind], item, reason)
    _show({"kind": kind, "id": str(item)}, as_json, [f"{kind} {item} is purged"])


@app.command()
def backup(out: OUT, as_json: bool = AS_JSON) -> None:
    """Copy the whole database, every office's drafts too, into a new file; others may work on meanwhile."""
    actor = _operator()
    from local_response.workspace import backups

    backups.backup(actor, out)
    _show({"file": str(out)}, as_json, [str(out)])


@app.command()
def restore(
    file: Annotated[Path, typer.Argument(help="A file that `workspace backup` wrote.")],
    yes: bool = typer.Option(False, "--yes", help="Replace everything that is in the workspace now."),
    as_json: bool = AS_JSON,
) -> None:
    """Put a backup in the place of everything in the workspace. What was in a SQLite workspace is copied beside it."""
    if not yes:
        raise typer.BadParameter("this replaces everything in the workspace: say --yes as well")
    from local_response.workspace.opening import open_workspace, set_up_django

    set_up_django()
    from local_response.workspace import backups, people

    kept = backups.restore(people.operator(), file)
    open_workspace()
    _show(
        {"copy": str(kept) if kept else None},
        as_json,
        [f"restored; what was there is in {kept}" if kept else "restored"],
    )


def _operator() -> Actor:
    """Open the workspace. Whoever is at the command line acts."""
    from local_response.workspace.opening import open_workspace

    open_workspace()
    from local_response.workspace.people import operator

    return operator()


def _show_exported(found: Exported, as_json: bool) -> None:
    told = {
        "file": str(found.path),
        "office": found.office,
        "items": dict(found.items),
        "trail": {"length": found.length, "head": found.head},
    }
    total = sum(found.items.values())
    _show(told, as_json, [f"{found.path}: {total:,} items of {found.office}", f"trail: {found.length} {found.head}"])


def _show(told: object, as_json: bool, lines: list[str]) -> None:
    if as_json:
        typer.echo(json.dumps(told, indent=2, ensure_ascii=False))
        return
    for line in lines:
        typer.echo(line)

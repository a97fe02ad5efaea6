"""`local-response evidence`: add published files, list and compare releases, and ask for figures."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from local_response.model.releases import LICENCE_LINE

if TYPE_CHECKING:
    from local_response.evidence.store import Store

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
AS_JSON = typer.Option(False, "--json", help="A list of objects, for scripts.")


@app.command()
def add(
    files: Annotated[list[Path], typer.Argument(help="Published files: ODS, XLSX or CSV.")],
    period: str = typer.Option("", help="What a file is about where it does not say so, such as 2023-Q4."),
    published: str = typer.Option("", help="Day the edition was published, such as 2024-03-07."),
    edition: str = typer.Option("", help="Name of the edition, such as 'October to December 2023'."),
    as_json: bool = AS_JSON,
) -> None:
    """Add published files to the store: all of them, or none where one cannot be read."""
    from local_response.cli.evidence_shown import outcome_object

    store = _store()
    outcomes = store.add(files, period=period, published=published, edition=edition, progress=_reading)
    if as_json:
        _print_json([outcome_object(outcome) for outcome in outcomes])
    for outcome in outcomes:
        release = outcome.release
        if not as_json:
            typer.echo(f"{outcome.status:<10}{release.id}  {release.observations:,} figures")
        for note in (*release.warnings, *release.disagreements) if outcome.status == "added" else ():
            _note(f"{release.id}: {note}")
        if outcome.supersedes and not release.published:
            _note(
                f"{release.id}: its day of publication is not known, so it is read as newer than "
                f"{', '.join(outcome.supersedes)}. Say --published YYYY-MM-DD if it is not."
            )
    added = {period for outcome in outcomes if outcome.status == "added" for period in outcome.release.periods}
    for disagreement in store.disagreements(sorted(added)):
        _note(disagreement.sentence)


@app.command("list")
def list_releases(as_json: bool = AS_JSON) -> None:
    """List the releases in the store, the bundled ones first."""
    from local_response.cli.evidence_shown import release_line
    from local_response.publish.objects import release_object

    store = _store()
    for name, damage in store.damaged.items():
        _note(f"{name}: {damage}")
    if as_json:
        _print_json([release_object(release) for release in store.releases()])
        return
    for release in store.releases():
        typer.echo(release_line(release))


@app.command()
def show(
    release_id: str = typer.Argument(..., metavar="RELEASE", help="Id of a release, as `list` shows it."),
    cell: str = typer.Option("", help="Show what stands in one cell, SHEET:ROW:COLUMN, such as Table_13:512:CU."),
    as_json: bool = AS_JSON,
) -> None:
    """Show what a release is, or what the store read from one cell of it."""
    from local_response.cli.evidence_shown import cell_place, observation_object
    from local_response.publish.objects import release_object

    store = _store()
    found: list[dict[str, Any]]
    if cell:
        try:
            place = cell_place(release_id, cell)
        except ValueError as fault:
            raise typer.BadParameter(str(fault), param_hint="--cell") from fault
        found = [observation_object(one) for one in store.cell(place)]
        if not found:
            _note(f"{release_id}: no figure was read from the cell {cell}.")
    else:
        found = [release_object(store.release(release_id))]
    if as_json:
        _print_json(found if cell else found[0])
        return
    for one in found:
        for name, value in one.items():
            if value not in ("", [], (), {}, None):
                typer.echo(f"{name:<20}{_written(value)}")


@app.command()
def diff(
    old: str = typer.Argument(..., help="Id of the earlier release."),
    new: str = typer.Argument(..., help="Id of the later release."),
    as_json: bool = AS_JSON,
) -> None:
    """List every figure that changed, was added or is gone between two editions of the same figures."""
    from local_response.cli.evidence_shown import change_line, change_object

    changes = _store().diff(old, new)
    if as_json:
        _print_json([change_object(change) for change in changes])
        return
    for change in changes:
        typer.echo(change_line(change))
    _note(f"{len(changes):,} figures differ.")


@app.command()
def verify(as_json: bool = AS_JSON) -> None:
    """Hash every release again, add up its parts again, and compare tables that should agree.

    Ends with exit code 15 where a release is damaged. Figures that disagree are listed; they are no damage.
    """
    from local_response.cli.evidence_shown import verified_object
    from local_response.model.errors import StoreError

    store = _store()
    found = store.verify()
    damaged = [one for one in found if one.damage]
    across = [] if damaged else [disagreement.sentence for disagreement in store.disagreements()]
    if as_json:
        _print_json([verified_object(one) for one in found])
    else:
        for one in found:
            typer.echo(f"{'damaged' if one.damage else 'whole':<10}{one.release}")
            for disagreement in one.disagreements:
                typer.echo(f"          {disagreement.sentence}")
    for sentence in across:
        _note(sentence)
    if damaged:
        raise StoreError("\n".join(one.damage for one in damaged))


@app.command()
def figures(
    measure: str = typer.Option(..., help="Id of a measure, such as nrm.referrals.made_by_force."),
    area: Annotated[
        list[str] | None, typer.Option(help="Name, alias, ONS code or local authority; may be given again.")
    ] = None,
    period: Annotated[
        list[str] | None, typer.Option(help="Such as 2023-Q3, 2023, 2017/18, mid-2023; may be given again.")
    ] = None,
    by: Annotated[
        list[str] | None, typer.Option(help="Dimension to break down by, such as exploitation; may be given again.")
    ] = None,
    where: Annotated[
        list[str] | None, typer.Option(help="dimension=value to keep, such as age=child; may be given again.")
    ] = None,
    as_json: bool = AS_JSON,
    as_csv: bool = typer.Option(False, "--csv", help="Comma-separated values with a header."),
) -> None:
    """Show figures: exactly one for each combination, each with the release and cell it was read from."""
    from local_response.cli.evidence_shown import figure_line, figures_csv
    from local_response.publish.objects import figure_object, figures_for

    store = _store()
    try:
        found = figures_for(store, measure, area or [], period or [], by or [], where or [])
    except ValueError as fault:
        raise typer.BadParameter(str(fault)) from fault
    if as_json:
        _print_json([figure_object(figure, store) for figure in found])
    elif as_csv:
        sys.stdout.write(figures_csv(found, store))
    else:
        for figure in found:
            typer.echo(figure_line(figure))
    for release in dict.fromkeys(cited.release for figure in found for cited in figure.citations):
        if secondary := store.release(release).secondary:
            _note(f"{release} is a secondary source: {secondary}")
    _note(LICENCE_LINE)


def _store() -> Store:
    from local_response.evidence.store import open_store

    return open_store()


def _reading(path: Path) -> None:
    if sys.stderr.isatty():
        _note(f"reading {path.name}")


def _note(text: str) -> None:
    typer.echo(text, err=True)


def _written(value: object) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {one}" for name, one in value.items())
    return ", ".join(map(str, value)) if isinstance(value, list | tuple) else str(value)


def _print_json(found: object) -> None:
    typer.echo(json.dumps(found, indent=2, ensure_ascii=False))

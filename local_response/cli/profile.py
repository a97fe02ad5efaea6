"""`local-response profile build`: the local picture of one area, or of all 43."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local_response.model.areas import Area

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)
FORMATS = ("html", "pdf", "json", "csv", "xlsx")


@app.callback()
def _noun() -> None:
    """Build the local picture of an area."""


@app.command()
def build(
    name: str = typer.Argument("", metavar="AREA", help="Name, alias, ONS code, or a local authority in the area."),
    out: Annotated[Path, typer.Option("--out", help="Folder to write to; made where there is none.")] = Path(
        "profiles"
    ),
    every_area: bool = typer.Option(False, "--all", help="Build all 43 police force areas."),
    formats: str = typer.Option(",".join(FORMATS), "--formats", help="Which files to write, separated by commas."),
    as_of: str = typer.Option(
        "", "--as-of", metavar="YYYY-MM-DD", help="Day to state governance for; today unless given."
    ),
    boundaries: Annotated[
        Path | None,
        typer.Option(
            "--boundaries", help="GeoJSON of police force area boundaries (ONS), for a map in place of tiles."
        ),
    ] = None,
    similar_by: str = typer.Option(
        "",
        "--similar-by",
        metavar="FEATURE=WEIGHT,...",
        help="Weights for similar areas of residents, young, authorities, officers, shoplifting, assault, drugs.",
    ),
    jobs: int = typer.Option(
        0, "--jobs", min=0, help="Areas built at once with --all; as many as processors unless given."
    ),
    as_json: bool = typer.Option(False, "--json", help="Print what was written as a list of objects."),
) -> None:
    """Build a profile: HTML, PDF, JSON, CSV and XLSX with every figure traced to its cell."""
    from local_response.cli.building import Order, build_each, one_area
    from local_response.definitions.areas import force_areas

    if bool(name) == every_area:
        raise typer.BadParameter("give one AREA, or --all for every area")
    chosen = force_areas() if every_area else (one_area(name),)
    order = Order(out, _formats(formats), _day(as_of), boundaries, _weights(similar_by))
    written = []
    for area, files in _with_progress(build_each(chosen, order, jobs), chosen):
        written.append({"area": area.code, "name": area.name, "files": [str(file) for file in files]})
    if as_json:
        typer.echo(json.dumps(written, indent=2, ensure_ascii=False))
        return
    for row in written:
        typer.echo(row["name"])
        for file in row["files"]:
            typer.echo(f"  {file}")


def _with_progress(
    built: Iterator[tuple[Area, list[Path]]], areas: tuple[Area, ...]
) -> Iterator[tuple[Area, list[Path]]]:
    """The same, with a progress bar on a terminal's standard error."""
    import sys

    if not sys.stderr.isatty():
        yield from built
        return
    from rich.console import Console
    from rich.progress import track

    words = "Building profiles" if len(areas) > 1 else f"Building {areas[0].name}"
    yield from track(built, words, total=len(areas), console=Console(stderr=True))


def _formats(text: str) -> tuple[str, ...]:
    wanted = tuple(part.strip() for part in text.split(",") if part.strip())
    if unknown := [part for part in wanted if part not in FORMATS] or not wanted:
        raise typer.BadParameter(f"{text!r}: write one or more of {', '.join(FORMATS)} ({unknown} is not one)")
    return wanted


def _weights(text: str) -> dict[str, float]:
    from local_response.insight.profile.similar_features import FEATURE_NAMES

    weights = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        name, _, number = part.partition("=")
        if name not in FEATURE_NAMES or not number.replace(".", "", 1).isdigit():
            raise typer.BadParameter(f"{part!r}: write FEATURE=WEIGHT with one of {', '.join(FEATURE_NAMES)}")
        weights[name] = float(number)
    if weights and not any(weights.get(name, 1.0) for name in FEATURE_NAMES):
        raise typer.BadParameter("at least one weight must be above 0")
    return weights


def _day(text: str) -> date:
    if not text:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise typer.BadParameter(f"{text!r} is not a day; write it as 2026-11-24") from problem

"""`local-response areas`: the areas that a profile can be built for."""

from __future__ import annotations

import json

import typer


def areas(as_json: bool = typer.Option(False, "--json", help="A list of objects, for scripts.")) -> None:
    """List the police force areas: ONS code, name, police force and region."""
    from local_response.definitions.areas import area, force_areas

    rows = [
        {"code": found.code, "name": found.name, "force": found.force, "region": area(found.parent).name}
        for found in force_areas()
    ]
    if as_json:
        typer.echo(json.dumps(rows, indent=2, ensure_ascii=False))
        return
    for row in rows:
        typer.echo(f"{row['code']}  {row['name']:<24}{row['force']:<32}{row['region']}")

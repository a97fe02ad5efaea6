"""How `local-response evidence` writes releases, figures, changes and cells: a line, or an object for --json."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from local_response.evidence.adding import Outcome
from local_response.evidence.cells import Observation
from local_response.evidence.revisions import Change, Side
from local_response.evidence.store import Store
from local_response.evidence.verification import Verified
from local_response.model.figures import Citation, Figure
from local_response.model.releases import Release
from local_response.publish.objects import area_name, release_object, secondary_notes

_CELLS_SHOWN = 3


def release_line(release: Release) -> str:
    """A release in one line of the list."""
    span = release.periods[0] if len(release.periods) == 1 else f"{release.periods[0]} to {release.periods[-1]}"
    marks = ("bundled",) * release.bundled + ("secondary",) * bool(release.secondary)
    marked = f" ({', '.join(marks)})" if marks else ""
    return f"{release.id}  {release.publisher}, {release.edition or 'edition not known'}: {span}{marked}"


def outcome_object(outcome: Outcome) -> dict[str, Any]:
    """What adding came to, for --json."""
    return {
        "file": str(outcome.path),
        "status": outcome.status,
        "supersedes": list(outcome.supersedes),
        "release": release_object(outcome.release),
    }


def verified_object(found: Verified) -> dict[str, Any]:
    """What was found of a release, for --json."""
    return {
        "release": found.release,
        "status": "damaged" if found.damage else "whole",
        "damage": found.damage,
        "disagreements": [asdict(one) | {"sentence": one.sentence} for one in found.disagreements],
    }


def figure_line(figure: Figure) -> str:
    """A figure in one line: area, period, breakdown, value and the cells it is from."""
    breakdown = ", ".join(f"{name} {word}" for name, word in figure.breakdown.items())
    cells = "; ".join(f"{cited.release} {cited.place}" for cited in figure.citations[:_CELLS_SHOWN])
    more = len(figure.citations) - _CELLS_SHOWN
    value = figure.text if figure.value is not None else f"{figure.text} ({figure.reason})"
    place = f"{figure.area}  {area_name(figure.area):<24}{figure.period:<11}"
    return f"{place}{breakdown + '  ' if breakdown else ''}{value}  [{cells}{f' and {more} more' if more > 0 else ''}]"


def figures_csv(figures: Sequence[Figure], store: Store) -> str:
    """Figures as CSV, a column for each dimension they are broken down by; several cells are joined by "; "."""
    dimensions = list(dict.fromkeys(name for figure in figures for name in figure.breakdown))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    head = ["measure", "area", "area_name", "period", *dimensions]
    writer.writerow([*head, "value", "status", "reason", "unit", "method", "secondary", "release", "cell"])
    for figure in figures:
        value = "" if figure.value is None else f"{figure.value:.10g}"
        writer.writerow(
            [
                figure.measure,
                figure.area,
                area_name(figure.area, store),
                figure.period,
                *(figure.breakdown.get(name, "") for name in dimensions),
                value,
                figure.status,
                figure.reason,
                figure.unit,
                figure.method,
                secondary_notes(figure, store),
                "; ".join(dict.fromkeys(cited.release for cited in figure.citations)),
                "; ".join(cited.place for cited in figure.citations),
            ]
        )
    return text.getvalue()


def change_line(change: Change) -> str:
    """A change in one line."""
    breakdown = "".join(f", {name} {word}" for name, word in change.breakdown.items())
    old, new = (side.text if side else "not stated" for side in (change.old, change.new))
    cited = change.new or change.old
    cell = cited.citation.place if cited else ""
    place = f"{change.measure}, {area_name(change.area)}, {change.period}{breakdown}"
    return f"{change.kind:<9}{place}: {old} -> {new}  [{cell}]"


def change_object(change: Change) -> dict[str, Any]:
    """A change for --json: both sides with value, status and citation, None for a side that does not state it."""

    def side(found: Side | None) -> dict[str, Any] | None:
        if found is None:
            return None
        return {"value": found.value, "status": found.status, "citation": asdict(found.citation)}

    return {
        "kind": change.kind,
        "measure": change.measure,
        "area": change.area,
        "area_name": area_name(change.area),
        "period": change.period,
        "breakdown": dict(change.breakdown),
        "old": side(change.old),
        "new": side(change.new),
    }


def observation_object(found: Observation) -> dict[str, Any]:
    """What stands in a cell, for --json."""
    return asdict(found) | {"area_name": area_name(found.area)}


def cell_place(release_id: str, cell: str) -> Citation:
    """The citation of a cell written SHEET:ROW:COLUMN, the column as a number from 1 or as letters.

    Raises ValueError for anything else.
    """
    match = re.fullmatch(r"(?P<sheet>.+):(?P<row>\d+):(?P<column>\d+|[A-Za-z]{1,3})", cell)
    if match is None or (match["column"].isdigit() and not int(match["column"])):
        raise ValueError(f"{cell}: write a cell as SHEET:ROW:COLUMN, such as Table_13:512:CU")
    column = 0
    if match["column"].isdigit():
        column = int(match["column"])
    else:
        for letter in match["column"].upper():
            column = column * 26 + ord(letter) - ord("A") + 1
    return Citation(release_id, match["sheet"], int(match["row"]), column, "")

"""What stands in a cell of a published file, as the store read it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from local_response.evidence.manifests import Manifest
from local_response.evidence.reading import Observations, file_of


@dataclass(frozen=True)
class Observation:
    """One published figure with the labels it was printed under.

    printed: "area" and each dimension -> label as printed. breakdown: dimension -> our word, without those summed over.
    value: None unless status is "published".
    """

    release: str
    measure: str
    area: str
    period: str
    breakdown: Mapping[str, str]
    printed: Mapping[str, str]
    value: float | None
    status: str
    sheet: str
    row: int
    column: int


def observations_at(
    observations: Observations, manifest: Manifest, sheet: str, row: int, column: int
) -> list[Observation]:
    """The figures read from a cell: none where it held no figure, several where it states several measures."""
    names = manifest.dimensions
    chosen = "".join(f', "{name}", "{name}_label"' for name in names)
    query = (
        f"SELECT measure, area, area_label, period, value, status{chosen} FROM read_parquet($file) "  # noqa: S608
        'WHERE sheet = $sheet AND "row" = $row AND "column" = $column'
    )
    parameters = {"file": file_of(manifest), "sheet": sheet, "row": row, "column": column}
    found = []
    for measure, area, area_label, period, value, status, *labels in observations.run(query, parameters, [manifest]):
        words, printed = dict(zip(names, labels[::2], strict=True)), dict(zip(names, labels[1::2], strict=True))
        breakdown = {name: word for name, word in words.items() if word != "all"}
        found.append(
            Observation(
                manifest.release.id,
                measure,
                area,
                period,
                breakdown,
                {"area": area_label} | {name: printed[name] for name in breakdown},
                value,
                status,
                sheet,
                row,
                column,
            )
        )
    return found

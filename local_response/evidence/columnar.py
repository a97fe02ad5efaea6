"""Observations between numpy columns and Parquet, by DuckDB in memory."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from local_response.evidence.harmonise import Harmonised
from local_response.sources.table import PUBLISHED, Labels

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STATUSES = ("published", "suppressed", "missing")  # by the status numbers of a SourceTable


def connection() -> DuckDBPyConnection:
    """A DuckDB connection in memory that never writes beside the working folder."""
    import duckdb

    return duckdb.connect(":memory:", config={"memory_limit": "400MB", "temp_directory": "", "threads": 2})


def write_observations(con: DuckDBPyConnection, rows: Harmonised, path: Path) -> None:
    """Write one row an observation, ordered by measure, area and cell.

    Columns: measure, area, area_label, period, edition, published, for each dimension our word and its printed
    label, level, value (NULL unless published), status, sheet, row, column, repeat. Raises duckdb.Error or OSError.
    """
    table = rows.table
    columns: dict[str, tuple[Labels, Labels | None]] = {
        "measure": (table.measure, None),
        "area": (rows.area, table.area),
        "period": (table.period, None),
        "edition": (table.edition or _same(table.origin.edition, rows), None),
        "published": (table.edition_published or _same(table.origin.published, rows), None),
        **{name: (words, printed) for name, (words, printed) in rows.dimensions.items()},
        "level": (rows.level, None),
        "status": (Labels(STATUSES, table.status.astype(np.int32)), None),
        "sheet": (table.sheet, None),
    }
    cells: dict[str, NDArray[Any]] = {f"{name}_code": words.codes for name, (words, _) in columns.items()}
    cells |= {"value": table.value, "row": table.row, "column": table.column, "repeat": rows.repeat}
    con.register("cells", cells)
    for name, (words, printed) in columns.items():
        lookup: dict[str, NDArray[Any]] = {
            "code": np.arange(len(words.values), dtype=np.int32),
            "word": _objects(words),
        }
        if printed is not None:
            lookup["printed"] = _objects(printed)
        con.register(f"labels_{name}", lookup)
    con.execute(_copy(columns, path))
    for name in columns:
        con.unregister(f"labels_{name}")
    con.unregister("cells")


def _same(text: str, rows: Harmonised) -> Labels:
    return Labels((text,), np.zeros(rows.table.value.size, dtype=np.int32))


def _objects(words: Labels) -> NDArray[np.object_]:
    return np.array(words.values, dtype=object)


def _copy(columns: dict[str, tuple[Labels, Labels | None]], path: Path) -> str:
    chosen = []
    for name, (_, printed) in columns.items():
        chosen.append(f'labels_{name}.word AS "{name}"')
        if printed is not None:
            chosen.append(f'labels_{name}.printed AS "{name}_label"')
    joins = " ".join(f"JOIN labels_{name} ON labels_{name}.code = cells.{name}_code" for name in columns)
    # Names of columns are our own; only the path is from outside, and COPY takes no parameter for it.
    place = str(path).replace("'", "''")
    return (
        f"COPY (SELECT {', '.join(chosen)}, "  # noqa: S608
        f'CASE WHEN cells.status_code = {PUBLISHED} THEN cells.value END AS value, cells."row", cells."column", '
        f"cells.repeat FROM cells {joins} "
        f'ORDER BY cells.measure_code, cells.area_code, cells.sheet_code, cells."row", cells."column") '
        f"TO '{place}' (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)"
    )

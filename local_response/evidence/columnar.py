"""Observations from numpy columns into Parquet, by DuckDB in memory."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from local_response.evidence.harmonise import Harmonised
from local_response.sources.table import PUBLISHED, Labels

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

STATUSES = ("published", "suppressed", "missing")  # by the status numbers of a SourceTable


def write_observations(con: DuckDBPyConnection, rows: Harmonised, path: Path) -> None:
    """Write one row an observation, ordered by measure, area and cell.

    Columns: measure, area, area_label, period, edition, published, for each dimension our word and its printed
    label, level, value (NULL unless published), status, sheet, row, column, repeat. Raises duckdb.Error or OSError.
    """
    table = rows.table
    columns = {
        "measure": table.measure,
        "area": rows.area,
        "area_label": table.area,
        "period": table.period,
        "edition": table.edition or _same(table.origin.edition, rows),
        "published": table.edition_published or _same(table.origin.published, rows),
    }
    for name, (words, printed) in rows.dimensions.items():
        columns |= {name: words, f"{name}_label": printed}
    columns |= {
        "level": rows.level,
        "status": Labels(STATUSES, table.status.astype(np.int32)),
        "sheet": table.sheet,
    }
    order = np.lexsort((table.column, table.row, table.sheet.codes, table.area.codes, table.measure.codes))
    cells: dict[str, NDArray[Any]] = {f"{name}_code": words.codes[order] for name, words in columns.items()}
    cells |= {"value": table.value[order], "row": table.row[order], "column": table.column[order]}
    cells["repeat"] = rows.repeat[order]
    con.register("cells", cells)
    try:
        for name, words in columns.items():
            con.execute(f"CREATE OR REPLACE TYPE {name}_words AS ENUM ({_listed(dict.fromkeys(words.values))})")
        con.execute(_copy(columns, path))
    finally:
        con.unregister("cells")


def _same(text: str, rows: Harmonised) -> Labels:
    return Labels((text,), np.zeros(rows.table.value.size, dtype=np.int32))


def _listed(words: Iterable[str]) -> str:
    return ", ".join("'" + word.replace("'", "''") + "'" for word in words)


def _copy(columns: Mapping[str, Labels], path: Path) -> str:
    # Looking a code up in a constant list of an enumerated type is three times as fast as joining a table of labels.
    # Names of columns are our own; words and path are quoted, since COPY takes no parameters.
    chosen = ", ".join(
        f'list_extract([{_listed(words.values)}]::{name}_words[], {name}_code + 1)::{name}_words AS "{name}"'
        for name, words in columns.items()
    )
    return (
        f"COPY (SELECT {chosen}, CASE WHEN status_code = {PUBLISHED} THEN value END AS value, "  # noqa: S608
        f'"row", "column", repeat FROM cells) TO {_listed([str(path)])} '
        "(FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2)"
    )

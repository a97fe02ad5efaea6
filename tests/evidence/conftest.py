"""A small factory of source tables, and stores made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import numpy as np
import pytest

from local_response.evidence.adding import add_files
from local_response.evidence.places import releases_folder
from local_response.evidence.store import Store, open_store
from local_response.sources.table import MISSING, PUBLISHED, SUPPRESSED, Labels, Origin, SourceTable

REASONS = {"suppressed": SUPPRESSED, "missing": MISSING}
Rows = Sequence[tuple[object, ...]]


def labels(words: Sequence[str]) -> Labels:
    values = tuple(dict.fromkeys(words))
    return Labels(values, np.array([values.index(word) for word in words], dtype=np.int32))


def _source_table(
    rows: Rows,
    dimensions: Sequence[str] = (),
    *,
    measure: str = "nrm.referrals.made_by_force",
    publication: str = "nrm.police_responders",
    reader: str = "responders",
    origin: Mapping[str, str] | None = None,
    sheet: str = "Table_13",
    first_row: int = 7,
    editions: Sequence[tuple[str, str]] | None = None,
) -> SourceTable:
    """Rows are (area, period, *labels of the dimensions, value), a value is a number, "suppressed" or "missing"."""
    cells = [row[-1] for row in rows]
    status = np.array([REASONS.get(cell, PUBLISHED) if isinstance(cell, str) else PUBLISHED for cell in cells])
    return SourceTable(
        publication=publication,
        reader=reader,
        reader_version=1,
        origin=Origin(**{"title": "A table", "publisher": "Home Office", **(origin or {})}),
        measure=labels([measure] * len(rows)),
        area=labels([str(row[0]) for row in rows]),
        period=labels([str(row[1]) for row in rows]),
        dimensions={name: labels([str(row[2 + place]) for row in rows]) for place, name in enumerate(dimensions)},
        value=np.array([np.nan if isinstance(cell, str) else float(str(cell)) for cell in cells]),
        status=status.astype(np.int8),
        sheet=labels([sheet] * len(rows)),
        row=np.arange(first_row, first_row + len(rows), dtype=np.int32),
        column=np.full(len(rows), 5, dtype=np.int32),
        edition=labels([name for name, _ in editions]) if editions else None,
        edition_published=labels([day for _, day in editions]) if editions else None,
    )


@pytest.fixture(scope="session")
def source_table() -> Callable[..., SourceTable]:
    """Makes a source table of rows (area, period, *labels of the dimensions, value)."""
    return _source_table


@pytest.fixture
def store_of(tmp_path: Path) -> Callable[..., Store]:
    """A store, without the bundled pack, of tables added one after another as files of their own."""

    def made(*tables: SourceTable) -> Store:
        store = open_store(tmp_path / "home", pack=None)
        for number, table in enumerate(tables):
            path = tmp_path / f"file_{number}.csv"
            path.write_text(f"stands for file {number}", encoding="utf-8")
            add_files([path], lambda _, table=table: [table], (), releases_folder(store.home))
            store = open_store(store.home, pack=None)
        return store

    return made

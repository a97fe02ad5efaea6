"""Published tables and figures of multiple systems estimation, read as they lie beside the project."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from local_response.insight.hidden.histories import CaptureTable, capture_table, read_capture_histories

ALIASES = {"UK_5lists": "UKdat_5", "NewOrleans_5lists": "NewOrl_5", "UKdat_5_nboot200": "UKdat_5"}
LONG_FILES = ("mse_capture_histories_neworleans_v186", "mse_capture_histories")

Row = dict[str, str]


@pytest.fixture(scope="session")
def published_table(published_data: Path) -> Callable[[str], CaptureTable]:
    """Reads one published capture table by its name, from its own file or from the long file of all."""

    def read(name: str) -> CaptureTable:
        name = ALIASES.get(name, name)
        path = published_data / "mse" / f"{name}.csv"
        return read_capture_histories(path) if path.exists() else _from_long_file(published_data, name)

    return read


def _from_long_file(published_data: Path, name: str) -> CaptureTable:
    for long_file in LONG_FILES:
        with (published_data / "expected" / f"{long_file}.csv").open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row["dataset"] == name]
        if rows:
            histories = [[int(digit) for digit in row["history"]] for row in rows]
            return capture_table(rows[0]["lists"].split(), histories, [int(row["count"]) for row in rows], name)
    raise KeyError(name)


@pytest.fixture(scope="session")
def r_order() -> Callable[[CaptureTable], list[int]]:
    """Capture histories in the order in which the R packages hold and resample them, as places in the counts."""

    def order(table: CaptureTable) -> list[int]:
        lists = len(table.lists)

        def by_size_then_first_lists(mask: int) -> tuple[int, list[int]]:
            return mask.bit_count(), [-(mask >> place & 1) for place in range(lists)]

        return sorted(range(1, 1 << lists), key=by_size_then_first_lists)

    return order

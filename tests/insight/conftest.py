"""Published and reference values for the tests of insight, read as they lie beside the project."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import settings

# A loaded machine makes single examples slow; how long one takes is measured in benchmarks/, not here.
settings.register_profile("no_deadline", deadline=None)
settings.load_profile("no_deadline")

Row = dict[str, str]


@pytest.fixture(scope="session")
def expected_rows(published_data: Path) -> Callable[[str], list[Row]]:
    """Reads one file of expected values by its name without ending; one dict a row, cells as text."""

    def read(name: str) -> list[Row]:
        with (published_data / "expected" / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    return read

"""Observations out of the releases: which figures there are, and their rows."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from local_response.evidence.manifests import Manifest
from local_response.model.errors import StoreError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Rows. Of fewer in the areas wanted all periods and values are read, and kept for the next question. All areas are read
# at once where a level has few rows, or where it was asked for one area after another. A question for some values only
# is not kept where keeping would read many rows for few.
_SMALL_LEVEL, _READ_AHEAD, _ONE_BY_ONE, _SELECTIVE = 4_000, 40_000, 3, 10_000
_ROWS_KEPT = 400_000

_RELEASE = "parse_filename(parse_dirpath(filename))"  # a release's folder is named by its id


class Statement(NamedTuple):
    """That an edition of a release states figures for an area and period at a level of breakdown."""

    release: int
    edition: str
    published: str
    area: str
    period: str
    level: str
    sheet: str
    rows: int


class Row(NamedTuple):
    """One observation. release: place in the list of manifests. breakdown: a value for each dimension of its level."""

    release: int
    edition: str
    published: str
    area: str
    period: str
    level: str
    value: float | None
    status: str
    sheet: str
    row: int
    column: int
    breakdown: tuple[str, ...]


@dataclass(frozen=True)
class Filter:
    """What rows of a measure are wanted, at one level of breakdown. where: dimension -> values that will do."""

    measure: str
    level: str
    areas: tuple[str, ...]
    periods: tuple[str, ...]
    where: tuple[tuple[str, tuple[str, ...]], ...] = ()

    @property
    def dimensions(self) -> tuple[str, ...]:
        """Those of the level, in the order of a row's breakdown."""
        return tuple(self.level.split(",")) if self.level else ()


class Observations:
    """The observations of a list of releases, read by DuckDB from their Parquet files.

    Raises StoreError, naming the release, where a file is damaged.
    """

    def __init__(self, manifests: Sequence[Manifest]) -> None:
        self.manifests = tuple(manifests)
        self._places = {manifest.release.id: place for place, manifest in enumerate(self.manifests)}
        self._statements: dict[str, list[Statement]] = {}
        self._sizes: dict[tuple[str, str], dict[str, int]] = {}
        self._rows: dict[tuple[str, str], dict[str, list[Row]]] = {}
        self._readings: dict[tuple[str, str], int] = {}
        self._rows_kept = 0
        self._values: dict[tuple[str, str], frozenset[str]] = {}
        self._connected: DuckDBPyConnection | None = None
        self._whole: set[str] = set()

    def statements(self, measure: str) -> list[Statement]:
        """What the releases state of a measure, one item an area, period, level and edition."""
        if measure not in self._statements:
            found = self._ask(
                measure,
                f"{_RELEASE}, edition, published, area, period, level, min(sheet), count(*)",
                "GROUP BY ALL ORDER BY ALL",
                {},
            )
            self._statements[measure] = [Statement(self._places[row[0]], *row[1:]) for row in found]
        return self._statements[measure]

    def rows(self, wanted: Filter) -> list[Row]:
        """The rows that pass a filter, by area and then in the order of their cells."""
        sizes = self._rows_by_area(wanted.measure, wanted.level)
        areas = [area for area in wanted.areas if area in sizes]
        if sum(sizes[area] for area in areas) > _READ_AHEAD:
            return self._read(wanted, areas, wanted.periods, dict(wanted.where))
        if self._rows_kept > _ROWS_KEPT:
            self._rows, self._rows_kept = {}, 0
        level = (wanted.measure, wanted.level)
        kept = self._rows.setdefault(level, {})
        lacking = [area for area in areas if area not in kept]
        if wanted.where and sum(sizes[area] for area in lacking) > _SELECTIVE:
            return self._read(wanted, areas, wanted.periods, dict(wanted.where))
        if lacking:
            times = self._readings[level] = self._readings.get(level, 0) + 1
            if sum(sizes.values()) <= (_SMALL_LEVEL if times <= _ONE_BY_ONE else _READ_AHEAD):
                lacking = [area for area in sizes if area not in kept]
            kept |= {area: [] for area in lacking}
            for row in self._read(wanted, lacking, None, {}):
                kept[row.area].append(row)
                self._rows_kept += 1
        places = {name: place for place, name in enumerate(wanted.dimensions)}
        tests = [(places[name], frozenset(values)) for name, values in wanted.where]
        periods = frozenset(wanted.periods)
        return [
            row
            for area in areas
            for row in kept[area]
            if row.period in periods and all(row.breakdown[place] in values for place, values in tests)
        ]

    def _rows_by_area(self, measure: str, level: str) -> Mapping[str, int]:
        if (measure, level) not in self._sizes:
            sizes = self._sizes[measure, level] = {}
            for said in self.statements(measure):
                if said.level == level:
                    sizes[said.area] = sizes.get(said.area, 0) + said.rows
        return self._sizes[measure, level]

    def values(self, measure: str, dimension: str) -> frozenset[str]:
        """Every value of a dimension that some release states for a measure."""
        if (measure, dimension) not in self._values:
            found: list[tuple[Any, ...]] = []
            if dimension in self.dimensions(measure):
                found = self._ask(measure, f'DISTINCT "{dimension}"', "", {})
            self._values[measure, dimension] = frozenset(str(row[0]) for row in found if row[0] is not None)
        return self._values[measure, dimension]

    def dimensions(self, measure: str) -> frozenset[str]:
        """Dimensions that some release breaks a measure down by."""
        return frozenset(name for manifest in self._of(measure) for name in manifest.dimensions)

    def close(self) -> None:
        """Let the database go."""
        if self._connected is not None:
            self._connected.close()
            self._connected = None

    def _read(
        self, wanted: Filter, areas: Sequence[str], periods: Sequence[str] | None, where: Mapping[str, Sequence[str]]
    ) -> list[Row]:
        by = "".join(f', "{name}"' for name in wanted.dimensions)
        conditions = {"level": [wanted.level], "area": areas, **where}
        if periods is not None:
            conditions["period"] = periods
        found = self._ask(
            wanted.measure,
            f'{_RELEASE}, edition, published, area, period, level, value, status, sheet, "row", "column"{by}',
            'ORDER BY filename, sheet, "row", "column"',
            conditions,
        )
        places = self._places
        return [Row._make((places[row[0]], *row[1:11], row[11:])) for row in found]

    def _of(self, measure: str) -> list[Manifest]:
        return [manifest for manifest in self.manifests if measure in manifest.release.measures]

    def _ask(
        self, measure: str, chosen: str, order: str, conditions: Mapping[str, Sequence[str]]
    ) -> list[tuple[Any, ...]]:
        """Run one query over the releases of a measure; chosen and order are our own words, conditions parameters."""
        manifests = self._of(measure)
        if not manifests or not all(conditions.values()):
            return []
        parameters: dict[str, Any] = {"files": [file_of(manifest) for manifest in manifests], "measure": measure}
        tests = ""
        for name, values in conditions.items():
            places = {f"{name}_{number}": value for number, value in enumerate(values)}
            tests += f' AND "{name}" IN ({", ".join(f"${place}" for place in places)})'
            parameters |= places
        query = (
            f"SELECT {chosen} FROM read_parquet($files, union_by_name=true, filename=true) "  # noqa: S608
            f"WHERE measure = $measure AND NOT repeat{tests} {order}"
        )
        return self.run(query, parameters, manifests)

    def run(self, query: str, parameters: Mapping[str, Any], manifests: Sequence[Manifest]) -> list[tuple[Any, ...]]:
        """The rows of a query over the observations of some releases."""
        import duckdb

        for manifest in manifests:
            self._check_length(manifest)
        try:
            return self._connection().cursor().execute(query, dict(parameters)).fetchall()
        except duckdb.Error as fault:
            raise StoreError(
                f"{', '.join(sorted(manifest.release.id for manifest in manifests))}: "
                f"cannot be read ({' '.join(str(fault).split())}). Run `local-response evidence verify` to find which."
            ) from fault

    def _check_length(self, manifest: Manifest) -> None:
        """A file of another length than was written is damaged, whatever it says."""
        if manifest.release.id in self._whole:
            return
        try:
            length = manifest.observations.stat().st_size
        except OSError:
            length = -1
        if length != manifest.observations_bytes:
            raise damaged(manifest, "its observations are not as long as they were when written")
        self._whole.add(manifest.release.id)

    def _connection(self) -> DuckDBPyConnection:
        if self._connected is None:
            self._connected = connection()
        return self._connected


def file_of(manifest: Manifest) -> str:
    """The observations of a release as a path for DuckDB, in which "*", "?" and "[" would stand for other files."""
    return re.sub(r"[*?[]", r"[\g<0>]", str(manifest.observations))


def connection() -> DuckDBPyConnection:
    """A DuckDB connection in memory that never writes beside the working folder."""
    import duckdb

    return duckdb.connect(":memory:", config={"memory_limit": "400MB", "temp_directory": "", "threads": 2})


def damaged(manifest: Manifest, finding: str) -> StoreError:
    """The error for a release whose files are not as they were written."""
    remedy = "Reinstall Local Response." if manifest.release.bundled else "Add the published file again."
    return StoreError(
        f"{manifest.folder}: the release {manifest.release.id} is damaged: {finding}. "
        f"Move the folder out of the store. {remedy}"
    )

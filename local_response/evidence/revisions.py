"""What changed between two editions of the same figures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from local_response.definitions import measures
from local_response.evidence.manifests import Manifest
from local_response.evidence.reading import Observations, file_of
from local_response.model.errors import FigureNotFoundError
from local_response.model.figures import Citation
from local_response.model.periods import Period

Kind = Literal["changed", "added", "gone"]


@dataclass(frozen=True)
class Side:
    """A figure as one of the two editions states it. value: None where it is suppressed or missing."""

    value: float | None
    status: str
    citation: Citation

    @property
    def text(self) -> str:
        """As shown: "1,234", "suppressed", "missing"."""
        return self.status if self.value is None else f"{self.value:,.10g}"


@dataclass(frozen=True)
class Change:
    """A figure that differs between two editions; old is None for one that was added, new for one that is gone."""

    kind: Kind
    measure: str
    area: str
    period: str
    breakdown: Mapping[str, str]
    old: Side | None
    new: Side | None


def changes(observations: Observations, old: Manifest, new: Manifest) -> list[Change]:
    """Every figure that changed, was added or is gone from one release to another, in order of place.

    In tables that leave out zeros a zero that is left out is no change. Only figures of periods and measures that
    both releases hold are compared; of figures that somebody copied beside a whole table, only those.
    Raises FigureNotFoundError where they hold none in common.
    """
    periods = sorted(set(old.release.periods) & set(new.release.periods))
    both = sorted(set(old.release.measures) & set(new.release.measures))
    if not periods or not both:
        raise FigureNotFoundError(
            f"{old.release.id} and {new.release.id} state no figure in common: the one is about "
            f"{_about(old)}, the other about {_about(new)}. Compare two editions of the same table."
        )
    names = tuple(name for name in dict.fromkeys((*old.dimensions, *new.dimensions)))
    parameters = {"old": file_of(old), "new": file_of(new), "periods": periods, "measures": both}
    found = []
    for row in observations.run(_query(old, new, names), parameters, [old, new]):
        measure, area, period, *labels = row[: 3 + len(names)]
        sides = row[3 + len(names) :]
        before, after = _side(sides[:7], old), _side(sides[7:], new)
        if measures.measure(measure).absent_means_zero and _is_left_out(before, after):
            continue
        kind: Kind = "added" if before is None else "gone" if after is None else "changed"
        breakdown = {name: word for name, word in zip(names, labels, strict=True) if word != "all"}
        found.append(Change(kind, measure, area, period, breakdown, before, after))
    return sorted(found, key=lambda change: (change.measure, Period.parse(change.period).end, change.area))


def _query(old: Manifest, new: Manifest, names: tuple[str, ...]) -> str:
    # Copied figures of several editions stand in one file. Between two such files the edition tells those of one period
    # apart; beside a whole table their newest edition counts, and only the figures that somebody copied.
    editions = ("edition",) if not old.complete and not new.complete else ()
    join = "FULL" if old.complete == new.complete else "INNER"
    key = [f'"{name}"' for name in ("measure", "area", "period", *names, *editions)]
    what = ("value", "rank", "sheet", '"row"', '"column"', "said", "published")
    sides = ", ".join(f"{name}.{column}" for name in ("o", "n") for column in what)
    return (
        f"WITH {_figures('old', old, names, key)}, {_figures('new', new, names, key)} "  # noqa: S608
        f"SELECT {', '.join(key[: 3 + len(names)])}, {sides} "
        f"FROM old AS o {join} JOIN new AS n USING ({', '.join(key)}) "
        "WHERE o.value IS DISTINCT FROM n.value OR o.rank IS DISTINCT FROM n.rank "
        'ORDER BY coalesce(n.sheet, o.sheet), coalesce(n."row", o."row"), coalesce(n."column", o."column")'
    )


def _figures(name: str, manifest: Manifest, names: tuple[str, ...], key: list[str]) -> str:
    """A named part of the query: one row a figure of a release. rank: 0 published, 1 missing, 2 suppressed."""
    lacking = "".join(f", 'all' AS \"{dimension}\"" for dimension in names if dimension not in manifest.dimensions)
    newest = (
        "" if manifest.complete else f"QUALIFY rank() OVER (PARTITION BY {', '.join(key)} ORDER BY published DESC) = 1"
    )
    return (
        f"{name} AS (SELECT {', '.join(key)}, round(sum(value), 6) AS value, "  # noqa: S608
        "max(CASE status WHEN 'published' THEN 0 WHEN 'missing' THEN 1 ELSE 2 END) AS rank, "
        'min_by(sheet, "row") AS sheet, min("row") AS "row", min_by("column", "row") AS "column", '
        'min_by(edition, "row") AS said, min(published) AS published '
        f"FROM (SELECT *{lacking} FROM read_parquet(${name}) WHERE NOT repeat {newest}) "
        "WHERE list_contains($periods, period) AND list_contains($measures, measure) "
        f"GROUP BY {', '.join(key)})"
    )


def _side(found: tuple[float | None, int | None, str, int, int, str, str], manifest: Manifest) -> Side | None:
    value, rank, sheet, row, column, edition, published = found
    if rank is None:
        return None
    release = manifest.release
    citation = Citation(release.id, sheet, row, column, edition or release.edition, published or release.published)
    return Side(None if rank else value, ("published", "missing", "suppressed")[rank], citation)


def _is_left_out(before: Side | None, after: Side | None) -> bool:
    return (before is None or after is None) and all(side is None or side.value == 0 for side in (before, after))


def _about(manifest: Manifest) -> str:
    periods = manifest.release.periods
    span = periods[0] if len(periods) == 1 else f"{periods[0]} to {periods[-1]}"
    return f"{', '.join(manifest.release.measures)} in {span}"

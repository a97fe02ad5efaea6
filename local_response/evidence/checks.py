"""Whether published figures agree: parts with their totals in a release, and tables with each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from local_response.definitions import areas, measures
from local_response.evidence.manifests import Manifest
from local_response.evidence.reading import Observations
from local_response.model.areas import UNITED_KINGDOM
from local_response.model.figures import Figure

RESPONDER_TABLES = (
    "nrm.referrals.made_by_force",
    "nrm.referrals.made_by_government_agency",
    "nrm.referrals.made_by_ngo",
    "nrm.referrals.made_by_local_authority",
)
NATIONAL = "nrm.referrals"


@dataclass(frozen=True)
class Disagreement:
    """Two published figures that should be equal and are not.

    what: the figures compared. where: measure, area, period and breakdown. parts, total: their values.
    releases: ids of the releases that state them.
    """

    what: str
    where: str
    parts: float
    total: float
    releases: tuple[str, ...]

    @property
    def sentence(self) -> str:
        """What, where, by how much."""
        difference = self.parts - self.total
        return (
            f"{self.where}: {self.what} come to {self.parts:,.10g}, the published total is {self.total:,.10g} "
            f"({abs(difference):,.10g} {'more' if difference > 0 else 'fewer'})"
        )


def national_disagreements(figure: Callable[[str, str, str], Figure], periods: Sequence[str]) -> list[Disagreement]:
    """Quarters in which the four responder tables do not sum to the national table.

    figure: of a measure, area and period. A quarter that lacks one of the five figures is not compared. Each edition
    revises earlier quarters, so tables of different editions differ by a few referrals as a rule.
    """
    found = []
    for period in periods:
        parts = [figure(measure, UNITED_KINGDOM, period) for measure in RESPONDER_TABLES]
        total = figure(NATIONAL, UNITED_KINGDOM, period)
        if total.value is None or any(part.value is None for part in parts):
            continue
        together = sum(part.known for part in parts)
        if together != total.value:
            cited = [citation for part in (*parts, total) for citation in part.citations]
            editions = " and ".join(dict.fromkeys(c.edition for c in cited if c.edition)) or "different editions"
            found.append(
                Disagreement(
                    f"referrals by police, government agencies, NGOs and local authorities (editions {editions})",
                    f"{NATIONAL} in {period}",
                    together,
                    total.value,
                    tuple(dict.fromkeys(citation.release for citation in cited)),
                )
            )
    return found


def parts_and_totals(observations: Observations, manifest: Manifest) -> list[Disagreement]:
    """Published totals of a release that its published parts do not sum to, over each dimension and over forces.

    Totals with a part that is suppressed or missing are not compared, nor are figures that somebody copied.
    """
    if not manifest.complete:
        return []
    source = str(manifest.observations)
    levels = [
        frozenset(level.split(",")) - {""}
        for (level,) in observations.run(
            "SELECT DISTINCT level FROM read_parquet($file) ORDER BY level", {"file": source}, [manifest]
        )
    ]
    found = []
    for total in levels:
        for parts in levels:
            if total < parts and len(parts) == len(total) + 1:
                (over,) = parts - total
                found += _compared(observations, manifest, total, parts, f"the published figures by {over}")
        found += _forces(observations, manifest, total)
    return found


def _compared(
    observations: Observations, manifest: Manifest, total: frozenset[str], parts: frozenset[str], what: str
) -> list[Disagreement]:
    kept = [name for name in manifest.dimensions if name in total]
    key = ", ".join(f'"{name}"' for name in ("measure", "area", "period", "edition", *kept))
    query = (
        f"WITH cells AS (SELECT * FROM read_parquet($file) WHERE NOT repeat), "  # noqa: S608
        f"parts AS (SELECT {key}, sum(value) AS found, bool_and(status = 'published') AS known FROM cells "
        f"WHERE level = $parts GROUP BY {key}), "
        f"totals AS (SELECT {key}, sum(value) AS stated, bool_and(status = 'published') AS known FROM cells "
        f"WHERE level = $total GROUP BY {key}) "
        f"SELECT {key}, found, stated FROM parts JOIN totals USING ({key}) "
        "WHERE parts.known AND totals.known AND abs(found - stated) > 0.005 ORDER BY ALL"
    )
    parameters = {"parts": _level(manifest, parts), "total": _level(manifest, total)}
    return _disagreements(observations, manifest, query, parameters, kept, what)


def _forces(observations: Observations, manifest: Manifest, level: frozenset[str]) -> list[Disagreement]:
    """Against the total of all forces, in tables that list every force with referrals."""
    listed = [name for name in manifest.release.measures if measures.measure(name).absent_means_zero]
    kept = [name for name in manifest.dimensions if name in level]
    key = ", ".join(f'"{name}"' for name in ("period", "edition", *kept))
    query = (
        f"WITH cells AS (SELECT *, area = $whole AS is_total FROM read_parquet($file) WHERE NOT repeat "  # noqa: S608
        "AND level = $level AND list_contains($measures, measure)), "
        f"sums AS (SELECT measure, is_total, {key}, sum(value) AS found, bool_and(status = 'published') AS known "
        f"FROM cells GROUP BY measure, is_total, {key}) "
        f"SELECT measure, $whole, {key}, parts.found, totals.found FROM sums AS parts "
        f"JOIN sums AS totals USING (measure, {key}) WHERE totals.is_total AND NOT parts.is_total "
        "AND parts.known AND totals.known AND abs(parts.found - totals.found) > 0.005 ORDER BY ALL"
    )
    parameters = {"level": _level(manifest, level), "measures": listed, "whole": UNITED_KINGDOM}
    return _disagreements(observations, manifest, query, parameters, kept, "the published figures of all responders")


def _disagreements(
    observations: Observations,
    manifest: Manifest,
    query: str,
    parameters: Mapping[str, object],
    kept: Sequence[str],
    what: str,
) -> list[Disagreement]:
    rows = observations.run(query, {"file": str(manifest.observations), **parameters}, [manifest])
    found = []
    for measure, area, period, _, *labels, parts, total in rows:
        where = (measure, _name(area), period, *(f"{name} {word}" for name, word in zip(kept, labels, strict=True)))
        found.append(Disagreement(what, ", ".join(where), parts, total, (manifest.release.id,)))
    return found


def _level(manifest: Manifest, dimensions: frozenset[str]) -> str:
    return ",".join(name for name in manifest.dimensions if name in dimensions)


def _name(code: str) -> str:
    known = {area.code: area.name for area in areas.all_areas()}
    return known.get(code, code)

"""Whether published figures agree: parts with their totals in a release, and tables with each other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from local_response.definitions import areas, measures
from local_response.evidence.manifests import Manifest
from local_response.evidence.reading import Observations, file_of
from local_response.model.areas import UNITED_KINGDOM
from local_response.model.figures import Figure
from local_response.model.measures import ALL

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
    found = []
    for dimension in manifest.dimensions:
        found += _compared(observations, manifest, dimension, ALL, manifest.release.measures, f"figures by {dimension}")
    listed = [name for name in manifest.release.measures if measures.measure(name).absent_means_zero]
    if listed:
        found += _compared(observations, manifest, "area", UNITED_KINGDOM, listed, "figures of all responders")
    return found


def _compared(
    observations: Observations, manifest: Manifest, over: str, whole: str, of: Sequence[str], what: str
) -> list[Disagreement]:
    """Sums over one column compared with the rows that hold the whole there, all other columns being the same."""
    key = [name for name in ("measure", "area", "period", "edition", *manifest.dimensions) if name != over]
    named = ", ".join(f'"{name}"' for name in key)
    query = (
        f'WITH sums AS (SELECT {named}, "{over}" = $whole AS is_whole, sum(value) AS total, '  # noqa: S608
        "bool_and(status = 'published') AS known FROM read_parquet($file) "
        "WHERE NOT repeat AND list_contains($of, measure) GROUP BY ALL) "
        f"SELECT {named}, parts.total, wholes.total FROM sums AS parts JOIN sums AS wholes USING ({named}) "
        "WHERE wholes.is_whole AND NOT parts.is_whole AND parts.known AND wholes.known "
        "AND abs(parts.total - wholes.total) > 0.005 ORDER BY ALL"
    )
    parameters = {"file": file_of(manifest), "whole": whole, "of": list(of)}
    found = []
    for *values, parts, total in observations.run(query, parameters, [manifest]):
        words = {over: whole, **dict(zip(key, values, strict=True))}
        breakdown = [f"{name} {words[name]}" for name in manifest.dimensions if words[name] != ALL]
        where = ", ".join([words["measure"], _name(words["area"]), words["period"], *breakdown])
        found.append(Disagreement(f"the published {what}", where, parts, total, (manifest.release.id,)))
    return found


def _name(code: str) -> str:
    known = {area.code: area.name for area in areas.all_areas()}
    return known.get(code, code)

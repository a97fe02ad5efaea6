"""One figure out of the rows, or parts, that make it up. Zero, suppressed and missing stay three things."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from local_response.evidence.editions import Edition
from local_response.evidence.manifests import Manifest
from local_response.evidence.reading import Row
from local_response.model.figures import Citation, Figure, Status

Combination = tuple[str, ...]
LEFT_OUT = "the table leaves out combinations with no referrals"


class Subject(NamedTuple):
    """What a figure is about."""

    unit: str
    measure: str
    area: str
    period: str
    breakdown: Mapping[str, str]


def figure_of_rows(rows: Sequence[Row], subject: Subject, manifests: Sequence[Manifest]) -> Figure:
    """The figure that rows of one edition state: one row as published, several as their sum."""
    citations = tuple(_citation(row, manifests[row.release]) for row in rows)
    method = "published" if len(rows) == 1 else "sum"
    statuses = {row.status for row in rows}
    if "suppressed" in statuses:
        reason = "suppressed by the publisher" if len(rows) == 1 else "a part of the sum is suppressed by the publisher"
        return _unknown(subject, "suppressed", reason, method, citations)
    if "missing" in statuses:
        reason = "left empty by the publisher" if len(rows) == 1 else "a part of the sum is left empty by the publisher"
        return _unknown(subject, "missing", reason, method, citations)
    return _known(subject, sum(row.value for row in rows if row.value is not None), method, citations)


def figure_of_parts(
    rows: Sequence[Row], parts: Sequence[Figure], subject: Subject, manifests: Sequence[Manifest]
) -> Figure:
    """The sum over areas: of the rows that are stated, and of the figures of areas that are not.

    Unknown, with the reason, where a part is suppressed or missing.
    """
    citations = tuple(_citation(row, manifests[row.release]) for row in rows)
    citations += tuple(citation for part in parts for citation in part.citations)
    statuses = {row.status for row in rows} | {part.status for part in parts}
    if "suppressed" in statuses:
        reason = "the figure of a part of the area is suppressed by the publisher"
        return _unknown(subject, "suppressed", reason, "sum", citations)
    if "missing" in statuses:
        return _unknown(subject, "missing", "the figure of a part of the area is not published", "sum", citations)
    known = [row.value for row in rows if row.value is not None] + [part.known for part in parts]
    return _known(subject, sum(known), "sum", citations)


def left_out(subject: Subject, edition: Edition, manifest: Manifest) -> Figure:
    """Zero, by the rule that the table leaves out what did not happen."""
    release = manifest.release
    named, published = edition.edition or release.edition, edition.published or release.published
    citation = Citation(release.id, edition.sheet, None, None, named, published, LEFT_OUT)
    return _known(subject, 0.0, "published", (citation,))


def absent(subject: Subject, reason: str) -> Figure:
    """A figure that no release states. reason: a clause in plain English, without digits."""
    return _unknown(subject, "missing", reason, "published", ())


def _known(subject: Subject, value: float, method: str, citations: tuple[Citation, ...]) -> Figure:
    unit, measure, area, period, breakdown = subject
    decimals = 0 if float(value).is_integer() else 2
    # Parts with decimals leave dust behind the last place that any publisher prints.
    value = float(value) if decimals == 0 else round(value, 6)
    return Figure(
        value, "published", unit, measure, area, period, method, breakdown, citations=citations, decimals=decimals
    )


def _unknown(subject: Subject, status: Status, reason: str, method: str, citations: tuple[Citation, ...]) -> Figure:
    unit, measure, area, period, breakdown = subject
    return Figure(None, status, unit, measure, area, period, method, breakdown, reason, citations)


def _citation(row: Row, manifest: Manifest) -> Citation:
    release = manifest.release
    named, published = row.edition or release.edition, row.published or release.published
    return Citation(release.id, row.sheet, row.row, row.column, named, published)

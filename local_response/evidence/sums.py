"""One figure out of the rows, or parts, that make it up. Zero, suppressed and missing stay three things."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from local_response.evidence.editions import Edition
from local_response.evidence.manifests import Manifest
from local_response.evidence.reading import Row
from local_response.model.figures import Citation, Figure

Combination = tuple[str, ...]
LEFT_OUT = "the table leaves out combinations with no referrals"


def figure_of_rows(rows: Sequence[Row], blank: Figure, manifests: Sequence[Manifest]) -> Figure:
    """The figure that rows of one edition state: one row as published, several as their sum.

    blank: the figure without a value, for its area, period and breakdown.
    """
    citations = tuple(_citation(row, manifests[row.release]) for row in rows)
    method = "published" if len(rows) == 1 else "sum"
    statuses = {row.status for row in rows}
    if "suppressed" in statuses:
        reason = "suppressed by the publisher" if len(rows) == 1 else "a part of the sum is suppressed by the publisher"
        return replace(blank, status="suppressed", reason=reason, method=method, citations=citations)
    if "missing" in statuses:
        reason = "left empty by the publisher" if len(rows) == 1 else "a part of the sum is left empty by the publisher"
        return replace(blank, status="missing", reason=reason, method=method, citations=citations)
    values = [row.value for row in rows if row.value is not None]
    return _with_value(blank, values, method, citations)


def figure_of_parts(parts: Sequence[Figure], blank: Figure) -> Figure:
    """The sum over areas: unknown, with the reason, where a part is suppressed or missing."""
    citations = tuple(citation for part in parts for citation in part.citations)
    if any(part.status == "suppressed" for part in parts):
        reason = "the figure of a part of the area is suppressed by the publisher"
        return replace(blank, status="suppressed", reason=reason, method="sum", citations=citations)
    if any(part.value is None for part in parts):
        reason = "the figure of a part of the area is not published"
        return replace(blank, status="missing", reason=reason, method="sum", citations=citations)
    return _with_value(blank, [part.known for part in parts], "sum", citations)


def left_out(blank: Figure, edition: Edition, manifest: Manifest) -> Figure:
    """Zero, by the rule that the table leaves out what did not happen."""
    citation = Citation(
        manifest.release.id,
        edition.sheet,
        None,
        None,
        edition.edition or manifest.release.edition,
        edition.published or manifest.release.published,
        LEFT_OUT,
    )
    return replace(blank, value=0.0, status="published", reason="", method="published", citations=(citation,))


def absent(blank: Figure, reason: str) -> Figure:
    """A figure that no release states. reason: a clause in plain English, without digits."""
    return replace(blank, value=None, status="missing", reason=reason)


def _with_value(blank: Figure, values: Sequence[float], method: str, citations: tuple[Citation, ...]) -> Figure:
    total = float(sum(values))
    decimals = 0 if total.is_integer() else 2
    return replace(
        blank,
        value=total if decimals == 0 else round(total, 6),
        status="published",
        reason="",
        method=method,
        citations=citations,
        decimals=decimals,
    )


def _citation(row: Row, manifest: Manifest) -> Citation:
    return Citation(
        manifest.release.id,
        row.sheet,
        row.row,
        row.column,
        row.edition or manifest.release.edition,
        row.published or manifest.release.published,
    )

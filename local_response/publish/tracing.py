"""Tracing: the source line of every figure, grouped by release and table, computed ones by method."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from local_response.model.figures import Citation, Figure
from local_response.model.periods import Period, long_date
from local_response.model.releases import Release
from local_response.publish.cells import cells_of_sheet, places
from local_response.publish.document import SourceGroup, SourceLine, SourceTable
from local_response.publish.naming import about, measure_name, method_of, period_label
from local_response.publish.numbering import Numbering

SUMS, COMPUTED, WITHOUT = "sums", "computed", "not-published"


def sources(numbering: Numbering, releases: Sequence[Release]) -> tuple[SourceGroup, ...]:
    """Groups of source lines: one a release in the order given, then sums over releases, methods, and gaps.

    Raises ValueError where a figure cites a release that is not among them.
    """
    known = {release.id: release for release in releases}
    by_group: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for figure_id, figure in numbering.figures.items():
        group, table, subject = _group(figure)
        by_group[group][table, subject].append(figure_id)
    if unknown := sorted(set(by_group) - set(known) - {SUMS, COMPUTED, WITHOUT}):
        raise ValueError(f"figures cite {', '.join(unknown)}, which is not among the releases of the profile")
    groups = [_release_group(known[name], by_group[name], numbering) for name in known if name in by_group]
    if SUMS in by_group:
        groups.append(_sums_group(by_group[SUMS], numbering, known))
    if COMPUTED in by_group:
        groups.append(_computed_group(by_group[COMPUTED], numbering))
    if WITHOUT in by_group:
        groups.append(_without_group(by_group[WITHOUT], numbering))
    return tuple(groups)


def place_of(figure: Figure) -> str:
    """Every cell of a figure on one line, each release by its id; "" for a computed one."""
    by_release: dict[str, list[Citation]] = defaultdict(list)
    for citation in figure.citations:
        by_release[citation.release].append(citation)
    return "; ".join(f"{name}: {places(cells)}" for name, cells in by_release.items())


def _group(figure: Figure) -> tuple[str, str, str]:
    """The group a figure's line stands in, the table in it, and what is counted."""
    releases = {citation.release for citation in figure.citations}
    if len(releases) == 1:
        sheets = list(dict.fromkeys(citation.sheet for citation in figure.citations))
        return releases.pop(), ", ".join(sheets), measure_name(figure.measure)
    if releases:
        return SUMS, measure_name(figure.measure), ""
    if figure.inputs or figure.status in ("computed", "not_calculable"):
        return COMPUTED, figure.method, ""
    return WITHOUT, measure_name(figure.measure), ""


def _release_group(release: Release, tables: Mapping[tuple[str, str], list[str]], numbering: Numbering) -> SourceGroup:
    found = tuple(
        SourceTable(title, subject, _lines(ids, numbering, _published_place))
        for (title, subject), ids in tables.items()
    )
    return SourceGroup(f"source-{release.id}", release.title, tuple(_release_details(release)), found, release.page)


def _release_details(release: Release) -> Iterable[tuple[str, str]]:
    yield "Publisher", release.publisher
    if release.edition:
        yield "Edition", release.edition
    if release.published:
        yield "Published", long_date(Period.parse(release.published).start)
    if release.file_name:
        yield "File", release.file_name
    yield "Licence", release.licence
    if release.secondary:
        yield "Taken from", release.secondary
    for sentence in release.disagreements:
        yield "Check that disagrees", sentence


def _sums_group(
    tables: Mapping[tuple[str, str], list[str]], numbering: Numbering, known: Mapping[str, Release]
) -> SourceGroup:
    def place(figure: Figure) -> str:
        by_release: dict[str, list[Citation]] = defaultdict(list)
        for citation in figure.citations:
            by_release[citation.release].append(citation)
        if unknown := sorted(set(by_release) - set(known)):
            raise ValueError(f"figures cite {', '.join(unknown)}, which is not among the releases of the profile")
        return "; ".join(f"{_short(known[name])}: {places(cells)}" for name, cells in by_release.items())

    found = tuple(SourceTable(title, "", _lines(ids, numbering, place)) for (title, _), ids in tables.items())
    details = (("Method", f"{method_of('sum')['name']}: {method_of('sum')['formula']}"),)
    return SourceGroup("source-sums", "Sums over several releases", details, found)


def _short(release: Release) -> str:
    return f"{release.title} ({release.edition})" if release.edition else release.title


def _computed_group(tables: Mapping[tuple[str, str], list[str]], numbering: Numbering) -> SourceGroup:
    found = []
    for (method, _), ids in tables.items():
        record = method_of(method)
        description = f"{record['formula']}. Source of the method: {record['source']}"
        found.append(SourceTable(record["name"], description, _lines(ids, numbering, lambda figure: "")))
    return SourceGroup("source-computed", "Figures computed from published ones", (), tuple(found))


def _without_group(tables: Mapping[tuple[str, str], list[str]], numbering: Numbering) -> SourceGroup:
    found = tuple(
        SourceTable(title, "", _lines(ids, numbering, lambda figure: "")) for (title, _), ids in tables.items()
    )
    return SourceGroup("source-not-published", "Figures that no release holds", (), found)


def _published_place(figure: Figure) -> str:
    """Cells of a figure of one release. A single sheet is named by the table's own heading."""
    sheets = {citation.sheet for citation in figure.citations}
    cells = cells_of_sheet(figure.citations) if len(sheets) == 1 else places(figure.citations)
    if len(figure.citations) > 1:
        return f"sum of {len(figure.citations)} cells: {cells}"
    return cells


def _lines(ids: Sequence[str], numbering: Numbering, place: Callable[[Figure], str]) -> tuple[SourceLine, ...]:
    return tuple(
        SourceLine(
            figure_id,
            numbering.figures[figure_id].text,
            about(numbering.figures[figure_id]),
            place(numbering.figures[figure_id]),
            tuple(_inputs(numbering.figures[figure_id], numbering)),
            _note(numbering.figures[figure_id]),
        )
        for figure_id in ids
    )


def _inputs(figure: Figure, numbering: Numbering) -> Iterable[tuple[str, str]]:
    for part in figure.inputs:
        differs = []
        if part.measure != figure.measure:
            differs.append(measure_name(part.measure))
        if part.area != figure.area or part.period != figure.period or part.breakdown != figure.breakdown:
            differs.append(about(part))
        yield numbering.figure(part), f"{part.text} ({', '.join(differs)})" if differs else part.text


def _note(figure: Figure) -> str:
    notes = [figure.reason] if figure.reason else []
    if figure.level is not None and figure.lower is not None and figure.upper is not None:
        limits = f"{figure.format(figure.lower)} to {figure.format(figure.upper)}"
        notes.append(f"{figure.level * 100:g}% interval {limits}")
    notes += [f"{name.replace('_', ' ')}: {period_label(str(value))}" for name, value in figure.parameters.items()]
    return "; ".join(notes)

"""Tracing: the source line of every figure, grouped by release and table, computed ones by method."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence

from local_response.model.figures import Citation, Figure
from local_response.model.periods import Period, in_order, long_date
from local_response.model.releases import Release
from local_response.publish.cells import cells_of_sheet, places
from local_response.publish.document import SourceGroup, SourceLine, SourceRelease, SourceTable
from local_response.publish.naming import about, area_name, measure_name, method_of, period_label
from local_response.publish.numbering import Numbering

Tables = Mapping[tuple[str, str], list[str]]  # (table, what is counted) -> ids of figures
MANY_INPUTS = 6  # figures that another was made from, from which their list is long
SUMS, COMPUTED, WITHOUT = "sums", "computed", "not-published"


def sources(numbering: Numbering, releases: Sequence[Release]) -> tuple[SourceGroup, ...]:
    """Groups of source lines: the releases of each publication in the order given, then figures made here, then gaps.

    Raises ValueError where a figure cites a release that is not among them.
    """
    known = {release.id: release for release in releases}
    found: dict[str, dict[tuple[str, str], list[str]]] = defaultdict(lambda: defaultdict(list))
    for figure_id, figure in numbering.figures.items():
        cited = {citation.release for citation in figure.citations}
        if unknown := sorted(cited - set(known)):
            raise ValueError(f"figures cite {', '.join(unknown)}, which is not among the releases of the profile")
        name, table, subject = _group(figure)
        found[name][table, subject].append(figure_id)
    groups = _publications([release for release in releases if release.id in found], found, numbering)
    made = [
        _sums(found[SUMS], numbering, known) if SUMS in found else None,
        *(_computed(found[COMPUTED], numbering) if COMPUTED in found else ()),
    ]
    if any(made):
        groups.append(SourceGroup("source-made", "Figures made from published ones", "", tuple(filter(None, made))))
    if WITHOUT in found:
        groups.append(SourceGroup("source-not-published", "Not published", "", (_without(found[WITHOUT], numbering),)))
    return tuple(groups)


def _publications(releases: Sequence[Release], found: Mapping[str, Tables], numbering: Numbering) -> list[SourceGroup]:
    titles = dict.fromkeys((release.title, release.publisher) for release in releases)
    return [
        SourceGroup(
            f"source-{number}",
            title,
            publisher,
            tuple(
                _release(release, found[release.id], numbering)
                for release in sorted(releases, key=lambda release: (release.periods[-1:], release.file_name))
                if (release.title, release.publisher) == (title, publisher)
            ),
        )
        for number, (title, publisher) in enumerate(titles, 1)
    ]


def place_of(figure: Figure) -> str:
    """Every cell of a figure on one line, each release by its id; "" for a computed one."""
    return "; ".join(f"{name}: {places(cells)}" for name, cells in _by_release(figure).items())


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


def _release(release: Release, tables: Tables, numbering: Numbering) -> SourceRelease:
    found = tuple(
        SourceTable(title, subject, _lines(ids, numbering, _published_place))
        for (title, subject), ids in tables.items()
    )
    edition = release.edition or _span(release.periods) or release.file_name
    return SourceRelease(f"source-{release.id}", edition, tuple(_details(release)), found, release.page)


def _span(periods: Sequence[str]) -> str:
    """The first and last of periods in words, "" for none."""
    ordered = in_order(list(periods))
    return " to ".join(dict.fromkeys(period_label(period) for period in (ordered[:1] + ordered[-1:])))


def _details(release: Release) -> Iterable[tuple[str, str]]:
    if release.published:
        yield "Published", long_date(Period.parse(release.published).start)
    if release.file_name:
        yield "File", release.file_name
    yield "Licence", release.licence
    if release.secondary:
        yield "Taken from", release.secondary
    for sentence in release.disagreements:
        yield "Check that disagrees", sentence


def _sums(tables: Tables, numbering: Numbering, known: Mapping[str, Release]) -> SourceRelease:
    def place(figure: Figure) -> str:
        return "; ".join(f"{_short(known[name])}: {places(cited)}" for name, cited in _by_release(figure).items())

    found = tuple(SourceTable(title, "", _lines(ids, numbering, place)) for (title, _), ids in tables.items())
    details = (("Method", f"{method_of('sum')['name']}: {method_of('sum')['formula']}"),)
    return SourceRelease("source-sums", "Sums over several releases", details, found)


def _by_release(figure: Figure) -> Mapping[str, list[Citation]]:
    found: dict[str, list[Citation]] = defaultdict(list)
    for citation in figure.citations:
        found[citation.release].append(citation)
    return found


def _short(release: Release) -> str:
    """Names a release in few words; the file tells editions of one publication apart where a table is cited."""
    return f"{release.edition or release.title} ({release.file_name})" if release.file_name else release.title


def _computed(tables: Tables, numbering: Numbering) -> list[SourceRelease]:
    found = []
    for (method, _), ids in tables.items():
        record = method_of(method)
        details = (("Formula", record["formula"]), ("Method by", record["source"]))
        lines = SourceTable("", "", _lines(ids, numbering, lambda figure: ""))
        found.append(SourceRelease(f"source-method-{method}", record["name"], details, (lines,)))
    return found


def _without(tables: Tables, numbering: Numbering) -> SourceRelease:
    found = tuple(
        SourceTable(title, "", _lines(ids, numbering, lambda figure: "")) for (title, _), ids in tables.items()
    )
    return SourceRelease("source-no-release", "Figures that no release holds", (), found)


def _published_place(figure: Figure) -> str:
    """Cells of a figure of one release. A single sheet is named by the table's own heading."""
    sheets = {citation.sheet for citation in figure.citations}
    return cells_of_sheet(figure.citations) if len(sheets) == 1 else places(figure.citations)


def _lines(ids: Sequence[str], numbering: Numbering, place: Callable[[Figure], str]) -> tuple[SourceLine, ...]:
    return tuple(
        SourceLine(
            figure_id,
            numbering.figures[figure_id].text,
            about(numbering.figures[figure_id]),
            place(numbering.figures[figure_id]),
            len(numbering.figures[figure_id].citations),
            tuple(_inputs(numbering.figures[figure_id], numbering)),
            _note(numbering.figures[figure_id]),
            figure_id in numbering.shown,
        )
        for figure_id in ids
    )


def _inputs(figure: Figure, numbering: Numbering) -> Iterable[tuple[str, str]]:
    if len(figure.inputs) > MANY_INPUTS:  # in a long list the area tells them apart well enough
        for part in figure.inputs:
            yield numbering.figure(part), f"{part.text} ({area_name(part.area)})"
        return
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
    notes += [
        f"{name.replace('_', ' ')}: {period_label(str(value))}"
        for name, value in figure.parameters.items()
        if name != "level"
    ]
    return "; ".join(notes)

"""`local-response library`: search, show, list, match, check and pack."""

from __future__ import annotations

import json
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from local_response.library.filters import Filters
    from local_response.library.wording import Locality

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None)

_THEME = typer.Option("", "--theme", help="Only this theme, by id or title.")
_EXPLOITATION = typer.Option("", "--exploitation", help="Only this exploitation type, such as labour.")
_LEVER = typer.Option("", "--lever", help="Only case studies with this lever, such as commission.")
_GRADE = typer.Option("", "--grade", help="Only case studies with this evidence grade, A to D.")
_AREA = typer.Option("", "--area", help="Only case studies in this area: name or ONS code.")
_KIND = typer.Option("", "--kind", help="Only topics, or only case studies: topic or case.")
_WORDED_FOR = typer.Option("", "--area", help="Word the text for this police force area: name or ONS code.")
_JSON = typer.Option(False, "--json", help="Print objects, for scripts.")


@app.callback()
def _noun() -> None:
    """Find background topics and case studies."""


@app.command()
def search(
    query: str = typer.Argument(
        ..., help="What you look for, in your own words; end a word in * for all that begin so."
    ),
    theme: str = _THEME,
    exploitation: str = _EXPLOITATION,
    lever: str = _LEVER,
    grade: str = _GRADE,
    area: str = _AREA,
    kind: str = _KIND,
    limit: int = typer.Option(10, "--limit", min=1, help="How many results to show."),
    as_json: bool = _JSON,
) -> None:
    """Search topics and case studies; each result says why it matched."""
    from local_response.cli import library_shown as shown
    from local_response.library.index import Index
    from local_response.library.load import library
    from local_response.library.search import search as find_documents
    from local_response.publish import library_objects as objects

    filters = _filters(kind, theme, exploitation, lever, grade, area)
    found = find_documents(Index(library().documents), query, filters, limit)
    _say(objects.results_object(found) if as_json else shown.results_text(found))


@app.command()
def show(
    id: str = typer.Argument(
        ..., metavar="ID", help="Id of a topic or case study, such as county-lines-and-children or CS11."
    ),
    area: str = _WORDED_FOR,
    as_json: bool = _JSON,
) -> None:
    """Show one topic or case study whole, with its sources and dates."""
    from local_response.cli import library_shown as shown
    from local_response.library.load import find, library
    from local_response.publish import library_objects as objects

    document = find(library(), id)
    locality = _locality(area)
    _say(objects.document_object(document, locality) if as_json else shown.document_text(document, locality))


@app.command("list")
def list_documents(
    theme: str = _THEME,
    exploitation: str = _EXPLOITATION,
    lever: str = _LEVER,
    grade: str = _GRADE,
    area: str = _AREA,
    kind: str = _KIND,
    as_json: bool = _JSON,
) -> None:
    """List topics and case studies."""
    from local_response.cli import library_shown as shown
    from local_response.library.filters import listed
    from local_response.library.load import library
    from local_response.publish import library_objects as objects

    documents = listed(library(), _filters(kind, theme, exploitation, lever, grade, area))
    _say([objects.brief_object(document) for document in documents] if as_json else shown.list_text(documents))


@app.command()
def match(
    exploitation: str = typer.Option("", "--exploitation", help="Exploitation type that the need is about."),
    victims: str = typer.Option("", "--victims", help="People it is for, such as children or homeless-people."),
    lever: str = typer.Option(
        "", "--lever", help="Lever: broker, commission, raise-awareness, prevent, hold-to-account."
    ),
    kind_of_area: str = typer.Option("", "--kind-of-area", help="Kind of area: city, county, region or nation."),
    limit: int = typer.Option(10, "--limit", min=1, help="How many practices to show."),
    as_json: bool = _JSON,
) -> None:
    """List the practices that fit a need, each with the reasons and its evidence grade."""
    from local_response.cli import library_shown as shown
    from local_response.library.load import library
    from local_response.library.matching import Need
    from local_response.library.matching import match as matched

    try:
        need = Need(exploitation, victims, lever, kind_of_area)
    except ValueError as problem:
        raise typer.BadParameter(str(problem)) from problem
    practices = matched(library(), need)[:limit]
    _say([shown.practice_object(p) for p in practices] if as_json else shown.practices_text(practices))


@app.command()
def check(
    files: Annotated[
        list[Path] | None, typer.Argument(help="Files to check, such as a new case study; all unless given.")
    ] = None,
    online: bool = typer.Option(False, "--online", help="Also try each link, one a second. Uses the network."),
    as_of: str = typer.Option("", "--as-of", metavar="YYYY-MM-DD", help="Day to judge dates by; today unless given."),
    as_json: bool = _JSON,
) -> None:
    """Check that every file is complete and true to the rules; list reviews that are overdue."""
    from local_response.cli import library_shown as shown
    from local_response.library.checking import check_all, check_files
    from local_response.library.links import try_links

    today = _day(as_of)
    report, documents = check_files(files, today) if files else check_all(today)
    tried = list(try_links(documents)) if online else []
    _say(shown.report_object(report, tried) if as_json else shown.report_text(report, tried))
    if report.faults or any(not link.works for link in tried):
        raise typer.Exit(20)


@app.command()
def pack(
    out: Annotated[Path, typer.Option("--out", help="File to write; its ending says the format: .pdf or .docx.")],
    theme: Annotated[
        list[str] | None, typer.Option("--theme", help="Everything of a theme, by id or title; may be given again.")
    ] = None,
    ids: Annotated[list[str] | None, typer.Option("--id", help="A topic or case study; may be given again.")] = None,
    area: str = _WORDED_FOR,
    title: str = typer.Option("", "--title", help="Title of the pack."),
    as_json: bool = _JSON,
) -> None:
    """Write a printable pack of chosen topics and case studies, with sources."""
    from local_response.library.load import library
    from local_response.library.pack import Selection, compose
    from local_response.library.vocabulary import theme_called
    from local_response.publish.library_pack import write_pack

    selection = Selection(tuple(theme_called(name).id for name in theme or ()), tuple(ids or ()), title)
    composed = compose(library(), selection, _day(""), _locality(area))
    write_pack(composed, out)
    _say(
        {"file": str(out), "title": composed.title, "scope": composed.scope} if as_json else f"{out}\n{composed.scope}"
    )


def _filters(kind: str, theme: str, exploitation: str, lever: str, grade: str, area: str) -> Filters:
    from local_response.definitions import areas
    from local_response.library.filters import Filters
    from local_response.library.vocabulary import theme_called

    try:
        return Filters(
            kind,
            theme_called(theme).id if theme else "",
            exploitation,
            lever,
            grade.upper(),
            areas.resolve(area).code if area else "",
        )
    except ValueError as problem:
        raise typer.BadParameter(str(problem)) from problem


def _locality(area: str) -> Locality | None:
    if not area:
        return None
    from local_response.definitions import areas
    from local_response.library.wording import locality_of

    return locality_of(areas.resolve(area).code, _day(""))


def _day(text: str) -> date:
    if not text:
        return datetime.now().astimezone().date()
    try:
        return date.fromisoformat(text)
    except ValueError as problem:
        raise typer.BadParameter(f"{text!r} is not a day; write it as 2026-11-24") from problem


def _say(what: Any) -> None:
    typer.echo(what if isinstance(what, str) else json.dumps(what, indent=2, ensure_ascii=False))

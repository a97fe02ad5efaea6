"""The files of a local picture: the whole of it as a page, for paper, for an editor, a spreadsheet or a program."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse

from local_response.publish.data import csv_text, csvw_text, json_text
from local_response.web.picture import Picture, picture_of
from local_response.web.places import area_at


def _html(picture: Picture, name: str) -> bytes:
    from local_response.publish.html import html

    return html(picture.document, picture.drawn).encode()


def _pdf(picture: Picture, name: str) -> bytes:
    from local_response.publish.pdf import pdf

    return pdf(picture.document, picture.drawn)


def _docx(picture: Picture, name: str) -> bytes:
    from local_response.publish.docx import docx

    return docx(picture.document, picture.drawn)


def _xlsx(picture: Picture, name: str) -> bytes:
    from local_response.publish.workbook import xlsx

    return xlsx(picture.document)


@dataclass(frozen=True)
class Offered:
    """A kind of file. ending: of its name, with the dot. use: what it is good for. make: its bytes."""

    ending: str
    kind: str
    use: str
    content_type: str
    make: Callable[[Picture, str], bytes]


OFFERED = (
    Offered(".pdf", "PDF", "to read and print", "application/pdf", _pdf),
    Offered(
        ".docx",
        "Word",
        "to edit",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        _docx,
    ),
    Offered(".html", "HTML", "one page that works offline", "text/html; charset=utf-8", _html),
    Offered(
        ".xlsx",
        "Excel",
        "its tables and every figure",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _xlsx,
    ),
    Offered(
        ".csv",
        "CSV",
        "every figure, a row each",
        "text/csv; charset=utf-8",
        lambda picture, name: csv_text(picture.document).encode(),
    ),
    Offered(
        ".csv-metadata.json",
        "CSVW",
        "what the columns of the CSV mean",
        "application/csvm+json",
        lambda picture, name: csvw_text(picture.document, name.replace("-metadata.json", "")).encode(),
    ),
    Offered(
        ".json",
        "JSON",
        "everything, for a program",
        "application/json",
        lambda picture, name: json_text(picture.document).encode(),
    ),
)


def file(request: HttpRequest, slug: str, name: str) -> HttpResponse:
    """One file of an area, to save."""
    area = area_at(slug)
    found = next((kind for kind in OFFERED if name == f"{slug}{kind.ending}"), None)
    if found is None:
        raise Http404
    picture = picture_of(area)
    response = HttpResponse(
        picture.file(found.ending, lambda: found.make(picture, name)), content_type=found.content_type
    )
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

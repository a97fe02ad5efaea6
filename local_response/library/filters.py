"""Filters: which documents to keep by kind, theme, exploitation type, lever, grade and area; a list of them."""

from __future__ import annotations

from dataclasses import dataclass

from local_response.definitions import areas
from local_response.library.documents import CaseStudy, Document, Library
from local_response.library.vocabulary import choices


@dataclass(frozen=True)
class Filters:
    """Every part that is not "" must hold. area: ONS code of a force area, region or nation.

    A lever, grade or area keeps case studies only: topics have none. Raises ValueError for a code not known.
    """

    kind: str = ""
    theme: str = ""
    exploitation: str = ""
    lever: str = ""
    grade: str = ""
    area: str = ""

    def __post_init__(self) -> None:
        allowed = {
            "kind": ("topic", "case"),
            "theme": tuple(choices("themes")),
            "exploitation": tuple(choices("exploitation")),
            "lever": tuple(choices("levers")),
            "grade": tuple(choices("grade")),
        }
        for name, values in allowed.items():
            if (value := getattr(self, name)) and value not in values:
                raise ValueError(f"{name} {value!r} is not one of {', '.join(values)}")


def keeps(filters: Filters, document: Document) -> bool:
    """Whether a document passes the filters."""
    if filters.kind and document.kind != filters.kind:
        return False
    if filters.theme and filters.theme not in document.themes:
        return False
    if filters.exploitation and filters.exploitation not in document.exploitation:
        return False
    if isinstance(document, CaseStudy):
        return _keeps_case(filters, document)
    return not (filters.lever or filters.grade or filters.area)


def listed(held: Library, filters: Filters) -> tuple[Document, ...]:
    """The documents that pass, topics by title, then cases by id."""
    return tuple(document for document in held.documents if keeps(filters, document))


def _keeps_case(filters: Filters, case: CaseStudy) -> bool:
    if filters.lever and filters.lever not in case.levers:
        return False
    if filters.grade and filters.grade != case.grade:
        return False
    return not filters.area or bool(set(case.forces) & set(areas.members(filters.area)))

"""Release: one edition of a publication, as it was added."""

from __future__ import annotations

from dataclasses import dataclass

LICENCE_LINE = "Contains public sector information licensed under the Open Government Licence v3.0."


@dataclass(frozen=True)
class Release:
    """One edition of a publication in the store.

    id: folder name of the release. publication: id of what was read, such as `nrm.police_responders`. periods:
    written periods its figures are about. published: ISO day, "" where the file does not say. sha256: of the file
    as it was added. secondary: why the figures are not from the publisher's own file, "" where they are.
    disagreements: what the reader's checks found, a sentence each.
    """

    id: str
    publication: str
    publisher: str
    title: str
    edition: str
    periods: tuple[str, ...]
    published: str
    licence: str
    page: str
    file_name: str
    sha256: str
    reader: str
    reader_version: int
    added: str
    observations: int
    measures: tuple[str, ...]
    secondary: str = ""
    warnings: tuple[str, ...] = ()
    disagreements: tuple[str, ...] = ()
    bundled: bool = False

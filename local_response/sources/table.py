"""SourceTable: what a reader makes of a published file, one row a published cell, labels as printed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

PUBLISHED, SUPPRESSED, MISSING = 0, 1, 2


@dataclass(frozen=True)
class Labels:
    """A column of labels: codes (int32, one a row) are places in values."""

    values: tuple[str, ...]
    codes: NDArray[np.int32]

    def __post_init__(self) -> None:
        if self.codes.size and not 0 <= int(self.codes.min()) <= int(self.codes.max()) < len(self.values):
            raise ValueError(f"label codes run past the {len(self.values)} values")

    def __len__(self) -> int:
        return int(self.codes.size)


@dataclass(frozen=True)
class Origin:
    """What a file says of itself, or the person adding it says: "" where neither does.

    title, publisher, edition: of the publication. period: written period, where the whole file is about one.
    published: ISO day. page: address the publication is found at. secondary: why not the publisher's own file.
    """

    title: str
    publisher: str
    edition: str = ""
    period: str = ""
    published: str = ""
    page: str = ""
    licence: str = "Open Government Licence v3.0"
    secondary: str = ""


@dataclass(frozen=True)
class SourceTable:
    """One publication as read from a file.

    publication: id of what was read, such as `nrm.police_responders`; reader: its module; reader_version: whole
    number, raised when the reader reads the same file otherwise.
    measure, area, period: one label a row; area as printed (resolved by the store), period written.
    dimensions: dimension -> labels as printed; "all" where the row is the sum over the dimension (a total row, or a
    table without it). edition: (edition, published) a row, where one file states figures of several editions.
    value: float64, NaN unless status is PUBLISHED; status: int8. sheet, row, column: the cell, counted from 1.
    disagreements: sentences about parts and totals that differ; warnings: labels that are new, notes on the file.
    """

    publication: str
    reader: str
    reader_version: int
    origin: Origin
    measure: Labels
    area: Labels
    period: Labels
    dimensions: Mapping[str, Labels]
    value: NDArray[np.float64]
    status: NDArray[np.int8]
    sheet: Labels
    row: NDArray[np.int32]
    column: NDArray[np.int32]
    edition: Labels | None = None
    edition_published: Labels | None = None
    warnings: tuple[str, ...] = ()
    disagreements: tuple[str, ...] = ()
    notes: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rows = self.value.size
        columns = [self.measure, self.area, self.period, self.sheet, *self.dimensions.values()]
        if any(len(labels) != rows for labels in columns) or self.row.size != rows or self.status.size != rows:
            raise ValueError(f"columns of different length in {self.publication}")
        if bool(np.any(np.isnan(self.value) == (self.status == PUBLISHED))):
            raise ValueError(f"{self.publication}: a row has a value and a reason for none, or neither")

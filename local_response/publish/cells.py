"""Cells: where citations point, said as shortly as can be."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from local_response.model.figures import Citation, column_letters


def places(citations: Sequence[Citation]) -> str:
    """The cells of citations of one release: "Table_13, rows 512 to 514, column CU; Table_14, row 3, column B"."""
    by_sheet: dict[str, list[Citation]] = defaultdict(list)
    for citation in citations:
        by_sheet[citation.sheet].append(citation)
    return "; ".join(f"{sheet}, {_cells(found)}" for sheet, found in by_sheet.items())


def cells_of_sheet(citations: Sequence[Citation]) -> str:
    """The cells of citations of one sheet, without its name: "rows 512 to 514, column CU"."""
    return _cells(citations)


def _cells(citations: Iterable[Citation]) -> str:
    columns_of_row: dict[int, set[int]] = defaultdict(set)
    rules: dict[str, None] = {}
    for citation in citations:
        if citation.row is None or citation.column is None:
            rules[citation.rule] = None
        else:
            columns_of_row[citation.row].add(citation.column)
    rows_of_columns: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for row in sorted(columns_of_row):
        rows_of_columns[tuple(sorted(columns_of_row[row]))].append(row)
    parts = [
        f"{_named('row', [str(row) for row in rows], rows)}, "
        f"{_named('column', [column_letters(column) for column in columns], columns)}"
        for columns, rows in rows_of_columns.items()
    ]
    return "; ".join([*parts, *rules])


def _named(word: str, names: Sequence[str], numbers: Sequence[int]) -> str:
    runs: list[list[int]] = []
    for place, number in enumerate(numbers):
        if runs and numbers[runs[-1][-1]] == number - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    said = [names[run[0]] if len(run) == 1 else f"{names[run[0]]} to {names[run[-1]]}" for run in runs]
    plural = "s" if len(numbers) > 1 else ""
    return f"{word}{plural} {', '.join(said)}"

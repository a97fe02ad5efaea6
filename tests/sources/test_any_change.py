"""Whatever a cell is changed to, the reader gives a table or says what is wrong: never a traceback."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local_response.model.errors import LocalResponseError, SourceFormatError
from local_response.sources.recognise import read
from local_response.sources.table import PUBLISHED

CELLS = [
    "",
    "Total",
    "-1",
    "x",
    "[c]",
    "1e400",
    "nan",
    "inf",
    "9" * 20,
    "Q9",
    "2023",
    "é",
    "0.5",
    "all",
    "1,234",
    "7 [r]",
]
EXTRACTS = sorted(path for path in (Path(__file__).parent / "fixtures").glob("*.csv"))


@given(
    source=st.sampled_from(EXTRACTS),
    changes=st.lists(
        st.tuples(
            st.sampled_from(["cell", "drop cell", "drop row", "repeat row", "drop column"]),
            st.floats(0, 0.999),
            st.floats(0, 0.999),
            st.sampled_from(CELLS),
        ),
        min_size=1,
        max_size=4,
    ),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_changed_file_is_read_or_refused_in_words(source, changes, tmp_path):
    with source.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    for kind, down, across, cell in changes:
        row = int(down * len(rows))
        column = int(across * len(rows[row])) if rows and rows[row] else 0
        if kind == "cell" and rows[row]:
            rows[row][column] = cell
        elif kind == "drop cell":
            del rows[row][column : column + 1]
        elif kind == "drop row" and len(rows) > 1:
            del rows[row]
        elif kind == "repeat row":
            rows.insert(row, list(rows[-1]))
        elif kind == "drop column":
            rows = [line[:column] + line[column + 1 :] for line in rows]
    path = tmp_path / "changed_2023_q3.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    message, tables = "", []
    try:
        tables = read(path)
    except LocalResponseError as error:
        message = str(error)
    assert bool(tables) != bool(message)
    assert not message or (path.name in message and message.rstrip().endswith((".", ")")))
    for table in tables:
        assert np.isfinite(table.value[table.status == PUBLISHED]).all()
        assert table.row.min() > 1


def test_a_header_without_rows_is_refused(extracts, tmp_path):
    path = tmp_path / "police_2023_q3.csv"
    path.write_text((extracts / path.name).read_text(encoding="utf-8").splitlines()[0], encoding="utf-8")
    with pytest.raises(SourceFormatError, match="has a header and no figures under it"):
        read(path)

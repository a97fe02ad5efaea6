"""Reading capture histories: sound files in any shape, and one fault a file, named."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from local_response.insight.hidden.histories import CaptureTable, capture_table, read_capture_histories
from local_response.model.errors import CannotEstimateError, SourceFormatError, SourceValueError

SOUND = "A,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n"


def read(tmp_path: Path, text: str) -> CaptureTable:
    path = tmp_path / "lists.csv"
    path.write_text(text, encoding="utf-8")
    return read_capture_histories(path)


@pytest.mark.parametrize(
    "text",
    [
        SOUND,
        "A,B,C,count\n1,1,0,6\n0,0,1,20\n1,0,0,40\n0,1,0,30\n",  # other order of rows
        "A,B,C,whatever\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n",  # count is last, without a known name
        "Frequency,A,B,C\n40,1,0,0\n30,0,1,0\n20,0,0,1\n6,1,1,0\n",  # count first, by its name
        '"A","B","C","n"\r\n1,0,0,40\r\n0,1,0,30\r\n\r\n0,0,1,20\r\n1,1,0,6.0\r\n',
        "\ufeffA,B,C,count\n1,0,0,40\n0,1,0,30\n0,0,1,20\n1,1,0,6\n1,1,1,0\n",  # a history with nobody
    ],
)
def test_the_same_people_are_read_from_files_of_every_layout(tmp_path: Path, text: str) -> None:
    table = read(tmp_path, text)
    assert table.lists == ("A", "B", "C")
    assert table.counts.tolist() == [0, 40, 30, 6, 20, 0, 0, 0]
    assert table.people == 96


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A,B,count\n1,0,5\n0,1,-3\n1,1,2\n", "row 2 has a negative count"),
        ("A,B,count\n1,0,5\n0,1,3.5\n1,1,2\n", "row 2 has a fractional count"),
        ("A,B,count\n1,0,5\n0,0,3\n1,1,2\n", "row 2 is a history on no list"),
        ("A,B,count\n1,0,5\n1,0,3\n1,1,2\n", "row 2 repeats the history of row 1"),
        ("A,B,count\n1,0,5\n0,1,2147483649\n1,1,2\n", "row 2 has a count over 2^31"),
        ("A,B,count\n1,0,5\n0,1,many\n1,1,2\n", "row 2 has a count that is not a number"),
        ("A,B,count\n1,0,5\n0,1,inf\n1,1,2\n", "row 2 has a count over 2^31"),
        ("A,B,count\n1,0,5\n0,2,3\n1,1,2\n", "row 2 has a cell that is not 0 or 1"),
        ("A,B,count\n1,0,5\n0,,3\n1,1,2\n", "row 2 has a cell that is not 0 or 1"),
        ("A,B,count\n1,0,2000000000\n0,1,2000000000\n1,1,2\n", "add up to more than 2^31"),
    ],
)
def test_a_faulty_row_is_named_and_gives_no_number(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SourceValueError, match=words.replace("^", r"\^")) as caught:
        read(tmp_path, text)
    assert "lists.csv" in str(caught.value)


def test_every_fault_of_a_file_is_reported_at_once(tmp_path: Path) -> None:
    with pytest.raises(SourceValueError) as caught:
        read(tmp_path, "A,B,count\n1,0,-5\n0,0,3\n1,1,2.5\n")
    assert all(f"row {row}" in str(caught.value) for row in (1, 2, 3))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A,count\n1,5\n", "one list only"),
        ("A,B,C,D,E,F,G,H,I,count\n1,1,0,0,0,0,0,0,0,5\n", "9 lists and 8 are the most"),
        ("A,B,count\n1,0,5\n0,1,3\n", "no overlap at all"),
        ("A,B,count\n1,0,0\n0,1,0\n1,1,0\n", "nobody is on any list"),
        ("A,B,C,count\n1,0,0,5\n0,1,0,3\n1,1,0,2\n", "nobody is on C"),
    ],
)
def test_sound_rows_that_no_method_can_use_say_why(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(CannotEstimateError, match="cannot be estimated, because") as caught:
        read(tmp_path, text)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "needs a row of names"),
        ("A,B,count\n", "needs a row of names"),
        ("A,B,count\n1,0\n", "another number in row 2"),
        ("A,A,count\n1,0,5\n", "names that differ"),
        ("A,B,n,count\n1,0,5,5\n", "more than one column of counts"),
    ],
)
def test_a_file_of_another_layout_is_refused(tmp_path: Path, text: str, words: str) -> None:
    with pytest.raises(SourceFormatError, match=words):
        read(tmp_path, text)


def test_a_missing_or_binary_file_is_a_problem_that_the_user_can_put_right(tmp_path: Path) -> None:
    with pytest.raises(SourceFormatError, match="no such file"):
        read_capture_histories(tmp_path / "absent.csv")
    (tmp_path / "binary.csv").write_bytes(b"\xff\xfe\x00A,B")
    with pytest.raises(SourceFormatError, match="cannot be read as CSV"):
        read_capture_histories(tmp_path / "binary.csv")


def test_leaving_out_a_list_drops_those_seen_only_there() -> None:
    table = capture_table("ABC", [(1, 0, 0), (0, 1, 0), (1, 1, 0), (1, 0, 1)], [10, 20, 3, 4])
    rest = table.without("A")
    assert rest.lists == ("B", "C")
    assert rest.counts.tolist() == [0, 23, 4, 0]


def test_merged_lists_hold_whoever_was_on_any_of_them() -> None:
    table = capture_table("ABC", [(1, 0, 0), (0, 0, 1), (1, 0, 1), (0, 1, 1)], [10, 20, 3, 4])
    merged = table.merged(("A", "C"), "AC")
    assert merged.lists == ("AC", "B")
    assert merged.counts.tolist() == [0, 33, 0, 4]


@pytest.mark.published_data
def test_merging_police_and_nca_gives_the_published_five_lists(published_table: object) -> None:
    six, five = published_table("UKdat"), published_table("UKdat_5")  # type: ignore[operator]
    merged = six.merged(("PF", "NCA"), "PFNCA")
    assert merged.lists == five.lists
    assert np.array_equal(merged.counts, five.counts)

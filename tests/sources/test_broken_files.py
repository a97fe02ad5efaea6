"""One broken copy for each fault: the message gives place, finding and remedy."""

from __future__ import annotations

import re

import pytest

from local_response.model.errors import SourceFormatError, SourceValueError
from local_response.sources.recognise import read

FORMAT = [
    (
        "missing_column.csv",
        r"row 1: it looks like an NRM table by first responder, but has no column 'Gender'\. Found: 'First",
    ),
    (
        "renamed_column.csv",
        r"no column 'Exploitation type'\. Found: .*'Type of exploitation'.*put the published name back",
    ),
    ("two_header_rows.csv", r"two header rows, 1 and 2, of an NRM table by first responder\. Keep one table a sheet"),
    ("repeated_nationality.csv", r"row 1: the column 'czech' stands there twice"),
    ("unknown_responder_type.csv", r"nothing says whose referrals these are \(found 'Airlines'; known: police"),
]
VALUES = [
    (
        "parts_exceed_total.csv",
        r"row 2, column K: the nationalities of City of London Police sum to 3, the total says 1.*exceed it by 2",
    ),
    ("negative_count.csv", r"row 5, column K: -1 is a negative count\. Counts are whole and 0 or more"),
    ("fractional_count.csv", r"row 5, column K: 0\.5 is a count that is not whole"),
    ("not_a_number.csv", r"row 5, column K: 'one' is not a number\. Write the number, leave the cell blank"),
    (
        "duplicate_row_disagrees.csv",
        r"row 28, column I: City of London Police was already in row 2 with other figures \(2 there, 0 here",
    ),
    ("row_cut_short.csv", r"row 27: 7 cells under a header of 11: the row is cut short\. Download the file again"),
    ("row_without_keys.csv", r"row 2: figures without a responder or type\. Put the keys of the row back"),
    (
        "impossible_quarter.csv",
        r"row 3: year '2014' and quarter 'Q5' are no period\. Write a year such as 2023 and a quarter Q1",
    ),
    ("impossible_year.csv", r"row 3: year '23' and quarter 'Q1' are no period"),
    (
        "year_mislabelled.csv",
        r"row 8: a second row for 2014-Q1, which row 3 has already\. The year of one of them may be mislabelled",
    ),
    (
        "authority_in_two_forces.csv",
        r"row 9, column E: Isle of Anglesey \(W06000001\) is in E23000001 here and in W15000001 in row 8",
    ),
]


@pytest.mark.parametrize(("name", "message"), FORMAT)
def test_a_table_not_laid_out_as_published_is_named_with_what_was_found(name, message, broken):
    with pytest.raises(SourceFormatError, match=message) as caught:
        read(broken / name, period="2023-Q3")
    assert str(caught.value).startswith(name)


@pytest.mark.parametrize(("name", "message"), VALUES)
def test_a_value_that_cannot_be_is_named_with_its_cell(name, message, broken):
    with pytest.raises(SourceValueError, match=message) as caught:
        read(broken / name, period="2023-Q3" if "quarter" not in name else "")
    assert str(caught.value).startswith(f"{name}: ")


def test_every_fault_of_a_file_is_reported_together(broken, cells_of, tmp_path):
    rows = cells_of(broken / "negative_count.csv")
    rows[8][10], rows[12][10] = "1.5", "many"
    path = tmp_path / "faults.csv"
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in rows), encoding="utf-8")
    with pytest.raises(SourceValueError) as caught:
        read(path, period="2023-Q3")
    places = re.findall(r"faults\.csv, row (\d+), column K: (.+?)\.", str(caught.value))
    assert {("5", "-1 is a negative count"), ("13", "'many' is not a number")} <= set(places)
    assert any(row == "9" for row, _ in places)


def test_a_total_above_its_parts_is_read_and_listed(broken):
    [table] = read(broken / "total_disagrees.csv", period="2023-Q3")
    assert table.value[5] == 9
    assert any(
        "row 2, column K: the nationalities of City of London Police sum to 3, the total says 9, 6 more" in sentence
        for sentence in table.disagreements
    )


def test_a_period_that_cannot_be_is_refused_when_given(extracts):
    with pytest.raises(SourceValueError, match=r"'2023-Q5' is not a period.*Give --period like 2023-Q4"):
        read(extracts / "police_2023_q3.csv", period="2023-Q5")
    with pytest.raises(SourceValueError, match=r"Give --period like 2023-Q4 and --published like"):
        read(extracts / "police_2023_q3.csv", published="3 March")


def test_a_table_without_a_period_asks_for_it(extracts, tmp_path):
    path = tmp_path / "police.csv"
    path.write_bytes((extracts / "police_2023_q3.csv").read_bytes())
    with pytest.raises(
        SourceFormatError, match=r"nothing in the table or the file's name says which quarter.*--period"
    ):
        read(path)
    assert read(path, period="2023-Q3")[0].warnings == ()


def test_a_period_given_against_the_table_is_refused(write_xlsx, extracts, cells_of, as_published, tmp_path):
    title = "NRM referrals by police first responder, July to September 2023"
    cells = as_published(cells_of(extracts / "police_2023_q3.csv"), title, "Police first responder", 6)
    path = write_xlsx(tmp_path / "release.xlsx", {"Table_13": cells})
    with pytest.raises(
        SourceValueError, match=r"the table says it is about 2023-Q3, but the period was given as 2022-Q3"
    ):
        read(path, period="2022-Q3")


def test_a_file_of_another_kind_lists_what_is_known(tmp_path):
    path = tmp_path / "budget.csv"
    path.write_text("Department,Budget\nFinance,100\n", encoding="utf-8")
    with pytest.raises(
        SourceFormatError, match=r"no reader knows this file. It begins 'Department, Budget'.*docs/publications\.md"
    ):
        read(path)

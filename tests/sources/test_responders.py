"""NRM responder tables as exported, wide and long."""

from __future__ import annotations

import pytest

from local_response.sources.recognise import read
from local_response.sources.table import MISSING, PUBLISHED, SUPPRESSED

UK = "K02000001"
FORCE = "nrm.referrals.made_by_force"


def test_totals_become_all_and_other_labels_stay_as_printed(extracts, observed):
    [table] = read(extracts / "police_2023_q3.csv")
    figures = observed(table)
    # dimensions in the order age, exploitation, gender, nationality
    assert figures[FORCE, "City of London Police", "2023-Q3", "all", "all", "all", "all"] == 3
    assert figures[FORCE, "City of London Police", "2023-Q3", "Child (17 or under)", "Sexual", "Male", "Unknown"] == 1
    assert "Labour & Criminal" in table.dimensions["exploitation"].values
    assert "Total" not in {value for labels in table.dimensions.values() for value in labels.values}


def test_a_name_that_says_the_period_is_followed_with_a_warning(extracts):
    [table] = read(extracts / "police_2023_q3.csv")
    assert table.origin.period == "2023-Q3"
    assert table.warnings == (
        "police_2023_q3.csv: nothing in the file says its period; 2023-Q3 was taken from its name.",
    )


def test_the_long_form_holds_the_same_figures_without_zeros(extracts, observed):
    [wide], [long] = read(extracts / "police_2023_q3.csv"), read(extracts / "police_2023_q3_long.csv")
    assert observed(long) == {key: value for key, value in observed(wide).items() if value}


def test_the_cell_of_origin_is_the_cell_of_the_csv(extracts, cells_of):
    for name in ("police_2023_q3.csv", "police_2023_q3_long.csv", "ngo_2023_q3.csv", "local_authority_2023_q3.csv"):
        [table], grid = read(extracts / name), cells_of(extracts / name)
        for row, column, value in zip(table.row, table.column, table.value, strict=True):
            assert float(grid[row - 1][column - 1]) == value


def test_agencies_and_charities_are_responders_of_the_united_kingdom(extracts, observed):
    [charities] = read(extracts / "ngo_2023_q3.csv")
    figures = observed(charities)
    key = ("nrm.referrals.made_by_ngo", UK, "2023-Q3", "all", "Labour & Domestic", "all", "all", "Kalayaan")
    assert figures[key] == sum(
        value
        for other, value in figures.items()
        if other[3:] == ("all", "Labour & Domestic", *other[5:7], "Kalayaan")
        and other[5] == "all"
        and other[6] != "all"
    )
    [agencies] = read(extracts / "government_2023_q3.csv")
    assert agencies.dimensions["responder"].values == ("Gangmasters and Labour Abuse Authority GLAA",)


def test_local_authorities_are_one_responder_without_an_area(extracts):
    [table] = read(extracts / "local_authority_2023_q3.csv")
    assert table.area.values == (UK,)
    assert "responder" not in table.dimensions


def test_a_new_label_is_read_as_printed_with_a_warning(extracts, tmp_path):
    text = (extracts / "police_2023_q3.csv").read_text(encoding="utf-8")
    path = tmp_path / "police.csv"
    path.write_text(text.replace("Labour & Criminal", "Labour & Begging"), encoding="utf-8")
    [table] = read(path, period="2023-Q3")
    assert "Labour & Begging" in table.dimensions["exploitation"].values
    [warning] = table.warnings
    assert "'Labour & Begging' is a new label of exploitation" in warning


def test_zero_suppressed_and_missing_stay_three_things(extracts, tmp_path):
    path = tmp_path / "police.csv"
    header = "First responder type,First responder,Exploitation type,Age at exploitation,Gender,UK,Polish,Greek,Total\n"
    path.write_text(header + "Police,Dorset Police,Total,Total,Total,0,[c],[x],5\n", encoding="utf-8")
    [table] = read(path, period="2023-Q3")
    assert table.status.tolist() == [PUBLISHED, SUPPRESSED, MISSING, PUBLISHED]
    assert table.value.tolist()[::3] == [0.0, 5.0]
    assert table.disagreements == ()


def test_several_types_in_one_file_become_one_table_each(extracts, cells_of, tmp_path):
    charities, councils = cells_of(extracts / "ngo_2023_q3.csv"), cells_of(extracts / "local_authority_2023_q3.csv")
    wide = [[*row[:5], row[-1]] for row in (*charities, *councils[1:])]
    path = tmp_path / "both.csv"
    path.write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in wide), encoding="utf-8")
    tables = read(path, period="2023-Q3")
    assert [table.measure.values[0] for table in tables] == [
        "nrm.referrals.made_by_ngo",
        "nrm.referrals.made_by_local_authority",
    ]


@pytest.mark.published_data
def test_the_six_quarters_hold_the_totals_as_first_published(published_data):
    # As first published, the four tables of a quarter sum to these: ../shared/data/SOURCES.md, "REVISIONS".
    expected = {
        "2022-Q2": 4171, "2022-Q3": 4586, "2022-Q4": 4417, "2023-Q1": 4746, "2023-Q2": 3998, "2023-Q3": 4138,
    }  # fmt: skip
    sums = dict.fromkeys(expected, 0.0)
    for path in sorted((published_data / "nrm").glob("nrm_referrals_*_q?.csv")):
        if "county" in path.name:
            continue
        [table] = read(path)
        assert table.disagreements == ()
        whole = (table.area.codes == table.area.values.index(UK)) & (table.status == PUBLISHED)
        for labels in table.dimensions.values():
            whole &= labels.codes == labels.values.index("all")
        [total] = table.value[whole].tolist()
        sums[table.origin.period] += total
    assert sums == expected

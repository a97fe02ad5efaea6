"""The published sheets, written from real figures in the layout they have, read back to the same observations."""

from __future__ import annotations

from pathlib import Path

import pytest

from local_response.sources.recognise import read

POLICE = (
    "Table_13",
    "NRM referrals by police first responder, exploitation type, age, gender and nationality",
    "Police first responder",
)
NGO = ("Table_12", "NRM referrals by NGO and third sector organisation", "NGO and third sector first responder")
GOVERNMENT = ("Table_10", "NRM referrals by government agency", "Government agency first responder")
COUNCILS = ("Table_14", "NRM referrals from local authority first responder by exploitation type", "")
COVER = [
    ["Modern Slavery: NRM and Duty to Notify statistics UK, July to September 2023"],
    ["Published 2 November 2023"],
]


def _sheets(as_published, cells, table, header_row, quarter="July to September 2023"):
    name, title, column = table
    return {
        "Cover": COVER,
        "Notes": [["Note", "Text"]],
        name: as_published(cells, f"{title}, {quarter}", column, header_row),
    }


@pytest.mark.parametrize("header_row", [4, 6])
@pytest.mark.parametrize(
    ("extract", "table"),
    [("police", POLICE), ("ngo", NGO), ("government", GOVERNMENT), ("local_authority", COUNCILS)],
)
def test_a_published_ods_reads_like_its_export(
    extract, table, header_row, extracts, cells_of, as_published, write_ods, observed, tmp_path
):
    source = extracts / f"{extract}_2023_q3.csv"
    path = write_ods(tmp_path / "release.ods", _sheets(as_published, cells_of(source), table, header_row))
    [published], [exported] = read(path), read(source)
    assert observed(published) == observed(exported)
    assert published.measure.values == exported.measure.values
    assert (published.warnings, published.disagreements) == ((), ())
    assert set(published.sheet.values) == {table[0]}
    assert int(published.row.min()) == header_row + 1
    assert published.origin.published == "2023-11-02"


def test_table_numbers_do_not_matter(extracts, cells_of, as_published, write_xlsx, tmp_path):
    sheets = {"Cover": COVER}
    for number, (extract, table) in enumerate({"ngo": NGO, "police": POLICE, "local_authority": COUNCILS}.items()):
        cells = cells_of(extracts / f"{extract}_2023_q3.csv")
        sheets[f"Table_{number + 30}"] = as_published(cells, table[1], table[2], 6)
    tables = read(write_xlsx(tmp_path / "release.xlsx", sheets))
    assert {table.publication for table in tables} == {
        "nrm.ngo_responders",
        "nrm.police_responders",
        "nrm.local_authority_responders",
    }
    assert {table.origin.period for table in tables} == {"2023-Q3"}


def test_a_national_table_with_the_same_columns_is_not_taken_for_the_councils(
    extracts, cells_of, as_published, write_xlsx, tmp_path
):
    cells = cells_of(extracts / "local_authority_2023_q3.csv")
    title = "NRM referrals by exploitation type, age at exploitation, gender and nationality, July to September 2023"
    sheets = {
        "Table_9": as_published(cells, title, "", 6),
        "Table_14": as_published(cells, COUNCILS[1] + ", July to September 2023", "", 6),
    }
    [table] = read(write_xlsx(tmp_path / "release.xlsx", sheets))
    assert set(table.sheet.values) == {"Table_14"}


def test_the_cell_of_origin_is_the_cell_of_the_sheet(extracts, cells_of, as_published, write_ods, tmp_path):
    sheets = _sheets(as_published, cells_of(extracts / "police_2023_q3.csv"), POLICE, 6)
    [table] = read(write_ods(tmp_path / "release.ods", sheets))
    grid = sheets["Table_13"]
    for row, column, value in zip(table.row, table.column, table.value, strict=True):
        assert grid[row - 1][column - 1] == value


@pytest.mark.published_data
@pytest.mark.parametrize(
    ("file", "table"),
    [("police", POLICE), ("govt", GOVERNMENT), ("ngo", NGO), ("la", COUNCILS)],
)
def test_whole_tables_with_their_total_block_read_like_their_exports(
    file, table, published_data, cells_of, as_published, write_xlsx, observed, tmp_path
):
    source = published_data / "nrm" / f"nrm_referrals_{file}_2022_q3.csv"
    sheets = _sheets(as_published, cells_of(source), table, 4, "July to September 2022")
    [published], [exported] = read(write_xlsx(tmp_path / "release.xlsx", sheets)), read(source)
    assert observed(published) == observed(exported)
    assert published.disagreements == ()


def _two_lines(cells: list[list[str]], title: str, first_of_group: int = 2):
    """A decisions export as its sheet: ages above in merged cells, the year only in its total row."""
    width = len(cells[0])
    ages, names = ["", ""], ["Year", "Quarter"]
    for name in cells[0][2:]:
        age, _, leaf = name.rpartition(" - ")
        ages.append(age if age and age not in ages else ("Total" if not age else ""))
        names.append(leaf if age else "")
    lines: list[list[object]] = [[title, *[""] * (width - 1)], *[["Note", *[""] * (width - 1)] for _ in range(4)]]
    lines += [ages, names]
    for row in cells[1:]:
        year, quarter = (float(row[0]), "") if row[1] == "Total" else ("", row[1])
        lines.append([year, quarter, *map(float, row[2:])])
    spans = [(5, place, 3) for place, age in enumerate(ages) if age and age != "Total"]
    return lines, spans


@pytest.mark.parametrize("kind", ["reasonable", "conclusive"])
def test_decisions_in_two_header_lines_read_like_their_export(kind, extracts, cells_of, write_ods, observed, tmp_path):
    source = extracts / f"{kind}_grounds.csv"
    title = f"NRM {kind} grounds decisions made by both competent authorities by quarter, outcome and age"
    lines, spans = _two_lines(cells_of(source), title)
    [published] = read(write_ods(tmp_path / "release.ods", {"Table_16": lines}, spans))
    [exported] = read(source)
    assert observed(published) == observed(exported)
    assert ("nrm.decisions." + kind + "_grounds",) == published.measure.values


def test_decisions_of_one_authority_alone_are_not_taken_for_all(extracts, cells_of, write_ods, tmp_path):
    cells = cells_of(extracts / "reasonable_grounds.csv")
    both, _ = _two_lines(cells, "NRM reasonable grounds decisions made by both competent authorities")
    one, _ = _two_lines(
        cells, "NRM reasonable grounds decisions made by the Immigration Enforcement Competent Authority"
    )
    [table] = read(write_ods(tmp_path / "release.ods", {"Table_16": both, "Table_20": one}))
    assert set(table.sheet.values) == {"Table_16"}


def test_the_series_by_age_and_location_reads_in_two_lines_like_in_long_form(
    extracts, cells_of, write_ods, observed, tmp_path
):
    cells = cells_of(extracts / "longitudinal.csv")[1:]
    ages = list(dict.fromkeys(row[2] for row in cells))
    places = list(dict.fromkeys(row[3] for row in cells))
    figure = {tuple(row[:4]): float(row[4]) for row in cells}
    upper = ["", "", *(age if place == places[0] else "" for age in ages for place in places), "Total"]
    lower = ["Year", "Quarter", *(place for _ in ages for place in places), ""]
    lines: list[list[object]] = [["NRM referrals by quarter by age at exploitation and location of exploitation"]]
    lines += [["note"]] * 4 + [upper, lower]
    for quarter in ("Q3", "Q4"):
        counts = [figure["2023", quarter, age, place] for age in ages for place in places]
        whole = sum(figure["2023", quarter, age, "Total"] for age in ages)
        lines.append(["" if quarter == "Q4" else 2023.0, quarter, *counts, whole])
    spans = [(5, 2 + 5 * number, 5) for number in range(3)]
    [published] = read(write_ods(tmp_path / "release.ods", {"Table_2": lines}, spans))
    [exported] = read(extracts / "longitudinal.csv")
    both = observed(published)
    assert {key: value for key, value in both.items() if key[3] != "all"} == observed(exported)
    assert both["nrm.referrals", "K02000001", "2023-Q3", "all", "all"] == 4131


def test_duty_to_notify_tables_are_known_by_their_title(extracts, cells_of, write_xlsx, tmp_path):
    series = [[float(row[0]), row[1], float(row[2])] for row in cells_of(extracts / "dtn_longitudinal.csv")[1:]]
    nations = [[row[0], float(row[1])] for row in cells_of(extracts / "dtn_nationality_2023_q3.csv")[1:]]
    sheets = {
        "Table_40": [["DtN reports by quarter"], *[[""]] * 4, ["Year", "Quarter", "Total"], *series],
        "Table_41": [
            ["DtN reports by nationality, July to September 2023"],
            *[[""]] * 4,
            ["Nationality", "Total"],
            *nations,
        ],
        "Table_5": [
            ["NRM referrals by nationality, July to September 2023"],
            *[[""]] * 4,
            ["Nationality", "Total"],
            *nations,
        ],
    }
    tables = read(write_xlsx(tmp_path / "release.xlsx", sheets))
    assert {table.publication: set(table.sheet.values) for table in tables} == {
        "dtn.series": {"Table_40"},
        "dtn.nationality": {"Table_41"},
    }


def test_the_county_table_of_a_release_is_the_publishers_own(extracts, cells_of, write_ods, tmp_path):
    rows = [[row[0], float(row[1])] for row in cells_of(extracts / "county_2025_q3.csv")[1:]]
    lines = [
        ["NRM referrals by UK county of exploitation, July to September 2025"],
        *[["note"]] * 4,
        ["UK County", "Referrals"],
    ]
    [table] = read(write_ods(tmp_path / "release.ods", {"Table_12": [*lines, *rows]}))
    assert (table.origin.period, table.origin.secondary) == ("2025-Q3", "")
    assert Path(table.sheet.values[0]).name == "Table_12"


@pytest.mark.parametrize("names", [("2016_17", "2017_18"), ("2016-17", "2017-18")])
def test_recorded_crime_is_read_from_every_year_sheet_of_the_ods(
    names, extracts, cells_of, write_ods, observed, tmp_path
):
    header, *rows = cells_of(extracts / "recorded_crime_2017_18.csv")
    now = [[row[0], float(row[1]), *row[2:7], float(row[7])] for row in rows]
    earlier = [["2016/17", *row[1:]] for row in now]
    sheets = {"Cover_sheet": [["Police recorded crime"]], "Notes": [["Note 1", "Text of the note"]]}
    sheets |= {names[0]: [header, *earlier], names[1]: [header, *now]}
    tables = read(write_ods(tmp_path / "prc.ods", sheets))
    [exported] = read(extracts / "recorded_crime_2017_18.csv")
    assert [set(table.sheet.values) for table in tables] == [{names[0]}, {names[1]}]
    assert observed(tables[1]) == observed(exported)
    assert "2016-Q2" in tables[0].period.values

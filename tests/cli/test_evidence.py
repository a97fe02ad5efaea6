"""`local-response evidence`: what each command prints, where, and how it ends."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from local_response.cli.main import main
from local_response.evidence.store import open_store

# Counts of the police table of July to September 2023, nationalities summed up.
TABLE = """First responder type,First responder,Exploitation type,Age at exploitation,Gender,UK,Albanian,Total
Police,Wiltshire Police,Total,Total,Total,10,6,16
Police,Wiltshire Police,Criminal,Total,Total,2,1,3
Police,Wiltshire Police,Criminal,Adult (18 or over),Total,1,1,2
Police,Wiltshire Police,Criminal,Adult (18 or over),Male,1,1,2
Police,Wiltshire Police,Criminal,Child (17 or under),Total,1,0,1
Police,Wiltshire Police,Criminal,Child (17 or under),Male,1,0,1
Police,Wiltshire Police,Sexual,Total,Total,8,5,13
Police,Wiltshire Police,Sexual,Child (17 or under),Total,8,5,13
Police,Wiltshire Police,Sexual,Child (17 or under),Female,8,5,13
Police,Police total,Total,Total,Total,10,6,16
"""


@dataclass
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ended]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `local-response evidence` with a home of its own."""
    monkeypatch.setenv("LOCAL_RESPONSE_HOME", str(tmp_path / "home"))

    def ran(*arguments: str | Path) -> Ended:
        monkeypatch.setattr("sys.argv", ["local-response", "evidence", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as ended:
            code = int(ended.code or 0)
        told = capsys.readouterr()
        return Ended(code, told.out, told.err)

    return ran


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "table.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_file_is_added_once_and_its_figures_are_read_from_then_on(run: Run, table: Path) -> None:
    first = run("add", table, "--period", "2024-Q1", "--published", "2024-05-10", "--edition", "January to March 2024")
    assert (first.code, first.out.split()[0]) == (0, "added")
    assert run("add", table, "--period", "2024-Q1").out.startswith("unchanged")
    figures = run("figures", "--measure", "nrm.referrals.made_by_force", "--area", "wiltshire", "--period", "2024-Q1")
    assert figures.code == 0
    assert "Wiltshire" in figures.out
    assert "16  [nrm.police_responders_2024-Q1" in figures.out
    assert "table.csv, row 2, column H" in figures.out


def test_a_blank_line_at_the_end_of_a_table_is_no_row(run: Run, table: Path) -> None:
    table.write_text(TABLE + "\n", encoding="utf-8")
    assert run("add", table, "--period", "2024-Q1").code == 0


def test_adding_tells_what_is_superseded_when_the_day_of_publication_is_not_known(run: Run, table: Path) -> None:
    ended = run("add", table, "--period", "2023-Q3")
    assert "is read as newer than nrm.police_responders_2023-Q3" in ended.err
    assert ended.out.count("\n") == 1


def test_adding_as_json_gives_the_release(run: Run, table: Path) -> None:
    (found,) = run("add", table, "--period", "2024-Q1", "--json").json
    assert found["status"] == "added"
    assert found["release"]["periods"] == ["2024-Q1"]
    assert found["release"]["file_name"] == "table.csv"


def test_a_file_without_a_period_or_an_unknown_file_is_refused_without_a_traceback(
    run: Run, table: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.csv"
    other.write_text("a,b\n1,2\n", encoding="utf-8")
    for path, told in ((table, "--period"), (other, "no reader knows"), (tmp_path / "absent.csv", "absent.csv")):
        ended = run("add", path)
        assert ended.code in range(10, 20)
        assert told in ended.err
        assert "Traceback" not in ended.err
        assert ended.out == ""
    assert not list((tmp_path / "home").rglob("*.parquet"))


@pytest.mark.parametrize(
    ("area", "code"),
    [
        ("West Yorkshire", "E23000010"),
        ("west yorkshire police", "E23000010"),
        ("Leeds", "E23000010"),
        ("E23000010", "E23000010"),
        ("Yorkshire and The Humber", "E12000003"),
    ],
)
def test_an_area_goes_by_name_alias_code_or_local_authority(run: Run, area: str, code: str) -> None:
    found = run("figures", "--measure", "nrm.referrals.made_by_force", "--area", area, "--json").json
    assert {figure["area"] for figure in found} == {code}
    assert found[0]["period"] == "2022-Q2"


def test_figures_as_json_carry_value_status_and_the_cell_of_each_part(run: Run) -> None:
    arguments = ["--measure", "nrm.referrals.made_by_force", "--area", "West Yorkshire", "--period", "2023-Q3"]
    (adult, *_) = run("figures", *arguments, "--by", "age", "--json").json
    assert (adult["breakdown"], adult["value"], adult["status"], adult["method"]) == (
        {"age": "adult"},
        49,
        "published",
        "sum",
    )
    assert adult["citations"][0]["place"] == "nrm_referrals_police_2023_q3.csv, row 932, column CU"
    assert sum(_cell(run, cited)["value"] for cited in adult["citations"]) == 49
    (kept,) = run("figures", *arguments, "--where", "age=child", "--where", "gender=female", "--json").json
    assert kept["breakdown"] == {"age": "child", "gender": "female"}


def _cell(run: Run, cited: dict[str, Any]) -> Any:
    cell = f"{cited['sheet']}:{cited['row']}:{cited['column']}"
    (seen,) = run("show", cited["release"], "--cell", cell, "--json").json
    return seen


def test_figures_as_csv_have_a_header_and_leave_an_unknown_value_empty(run: Run) -> None:
    text = run("figures", "--measure", "nrm.referrals", "--area", "K02000001", "--period", "1999", "--csv").out
    (row,) = csv.DictReader(io.StringIO(text))
    assert (row["value"], row["status"], row["reason"]) == (
        "",
        "missing",
        "no release held states it for this area and period",
    )


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--measure", "nrm.referals"], 2, "is not a measure"),
        (["--measure", "nrm.referrals", "--by", "offence"], 2, "not by offence"),
        (["--measure", "nrm.referrals", "--where", "age"], 2, "dimension=value"),
        (["--measure", "nrm.referrals", "--period", "2023Q4"], 2, "is not a period"),
        (["--measure", "nrm.referrals", "--area", "Ruritania"], 14, "is not a known area"),
        (["--measure", "nrm.referrals", "--area", "West Yorkshir"], 14, "Nearest: West Yorkshire"),
        (["--measure", "helpline.cases", "--by", "topic"], 17, "no release in the store"),
    ],
)
def test_a_question_that_cannot_be_answered_says_why(run: Run, arguments: list[str], code: int, told: str) -> None:
    ended = run("figures", *arguments)
    assert ended.code == code
    assert told in " ".join(ended.err.replace("│", " ").split())
    assert ended.out == ""
    assert "Traceback" not in ended.err


def test_the_list_names_every_release_and_marks_the_bundled_and_secondary_ones(run: Run) -> None:
    lines = run("list").out.splitlines()
    assert len(lines) == len(run("list", "--json").json) > 40
    assert any(line.endswith("2025-Q3 (bundled, secondary)") for line in lines)


def test_a_release_is_shown_with_where_it_is_from(run: Run) -> None:
    name = run("list", "--json").json[-1]["id"]
    shown = run("show", name)
    assert shown.code == 0
    assert "Open Government Licence v3.0" in shown.out
    assert run("show", name, "--json").json["id"] == name
    assert run("show", "no such release").code == 17


@pytest.mark.parametrize("cell", ["Table_13", "Table_13:0:A1", "Table_13:5:0"])
def test_a_cell_that_is_not_written_as_one_is_misuse(run: Run, cell: str) -> None:
    assert run("show", run("list", "--json").json[0]["id"], "--cell", cell).code == 2


def test_diff_shows_what_a_later_edition_changed(run: Run, table: Path, tmp_path: Path) -> None:
    later = tmp_path / "later.csv"
    later.write_text(
        TABLE.replace("Criminal,Total,Total,2,1,3", "Criminal,Total,Total,3,1,4")
        .replace("Criminal,Child (17 or under),Total,1,0,1", "Criminal,Child (17 or under),Total,2,0,2")
        .replace("Criminal,Child (17 or under),Male,1,0,1", "Criminal,Child (17 or under),Male,2,0,2")
        .replace("Total,Total,Total,10,6,16", "Total,Total,Total,11,6,17"),
        encoding="utf-8",
    )
    (old,) = run("add", table, "--period", "2024-Q1", "--json").json
    (new,) = run("add", later, "--period", "2024-Q1", "--json").json
    ended = run("diff", old["release"]["id"], new["release"]["id"])
    assert ended.code == 0
    assert "Wiltshire, 2024-Q1: 16 -> 17  [later.csv, row 2, column H]" in ended.out
    assert "10 figures differ." in ended.err
    changes = run("diff", old["release"]["id"], new["release"]["id"], "--json").json
    assert {(change["old"]["value"], change["new"]["value"]) for change in changes} >= {(16, 17), (3, 4)}
    assert run("diff", old["release"]["id"], "nothing").code == 17


def test_verify_names_a_damaged_release_and_ends_with_the_code_of_the_store(
    run: Run, table: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("local_response.cli.evidence._store", lambda: open_store(pack=None))  # the pack takes seconds
    (found,) = run("add", table, "--period", "2024-Q1", "--json").json
    assert run("verify").code == 0
    (observations,) = table.parent.joinpath("home").rglob("observations.parquet")
    observations.write_bytes(observations.read_bytes()[:-10])
    ended = run("verify")
    assert ended.code == 15
    assert f"damaged   {found['release']['id']}" in ended.out
    assert "is damaged" in ended.err
    assert {one["status"] for one in run("verify", "--json").json} == {"damaged"}


def test_a_secondary_source_is_named_as_one(run: Run) -> None:
    measure = ["--measure", "nrm.referrals.by_county_of_exploitation", "--period", "2025-Q3"]
    ended = run("figures", *measure)
    assert "is a secondary source" in ended.err
    assert all("not a UK total" in figure["secondary"] for figure in run("figures", *measure, "--json").json)

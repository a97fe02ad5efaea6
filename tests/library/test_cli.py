from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from local_response.cli.library import app
from local_response.library.load import library
from tests.library.factories import CASE, changed


def run(*words: str, code: int = 0):
    ended = CliRunner().invoke(app, list(words))
    assert ended.exit_code == code, ended.output
    return ended.output


def objects(*words: str, code: int = 0):
    return json.loads(run(*words, "--json", code=code))


def test_search_gives_the_grade_and_the_reason_of_each_case():
    text = run("search", "nail bars", "--limit", "3")
    assert "CS42" in text
    assert "Evidence grade C" in text
    assert re.search(r"Matched: “nail bars?”.* in the title", text)


def test_search_for_scripts_says_the_same():
    found = objects("search", "cuckoing", "--kind", "case")
    assert found["corrections"] == [{"typed": "cuckoing", "used": "cuckooing"}]
    first = found["results"][0]
    assert (first["id"], first["grade"], first["why"][0]["how"]) == ("CS08", "B", "your words")
    assert first["grade_meaning"] == "described by researchers or a national body, with figures"


def test_a_search_without_result_suggests_themes():
    text = run("search", "zzzz")
    assert "Nothing found for “zzzz”" in text
    assert "--theme" in text


def test_show_gives_everything_with_the_notices():
    text = run("show", "cs33")
    for words in (
        "Evidence grade B",
        "two readers might well grade it C",
        "Cost: not reported",
        "Last checked",
        "We do not answer for",
    ):
        assert words in " ".join(text.split()), words
    whole = objects("show", "governance-and-2028", "--area", "Gwent")
    assert "Gwent" in whole["text"]
    assert whole["review_due"] == "2027-02-24"
    assert len(whole["notices"]) == 2


def test_every_case_shows_its_grade_wherever_it_appears():
    for case in library().cases:
        assert f"Evidence grade {case.grade}" in run("show", case.id)
    listed = run("list", "--kind", "case").splitlines()
    assert all(re.match(r"[A-D]  CS\d\d", line) for line in listed if re.search(r"^\S+\s+CS", line))
    assert all(entry["grade"] in "ABCD" for entry in objects("list", "--kind", "case"))


def test_list_takes_an_area_by_any_name():
    assert {entry["id"] for entry in objects("list", "--area", "GMP")} == {"CS03", "CS37", "CS38"}


def test_match_answers_a_need():
    found = objects("match", "--exploitation", "labour", "--lever", "prevent", "--limit", "2")
    assert [entry["id"] for entry in found] == ["CS31", "CS36"]
    assert found[0]["reasons"][0] == "it is about labour exploitation"


@pytest.mark.parametrize(
    "words",
    [
        ("list", "--exploitation", "lab"),
        ("list", "--grade", "E"),
        ("match", "--victims", "dragons"),
        ("search", "car wash", "--kind", "cases"),
        ("check", "--as-of", "tomorrow"),
    ],
)
def test_a_wrong_choice_is_misuse_and_says_what_is_allowed(words):
    assert "nvalid value" in run(*words, code=2)


def test_check_is_quiet_about_the_library_that_comes_with_the_package():
    found = objects("check", "--as-of", "2026-11-24")
    assert (found["checked"], found["faults"], found["overdue"], found["links"]) == (
        len(library().documents),
        [],
        [],
        [],
    )
    assert found["to_confirm"]


def test_check_lists_what_is_overdue():
    found = objects("check", "--as-of", "2027-02-25")
    assert [entry["id"] for entry in found["overdue"]] == ["governance-and-2028"]
    assert "governance-and-2028, due 2027-02-24" in run("check", "--as-of", "2027-02-25")


def test_check_of_a_broken_file_says_what_is_missing_and_fails(tmp_path):
    file = tmp_path / "cs99-night-shelter.md"
    file.write_text(changed(CASE, "led_by: A shelter\n", ""))
    text = run("check", str(file), code=20)
    assert "cs99-night-shelter.md, led_by: is missing. Write who led it." in text


def test_check_never_uses_the_network_unless_asked(monkeypatch):
    monkeypatch.setattr("local_response.library.links.urlopen", lambda *_, **__: pytest.fail("the network was used"))
    run("check")


def test_pack_writes_a_file_and_says_what_is_in_it(tmp_path):
    out = tmp_path / "pack.docx"
    found = objects(
        "pack", "--theme", "Children and county lines", "--id", "cs11", "--area", "Durham", "--out", str(out)
    )
    assert Path(found["file"]).stat().st_size > 10_000
    assert found["scope"] == "2 topics and 5 case studies. Themes: Children and county lines. Worded for Durham."


def test_every_command_is_in_the_docs():
    page = (Path(__file__).resolve().parents[2] / "docs" / "library.md").read_text(encoding="utf-8")
    for command in app.registered_commands:
        name = command.name or command.callback.__name__
        assert f"local-response library {name}" in page, name

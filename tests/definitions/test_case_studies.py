from __future__ import annotations

import csv
from collections import Counter

import pytest

from local_response.definitions import areas
from local_response.library.documents import NOT_REPORTED
from local_response.library.grading import grade_by_rule
from local_response.library.load import library

CASES = library().cases


def test_all_forty_nine_are_there_under_their_numbers():
    assert [case.id for case in CASES] == [f"CS{number:02}" for number in range(1, 50)]


def test_the_grades_are_as_given():
    # Counts stated with the list of practices that the cases were written from.
    assert Counter(case.grade for case in CASES) == {"A": 3, "B": 9, "C": 22, "D": 15}


def test_a_grade_that_differs_from_the_rule_says_so_and_only_these_do():
    differ = {case.id for case in CASES if case.grade != grade_by_rule(case.reported_by, case.result)}
    assert differ == {"CS03", "CS28", "CS33", "CS43", "CS44", "CS49"}
    assert all("might well grade it" in case.grade_note for case in CASES if case.id in differ)


@pytest.mark.published_data
def test_each_case_keeps_the_grade_and_the_figures_of_the_list(published_data):
    file = published_data.parent / "domain" / "case_studies.csv"
    if not file.is_file():
        pytest.skip(f"no list of practices at {file}: this test compares with it")
    with file.open(encoding="utf-8", newline="") as lines:
        given = {row["id"]: row for row in csv.DictReader(lines)}
    assert {case.id: case.grade for case in CASES} == {id: row["evidence_grade"] for id, row in given.items()}
    for case in CASES:
        text = " ".join((case.outcome, case.done, case.when, case.cost, case.summary, *(s.date for s in case.sources)))
        text = text.replace(",", "")
        numbers = {word.strip("();%.,").replace(",", "") for word in given[case.id]["outcome_reported"].split()}
        missing = [n for n in numbers if n.isdigit() and len(n) > 1 and n not in text]
        assert not missing, (case.id, missing)


def test_forces_are_police_force_areas_and_their_nation_is_that_of_the_case():
    for case in CASES:
        for code in case.forces:
            area = areas.area(code)
            assert area.kind == "police_force_area"
            if case.kind_of_area != "nation":
                assert area.nation == case.nation, case.id


def test_an_outcome_says_who_reported_it_or_that_none_is_reported():
    said = ("reported", "report", "say", "said", "states", "describes", "noted", "measured", "gave a starting point")
    for case in CASES:
        assert any(word in case.outcome for word in said), case.id
        assert "proven" not in case.outcome


def test_no_outcome_is_told_where_the_result_is_none():
    for case in CASES:
        if case.result == "none":
            assert any(
                word in case.outcome
                for word in (
                    "o outcome",
                    "No result",
                    "no result",
                    "No measure",
                    "no measure",
                    "not reported",
                    "Only activity",
                    "No figures",
                    "no figures",
                )
            ), case.id


def test_costs_are_sums_or_not_reported():
    assert Counter(case.cost.startswith(NOT_REPORTED) for case in CASES) == {True: 44, False: 5}

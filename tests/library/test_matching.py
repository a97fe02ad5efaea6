from __future__ import annotations

import pytest

from local_response.library.documents import Library
from local_response.library.load import library
from local_response.library.matching import Need, match
from tests.library.test_search import case


def matched(need: Need, *cases):
    return [practice.case.id for practice in match(Library((), cases), need)]


def test_a_case_about_the_type_comes_before_one_about_any_type():
    any_type, same, other = (
        case(id="CS90", exploitation=("any",)),
        case(id="CS91"),
        case(id="CS92", exploitation=("sexual",)),
    )
    assert matched(Need(exploitation="labour"), any_type, same, other) == ["CS91", "CS90"]


def test_of_equal_fit_the_better_grade_comes_first():
    cases = [case(id="CS90", grade="D"), case(id="CS91", grade="A"), case(id="CS92", grade="C")]
    assert matched(Need(exploitation="labour"), *cases) == ["CS91", "CS92", "CS90"]


def test_a_better_grade_does_not_outweigh_a_better_fit():
    fits, graded = case(id="CS90", grade="D"), case(id="CS91", grade="A", exploitation=("any",))
    assert matched(Need(exploitation="labour"), fits, graded) == ["CS90", "CS91"]


def test_a_case_for_other_people_is_left_out_and_one_that_does_not_say_is_kept_with_that_limit():
    others, silent = case(id="CS90", victims=("children",)), case(id="CS91", victims=())
    found = match(Library((), (others, silent)), Need(exploitation="labour", victims="homeless-people"))
    assert [practice.case.id for practice in found] == ["CS91"]
    assert found[0].limits == ("the source does not say whether it is for people who are homeless",)


def test_each_practice_gives_its_reasons_its_limits_and_the_meaning_of_its_grade():
    need = Need(exploitation="labour", victims="homeless-people", lever="commission", kind_of_area="city")
    (practice,) = match(Library((), (case(),)), need)
    assert practice.reasons == ("it is about labour exploitation", "it is for people who are homeless")
    assert practice.limits == (
        "its lever is not to commission a service",
        "it was done in another kind of area (county or district with towns and countryside)",
    )
    assert practice.grade_meaning.startswith("results reported by those who ran it")


def test_a_case_that_fits_in_nothing_is_left_out():
    assert matched(Need(lever="commission"), case()) == []


def test_a_need_of_nothing_gives_every_case():
    assert len(match(library(), Need())) == len(library().cases)


def test_the_words_of_the_published_figures_are_taken_for_the_type():
    assert Need(exploitation="domestic").exploitation == "domestic-servitude"
    assert Need(exploitation="unknown").exploitation == ""


def test_a_code_not_known_is_a_mistake():
    with pytest.raises(ValueError, match="victims 'dragons'"):
        Need(victims="dragons")


def test_children_moved_by_gangs_are_answered_by_work_with_children():
    found = [practice.case.id for practice in match(library(), Need(exploitation="criminal", victims="children"))]
    assert found[0] == "CS37"
    assert {"CS38", "CS40"} <= set(found[:5])
    assert "CS33" not in found  # for people who are homeless

from __future__ import annotations

from datetime import date

import pytest

from local_response.library.check import check, document_faults
from local_response.library.checking import check_all, check_files
from local_response.library.documents import Library
from local_response.library.grading import grade_by_rule
from local_response.library.links import try_links
from local_response.library.load import library, read_document
from local_response.model.errors import LibraryError
from tests.library.factories import CASE, TOPIC, changed

TODAY = date(2026, 11, 24)
LINK = "https://example.org/report"
# One fault each in a file that can be read: what is broken, the field it must name, and words that it must say.
UNTRUE_CASES = {
    "grade_against_the_rule": (changed(CASE, "grade: C", "grade: B"), "grade", "the rule gives C"),
    "checked_in_the_future": (changed(CASE, "checked: 2026-05-01", "checked: 2026-12-01"), "checked", "not come yet"),
    "due_before_checked": (
        changed(CASE, "review_due: 2027-05-01", "review_due: 2026-04-01"),
        "review_due",
        "not after",
    ),
    "due_too_late": (changed(CASE, "review_due: 2027-05-01", "review_due: 2031-05-01"), "review_due", "two years"),
    "source_from_the_future": (changed(CASE, '"2024-03"', '"2027-01"'), "sources", "cannot be"),
    "source_with_no_such_month": (changed(CASE, '"2024-03"', '"2024-13"'), "sources", "not a date"),
    "link_cut_short": (changed(CASE, LINK, "example.org/report"), "sources", "not well formed"),
    "link_with_a_space": (changed(CASE, LINK, "https://example.org/a report"), "sources", "not well formed"),
    "no_link_at_all": (changed(CASE, f', link: "{LINK}"', ""), "sources", "none has a link"),
    "unknown_abbreviation": (changed(CASE, "Staff asked each guest", "XYZ asked each guest"), "text", "XYZ"),
    "idle_term": (changed(CASE, "terms: []", "terms: [NRM]"), "terms", "NRM"),
    "claims_too_much": (
        changed(CASE, "The shelter reported", "A proven practice. The shelter reported"),
        "text",
        "proven",
    ),
    "harmful_word": (changed(CASE, "Staff asked each guest", "Staff rescued each guest"), "text", "found and offered"),
    "cost_in_vague_words": (changed(CASE, "cost: £900", "cost: cheap"), "cost", "no sum"),
    "no_force_in_england": (changed(CASE, "[E23000008]", "[]"), "forces", "England"),
    "force_that_is_none": (changed(CASE, "[E23000008]", "[E23000099]"), "forces", "E23000099"),
    "id_and_file_differ": (changed(CASE, "id: CS99", "id: CS98"), "id", "file's number"),
}
UNTRUE_TOPICS = {
    "too_short": (
        TOPIC.partition("---\nStaff")[0] + "---\nStaff meet people before the NRM does.",
        "text",
        "one screen",
    ),
    "passage_for_another_nation": (
        TOPIC + "\n<!-- nation: Scotland -->\nIn Scotland it differs.\n<!-- end -->\n",
        "text",
        "Scotland",
    ),
    "passage_without_end": (TOPIC + "\n<!-- nation: Wales -->\nIn Wales it differs.\n", "text", "does not end"),
    "change_after_review": (
        changed(TOPIC, "{date: 2026-05-01", "{date: 2026-06-01"),
        "changes",
        "later than the review",
    ),
    "placeholder_not_known": (TOPIC + " In {town} too.", "text", "{town}"),
}


@pytest.mark.parametrize("broken", UNTRUE_CASES, ids=str)
def test_a_case_study_that_breaks_a_rule_is_reported_once(broken):
    text, field, words = UNTRUE_CASES[broken]
    case, faults = read_document("cs99-night-shelter.md", text)
    assert faults == ()
    found = list(document_faults(case, TODAY))
    assert [fault.field for fault in found] == [field], [fault.line for fault in found]
    assert words in found[0].line


@pytest.mark.parametrize("broken", UNTRUE_TOPICS, ids=str)
def test_a_topic_that_breaks_a_rule_is_reported_once(broken):
    text, field, words = UNTRUE_TOPICS[broken]
    topic, faults = read_document("night-shelters.md", text)
    assert faults == ()
    found = list(document_faults(topic, TODAY))
    assert [fault.field for fault in found] == [field], [fault.line for fault in found]
    assert words in found[0].line


def test_whole_files_have_no_fault():
    for name, text in {"cs99-night-shelter.md": CASE, "night-shelters.md": TOPIC}.items():
        document, _ = read_document(name, text)
        assert list(document_faults(document, TODAY)) == []


def test_a_grade_against_the_rule_stands_where_the_file_says_why():
    text = changed(CASE, "grade: C\n", "grade: B\ngrade_note: The inspectorate checked the count.\n")
    case, _ = read_document("cs99-night-shelter.md", text)
    assert list(document_faults(case, TODAY)) == []


@pytest.mark.parametrize(
    ("reported_by", "result", "grade"),
    [  # every pair of answers, as docs/grading.md sets them out
        ("independent evaluation", "figures", "A"),
        ("independent evaluation", "words", "A"),
        ("independent evaluation", "none", "D"),
        ("researchers or a national body", "figures", "B"),
        ("researchers or a national body", "words", "C"),
        ("researchers or a national body", "none", "D"),
        ("those who ran it", "figures", "C"),
        ("those who ran it", "words", "C"),
        ("those who ran it", "none", "D"),
        ("press or another third party", "figures", "C"),
        ("press or another third party", "words", "C"),
        ("press or another third party", "none", "D"),
    ],
)
def test_the_grade_follows_from_two_answers(reported_by, result, grade):
    assert grade_by_rule(reported_by, result) == grade


def test_a_document_is_overdue_from_the_day_after_it_is_due():
    case, _ = read_document("cs99-night-shelter.md", CASE)
    held = Library((), (case,))
    assert check(held, date(2027, 5, 1)).overdue == ()
    assert check(held, date(2027, 5, 2)).overdue == (case,)


def test_what_is_to_be_confirmed_is_listed_and_is_no_fault():
    topic, _ = read_document("night-shelters.md", TOPIC + " [to be confirmed: the number of beds]")
    report = check(Library((topic,), ()), TODAY)
    assert [(open.id, open.what) for open in report.to_confirm] == [("night-shelters", "the number of beds")]
    assert report.faults == ()


def test_the_library_that_comes_with_the_package_has_no_fault():
    report, documents = check_all(TODAY)
    assert [fault.line for fault in report.faults] == []
    assert report.checked == len(documents) == len(library().documents)


def test_a_new_case_is_checked_alone_and_may_not_take_an_id_in_use(tmp_path):
    fresh, taken = tmp_path / "cs99-night-shelter.md", tmp_path / "cs11-night-shelter.md"
    fresh.write_text(CASE)
    taken.write_text(changed(CASE, "id: CS99", "id: CS11"))
    report, documents = check_files([fresh], TODAY)
    assert (report.checked, report.faults, len(documents)) == (1, (), 1)
    report, _ = check_files([fresh, taken], TODAY)
    assert [fault.field for fault in report.faults] == ["id"]
    assert "cs11-sandwell" in report.faults[0].line


def test_a_file_that_is_not_there_is_told_in_plain_words(tmp_path):
    with pytest.raises(LibraryError, match="cannot be read"):
        check_files([tmp_path / "cs99-none.md"], TODAY)


def test_each_link_is_tried_once_with_a_pause_between():
    topic, _ = read_document("night-shelters.md", TOPIC)
    case, _ = read_document("cs99-night-shelter.md", CASE)
    other, _ = read_document("cs98-other.md", changed(CASE, LINK, "https://example.org/gone"))
    answers = {LINK: (200, "OK"), "https://example.org/gone": (404, "Not Found")}
    pauses: list[float] = []
    tried = list(try_links([topic, case, other], answers.__getitem__, pauses.append))
    assert [(link.link, link.works, link.used_by) for link in tried] == [
        (LINK, True, ("night-shelters", "CS99")),
        ("https://example.org/gone", False, ("CS99",)),
    ]
    assert len(pauses) == 1
    assert pauses[0] >= 1


@pytest.mark.parametrize(
    ("status", "works"), [(0, False), (200, True), (301, True), (403, True), (404, False), (500, False)]
)
def test_a_site_that_turns_programs_away_is_not_taken_for_gone(status, works):
    case, _ = read_document("cs99-night-shelter.md", CASE)
    assert [link.works for link in try_links([case], lambda _: (status, ""))] == [works]

from __future__ import annotations

import pytest

from local_response.library.documents import CaseStudy, Topic
from local_response.library.load import find, library, load_folder, read_document
from local_response.library.vocabulary import theme_called
from local_response.model.errors import LibraryError
from tests.library.factories import CASE, TOPIC, changed

# One fault each: what is broken, how, the field that the fault must name, and words that it must say.
BROKEN_CASES = {
    "no_front_matter": (CASE.partition("---\n")[2].partition("---\n")[2], "", "no front matter"),
    "unreadable_front_matter": (changed(CASE, "title: A night", 'title: "A night'), "", "near line"),
    "missing_leader": (changed(CASE, "led_by: A shelter\n", ""), "led_by", "who led it"),
    "empty_summary": (
        changed(CASE, "summary: Staff of a shelter ask each guest about work.", 'summary: " "'),
        "summary",
        "empty",
    ),
    "unknown_field": (changed(CASE, "partners:", "partnerz:"), "partnerz", "not a field"),
    "unknown_theme": (changed(CASE, "theme: outreach-to-vulnerable-groups", "theme: shelters"), "theme", "shelters"),
    "unknown_lever": (changed(CASE, "[prevent]", "[prevent, pray]"), "levers", "pray"),
    "no_lever": (changed(CASE, "[prevent]", "[]"), "levers", "is empty"),
    "list_given_as_words": (changed(CASE, "partners: [council]", "partners: council"), "partners", "should be a list"),
    "words_given_as_list": (changed(CASE, "led_by: A shelter", "led_by: [A shelter]"), "led_by", "not a list"),
    "unknown_grade": (changed(CASE, "grade: C", "grade: E"), "grade", "answer not known: E"),
    "bad_date": (changed(CASE, "checked: 2026-05-01", "checked: May 2026"), "checked", "2026-11-24"),
    "bad_force_code": (changed(CASE, "[E23000008]", "[Durham]"), "forces", "not an ONS code: Durham"),
    "source_without_publisher": (changed(CASE, "publisher: A public body, ", ""), "sources", "no publisher"),
    "source_with_unknown_part": (changed(CASE, 'link: "', 'url: "'), "sources", "not known: url"),
    "no_source": (
        CASE.partition("sources:")[0] + "---\n" + CASE.partition("---\n## ")[2].join(["## ", ""]),
        "sources",
        "missing",
    ),
    "missing_outcome": (
        changed(CASE, "## Outcome reported\n\nThe shelter reported 12 conversations.\n", ""),
        "Outcome reported",
        "by whom",
    ),
    "empty_part": (changed(CASE, "Staff asked each guest about work.\n", ""), "What was done", "missing or empty"),
    "unknown_heading": (
        changed(CASE, "## Outcome reported", "## Results\n\nNone.\n\n## Outcome reported"),
        "Results",
        "not a heading",
    ),
}
BROKEN_TOPICS = {
    "missing_review_due": (changed(TOPIC, "review_due: 2027-05-01\n", ""), "review_due", "read again"),
    "unknown_nation": (changed(TOPIC, "[England, Wales]", "[England, Cornwall]"), "applies_to", "Cornwall"),
    "change_without_words": (
        changed(TOPIC, "  - {date: 2026-05-01, what: First written.}", "  - {date: 2026-05-01}"),
        "changes",
        "no words",
    ),
    "no_text": (TOPIC.partition("---\nStaff")[0] + "---\n", "", "no text"),
    "flag_that_is_neither": (
        changed(TOPIC, "terms: [NRM]", "terms: [NRM]\nquotes_words_to_avoid: perhaps"),
        "quotes_words_to_avoid",
        "neither",
    ),
}


def test_a_whole_case_study_is_read_with_every_field():
    case, faults = read_document("cs99-night-shelter.md", CASE)
    assert faults == ()
    assert isinstance(case, CaseStudy)
    assert (case.id, case.forces, case.cost) == ("CS99", ("E23000008",), "£900")
    assert case.outcome == "The shelter reported 12 conversations."
    assert case.sources[0].link == "https://example.org/report"


def test_a_whole_topic_is_read_with_its_changes():
    topic, faults = read_document("night-shelters.md", TOPIC)
    assert faults == ()
    assert isinstance(topic, Topic)
    assert topic.changes[0].what == "First written."


@pytest.mark.parametrize("broken", BROKEN_CASES, ids=str)
def test_a_fault_in_a_case_study_is_named_with_what_to_write(broken):
    text, field, words = BROKEN_CASES[broken]
    document, faults = read_document("cs99-night-shelter.md", text)
    assert document is None
    found = [fault for fault in faults if fault.field == field and words in f"{fault.finding} {fault.remedy}"]
    assert found, [fault.line for fault in faults]
    assert found[0].line.startswith("cs99-night-shelter.md")


@pytest.mark.parametrize("broken", BROKEN_TOPICS, ids=str)
def test_a_fault_in_a_topic_is_named_with_what_to_write(broken):
    text, field, words = BROKEN_TOPICS[broken]
    document, faults = read_document("night-shelters.md", text)
    assert document is None
    assert [fault for fault in faults if fault.field == field and words in f"{fault.finding} {fault.remedy}"]


def test_every_fault_of_every_file_is_gathered_before_any_is_raised(tmp_path):
    (tmp_path / "topics").mkdir()
    (tmp_path / "case_studies").mkdir()
    (tmp_path / "topics" / "night-shelters.md").write_text(changed(TOPIC, "title: Night shelters\n", ""))
    (tmp_path / "case_studies" / "cs98-a.md").write_text(changed(CASE, "led_by: A shelter\n", ""))
    (tmp_path / "case_studies" / "cs99-b.md").write_text(CASE)
    (tmp_path / "case_studies" / "cs99-c.md").write_text(CASE)
    held, faults = load_folder(tmp_path)
    assert [case.id for case in held.cases] == ["CS99", "CS99"]
    assert {(fault.file, fault.field) for fault in faults} == {
        ("night-shelters.md", "title"),
        ("cs98-a.md", "led_by"),
        ("cs99-c.md", "id"),
    }


def test_ids_are_found_in_small_or_capital_letters():
    assert find(library(), "cs11").id == "CS11"


def test_an_unknown_id_is_answered_with_the_nearest():
    with pytest.raises(LibraryError, match="county-lines-and-children"):
        find(library(), "county-line-children")


@pytest.mark.parametrize("name", ["business", "Training", "business-and-supply-chains", "Business and supply chains"])
def test_a_theme_is_found_by_id_title_or_one_word_of_it(name: str) -> None:
    assert theme_called(name).id.startswith(name.lower().split("-")[0].split()[0])


def test_a_word_of_several_themes_is_told_with_them() -> None:
    with pytest.raises(LibraryError, match=r"may mean victim-support-and-navigators, .*children-and-county-lines"):
        theme_called("and")

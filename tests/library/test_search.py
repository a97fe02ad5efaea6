from __future__ import annotations

from dataclasses import replace

import pytest

from local_response.library.filters import Filters, listed
from local_response.library.index import Index
from local_response.library.load import library, read_document
from local_response.library.search import Fragment, fragments, search
from tests.library.factories import CASE, TOPIC


@pytest.fixture(scope="module")
def whole() -> Index:
    return Index(library().documents)


def ids(index: Index, query: str, **filters: str) -> list[str]:
    return [found.document.id for found in search(index, query, Filters(**filters), limit=100).results]


def case(**changes):
    read, _ = read_document("cs99-night-shelter.md", CASE)
    return replace(read, **changes)


def test_a_word_in_another_form_is_found():
    index = Index([case(id="CS90", done="They audited suppliers."), case(id="CS91", done="They met.")])
    assert ids(index, "supplier audits") == ["CS90"]


def test_a_synonym_finds_what_the_words_do_not_and_says_so():
    index = Index([case(done="A home takeover was stopped.")])
    found = search(index, "cuckooing").results[0]
    assert [(why.asked, why.found, why.how, why.parts) for why in found.why] == [
        ("cuckooing", ("home takeover",), "same meaning", ("text",))
    ]


def test_the_words_themselves_come_before_a_synonym_and_a_synonym_before_a_related_word():
    index = Index(
        [
            case(id="CS90", done="Staff looked for county lines."),
            case(id="CS91", done="Staff looked for home takeover."),
            case(id="CS92", done="Staff looked for cuckooing."),
        ]
    )
    assert ids(index, "cuckooing") == ["CS92", "CS91", "CS90"]


def test_a_related_word_does_not_find_the_word_it_is_related_to():
    index = Index([case(done="Staff looked for county lines.")])
    assert ids(index, "gangs") == []  # though county lines finds gangs


def test_a_match_in_the_title_comes_before_one_in_the_text():
    index = Index([case(id="CS90", done="A choir sang."), case(id="CS91", title="A choir", summary="Song.")])
    assert ids(index, "choir") == ["CS91", "CS90"]


def test_a_document_that_holds_all_of_the_query_comes_before_one_that_holds_a_part():
    index = Index([case(id="CS90", done="A choir, a choir, a choir."), case(id="CS91", done="A choir on a barge.")])
    assert ids(index, "choir barge")[0] == "CS91"


def test_a_misspelt_word_is_put_right_and_the_reader_is_told(whole):
    found = search(whole, "cuckoing in hostles")
    assert [(c.typed, c.used) for c in found.corrections] == [("cuckoing", "cuckooing"), ("hostles", "hotels")]
    assert "criminal-exploitation" in {r.document.id for r in found.results[:3]}


def test_a_short_word_is_never_taken_for_another(whole):
    assert search(whole, "lnes").corrections == ()


def test_a_word_ending_in_a_star_finds_all_that_begin_so():
    index = Index([case(id="CS90", done="A barge."), case(id="CS91", done="A barn."), case(id="CS92")])
    assert set(ids(index, "barg*")) == {"CS90"}
    assert set(ids(index, "bar*")) == {"CS90", "CS91"}


def test_an_unfinished_word_is_taken_as_the_beginning_of_one():
    index = Index([case(done="A questionnaire was sent.")])
    found = search(index, "questionn")
    assert [r.document.id for r in found.results] == ["CS99"]
    assert found.corrections == ()


def test_nothing_found_suggests_the_nearest_themes(whole):
    found = search(whole, "podiatry for suppliers' xylophones", Filters(grade="A", lever="raise-awareness"))
    assert found.results == ()
    assert found.themes[0].id == "business-and-supply-chains"


def test_a_query_of_empty_words_finds_nothing_and_suggests_themes(whole):
    found = search(whole, "what is the")
    assert (found.results, len(found.themes)) == ((), 3)


@pytest.mark.parametrize(
    "query", ['"', "AND OR NOT", "title:car", "car -wash (", "NEAR(", "*", "nail* AND", "s.54 & s.45", "🙂", "a" * 5000]
)
def test_marks_and_operators_in_a_query_do_no_harm(whole, query):
    search(whole, query)


def test_an_abbreviation_of_a_section_finds_its_subject(whole):
    for query in ("s.54", "s54", "section 54", "TISC"):
        assert ids(whole, query)[0] in ("supply-chains-and-section-54", "CS20", "CS21"), query


def test_filters_keep_only_what_passes_all_of_them(whole):
    found = ids(whole, "training", kind="case", theme="training-and-frontline-capability", grade="C")
    assert set(found) == {"CS12", "CS35"}


def test_a_filter_by_area_takes_a_force_area_or_a_region(whole):
    wales, south_west = "W92000004", "E12000009"
    assert "CS22" in ids(whole, "outreach grant", area=south_west)
    assert ids(whole, "outreach grant", area="E23000036")[0] == "CS22"
    assert ids(whole, "outreach grant", area=wales) == []


def test_a_filter_not_known_is_refused():
    with pytest.raises(ValueError, match="lever 'pray'"):
        Filters(lever="pray")


def test_the_list_has_topics_by_title_then_cases_by_id():
    found = listed(library(), Filters(theme="business-and-supply-chains"))
    assert [document.id for document in found] == [
        "labour-exploitation",
        "supply-chains-and-section-54",
        "CS07",
        "CS20",
        "CS21",
        "CS23",
    ]


def test_the_snippet_shows_what_matched():
    index = Index([case(done="First. " * 40 + "A choir sang on a barge. " + "Last. " * 40)])
    snippet = search(index, "barge").results[0].snippet
    assert [piece.text for piece in snippet if piece.matched] == ["barge"]
    assert "choir sang on a barge" in "".join(piece.text for piece in snippet)


def test_a_marked_text_is_cut_into_pieces():
    assert fragments("a \x02b\x03\nc") == (Fragment("a ", False), Fragment("b", True), Fragment(" c", False))


def test_placeholders_and_marks_do_not_show_in_a_snippet():
    topic, _ = read_document("night-shelters.md", TOPIC)
    snippet = "".join(piece.text for piece in search(Index([topic]), "shelter").results[0].snippet)
    assert "{area}" not in snippet
    assert "your area" in snippet


def test_a_limit_below_one_is_a_mistake(whole):
    with pytest.raises(ValueError, match="limit"):
        search(whole, "car wash", limit=0)


def test_the_total_counts_what_the_limit_hides(whole):
    few, many = search(whole, "partnership", limit=2), search(whole, "partnership", limit=100)
    assert len(few.results) == 2
    assert few.total == many.total == len(many.results) > 2

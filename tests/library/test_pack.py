from __future__ import annotations

from datetime import date

import pytest

from local_response.library.describing import facts, source_date
from local_response.library.documents import EXTERNAL_LINKS_NOTICE, LICENCE_NOTICE
from local_response.library.load import find, library
from local_response.library.markdown import Heading, Items, Rows, Words, blocks, written
from local_response.library.pack import Selection, compose
from local_response.library.wording import Locality
from local_response.model.errors import LibraryError

DAY = date(2026, 11, 24)


def pack_of(*ids: str, themes: tuple[str, ...] = (), locality: Locality | None = None):
    return compose(library(), Selection(themes, ids), DAY, locality)


def test_a_pack_holds_everything_of_its_themes_and_what_is_named():
    pack = pack_of("cs11", themes=("data-and-insight",))
    found = {part.title: {entry.id for entry in part.entries} for part in pack.parts}
    assert {"recorded-crime", "three-local-counts", "the-helpline", "reading-a-rise-or-fall"} <= found["Background"]
    assert found["Case studies"] == {"CS09", "CS10", "CS11"}


def test_every_case_in_a_pack_carries_its_grade_and_the_pack_says_what_grades_mean():
    pack = pack_of("CS01", "CS42")
    assert [entry.grade[:17] for entry in pack.parts[0].entries] == ["Evidence grade A:", "Evidence grade C:"]
    assert [grade for grade, _ in pack.grades] == ["A", "B", "C", "D"]
    assert "comparison group" in pack.notices[0]


def test_a_pack_of_topics_alone_says_nothing_of_grades():
    pack = pack_of("recorded-crime")
    assert pack.grades == ()
    assert pack.notices == (EXTERNAL_LINKS_NOTICE, LICENCE_NOTICE)
    assert pack.scope == "1 topic."


def test_sources_are_last_with_links_and_the_dates_of_review():
    entry = pack_of("CS31").parts[0].entries[0]
    heading, sources, dates = entry.blocks[-3:]
    assert heading == Heading("Sources")
    assert isinstance(sources, Items)
    assert sources.items[1][0].link.startswith("https://theclewerinitiative.org")
    assert sources.items[0][0].link == ""
    assert "11 July 2023" in written(sources.items[1])
    assert isinstance(dates, Words)
    assert "Last checked 24 November 2026" in written(dates.spans)


def test_a_pack_is_worded_for_its_area():
    pack = pack_of(
        "commissioners-levers", locality=Locality("Durham", "Police and Crime Commissioner", "office", "England")
    )
    text = " ".join(written(b.spans) for b in pack.parts[0].entries[0].blocks if isinstance(b, Words))
    assert "The Police and Crime Commissioner does not run the police" in text
    assert pack.scope == "1 topic. Worded for Durham."


def test_a_pack_of_nothing_or_of_the_unknown_is_refused():
    with pytest.raises(LibraryError, match="needs a theme or an id"):
        pack_of()
    with pytest.raises(LibraryError, match="no theme is called shelters"):
        pack_of(themes=("shelters",))
    with pytest.raises(LibraryError, match="CS77"):
        pack_of("CS77")


def test_what_a_source_does_not_give_shows_as_not_reported():
    said = dict(facts(find(library(), "CS05")))
    assert (said["Victims"], said["Cost"]) == ("not reported", "not reported")
    assert said["Evidence"].startswith("Evidence grade D")
    assert dict(facts(find(library(), "CS47")))["Police force areas"] == "outside England and Wales"


@pytest.mark.parametrize(
    ("date", "words"),
    [("2020-07-14", "14 July 2020"), ("2020-07", "July 2020"), ("2020", "2020"), ("undated", "undated")],
)
def test_a_source_date_is_written_out(date, words):
    assert source_date(date) == words


def test_markdown_becomes_headings_words_lists_and_tables():
    found = blocks(
        "## Head\n\nSome **bold**\nwords.\n\n- one\n- two\n\n1. first\n\n| a | b |\n| --- | --- |\n| c | **d** |\n"
    )
    assert [type(block) for block in found] == [Heading, Words, Items, Items, Rows]
    words, bullets, numbered, table = found[1:]
    assert written(words.spans) == "Some bold words."
    assert [span.text for span in words.spans if span.bold] == ["bold"]
    assert (bullets.ordered, numbered.ordered) == (False, True)
    assert [[written(cell) for cell in row] for row in table.rows] == [["c", "d"]]
    assert table.caption == "Head"


def test_markdown_that_the_library_does_not_use_is_refused():
    with pytest.raises(ValueError, match="blockquote"):
        blocks("> said")


def test_every_text_of_the_library_can_be_laid_out():
    pack = compose(library(), Selection(ids=tuple(document.id for document in library().documents)), DAY)
    assert sum(len(part.entries) for part in pack.parts) == len(library().documents)

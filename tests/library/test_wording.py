from __future__ import annotations

from dataclasses import replace
from datetime import date

from local_response.library.load import find, library, read_document
from local_response.library.wording import Locality, locality_of, plain, text_for
from tests.library.factories import TOPIC

DAY = date(2026, 11, 24)


def topic(text: str):
    read, _ = read_document("night-shelters.md", TOPIC)
    return replace(read, text=text)


def test_a_topic_speaks_of_the_area_and_its_office():
    text = "In {area} ask the {holder} or the {body}."
    durham = locality_of("E23000008", DAY)
    assert text_for(topic(text), durham) == (
        "In Durham ask the Police and Crime Commissioner or the office of the Police and Crime Commissioner."
    )
    assert text_for(topic(text)) == "In your area ask the commissioner or the commissioner's office."


def test_a_mayor_is_called_by_the_title_in_use_on_the_day():
    assert locality_of("E23000005", DAY).holder.startswith("Mayor")
    assert locality_of("E23000005", date(2016, 1, 1)).holder == "commissioner"  # before the mayor; nothing is known


def test_a_passage_for_one_nation_is_left_out_for_the_other_and_kept_for_everybody():
    text = "Before.\n<!-- nation: Wales -->\nIn Wales.\n<!-- end -->\nAfter."
    assert text_for(topic(text), Locality(nation="England")) == "Before.\nAfter."
    assert "In Wales." in text_for(topic(text), Locality(nation="Wales"))
    assert "In Wales." in text_for(topic(text))


def test_the_welsh_passages_of_the_library_are_for_wales():
    chains = find(library(), "supply-chains-and-section-54")
    assert "In Wales" in text_for(chains, locality_of("W15000002", DAY))
    assert "In Wales" not in text_for(chains, locality_of("E23000008", DAY))


def test_markdown_is_read_without_its_marks():
    text = "## Head\n\n- **Bold** word\n1. First\n\n| A | B |\n| --- | --- |\n| c | d |\n<!-- end -->\n-5 stays"
    words = plain(text).split()
    assert words == ["Head", "Bold", "word", "First", "A", "B", "c", "d", "-5", "stays"]

from __future__ import annotations

import pytest

from local_response.library.load import library
from local_response.library.wording import plain, text_for

TOPICS = {topic.id: topic for topic in library().topics}
SUBJECTS = {  # what must be covered, and words without which a topic on it would not be one
    "modern-slavery-and-the-law": ("Section 1", "Section 2", "Section 45", "Section 52", "Section 54"),
    "commissioners-duties": ("hold the chief constable to account", "annual report"),
    "labour-exploitation": ("car wash", "nail bars"),
    "sexual-exploitation": ("hotels",),
    "criminal-exploitation": ("cuckooing", "cannabis"),
    "domestic-servitude": ("private home",),
    "organ-harvesting-and-rare-forms": ("organ",),
    "signs-for-front-line-staff": ("999", "08000 121 700"),
    "county-lines-and-children": ("flag", "2,281"),
    "links-to-organised-crime": ("Smuggling", "Trafficking"),
    "how-the-nrm-works": ("reasonable grounds", "conclusive grounds", "duty to notify"),
    "victims-rights-and-outcomes": ("secure and suitable housing", "access to education"),
    "three-local-counts": ("by", "to", "councils"),
    "reading-a-rise-or-fall": ("Border Force", "red or green"),
    "recorded-crime": ("106", "financial"),
    "the-helpline": ("24 November 2026", "Unseen"),
    "who-does-what": ("Fair Work Agency", "Border Force", "Housing", "Health"),
    "commissioners-levers": ("Broker", "Commission", "Raise awareness", "Prevent", "Hold to account"),
    "supply-chains-and-section-54": ("£36 million",),
    "police-and-crime-plans": ("measures", "panel"),
    "governance-and-2028": ("May 2028", "to be confirmed"),
    "talking-about-it": ("survivor", "Pictures"),
}


def test_every_subject_of_the_toolkit_has_its_topic():
    assert set(TOPICS) == set(SUBJECTS)


@pytest.mark.parametrize("id", SUBJECTS)
def test_a_topic_says_what_it_must(id):
    text = plain(text_for(TOPICS[id]))
    assert [words for words in SUBJECTS[id] if words not in text] == []


@pytest.mark.parametrize("id", SUBJECTS)
def test_sentences_are_short_enough_for_most_readers(id):
    """Plain English guides ask for about 15 to 20 words a sentence on average; bullets count as sentences."""
    lines = [line for line in plain(text_for(TOPICS[id])).splitlines() if line.strip()]
    sentences = [s for line in lines for s in line.replace("? ", ". ").replace(": ", ". ").split(". ") if s.strip()]
    assert sum(len(sentence.split()) for sentence in sentences) / len(sentences) <= 20


@pytest.mark.parametrize("id", SUBJECTS)
def test_a_topic_names_two_public_sources_with_links(id):
    assert len([source for source in TOPICS[id].sources if source.link]) >= 2


def test_topics_that_move_fast_are_due_sooner():
    assert min(TOPICS.values(), key=lambda topic: topic.review_due).id == "governance-and-2028"

"""Measures and labels: reviewed, complete, and breaks stop what would cross them."""

from __future__ import annotations

from datetime import date

import pytest

from local_response.definitions.labels import exploitation_parts, harmonised, known
from local_response.definitions.measures import breaks_of, measure, measures, stretches
from local_response.model.measures import DIMENSIONS


def test_every_measure_says_what_it_can_and_cannot_tell() -> None:
    for found in measures():
        assert min(map(len, (found.counts, found.can_tell, found.cannot_tell, found.where_found))) > 10, found.id
        assert set(found.dimensions) <= set(DIMENSIONS), found.id
        assert found.reviewed <= date(2026, 11, 24) < found.review_due, found.id
        assert all(breaks_of(found.id)) or not found.breaks


def test_an_unknown_measure_is_a_callers_mistake() -> None:
    with pytest.raises(KeyError):
        measure("nrm.slavery")


def test_a_break_cuts_a_series_and_belongs_to_what_follows() -> None:
    periods = ["2023-Q1", "2022-Q4", "2019-Q4", "2019-Q3", "2023-Q3"]
    assert stretches("nrm.referrals", periods) == [["2019-Q3"], ["2019-Q4", "2022-Q4"], ["2023-Q1", "2023-Q3"]]
    assert stretches("crime.recorded", ["2019-Q4", "2019-Q3"]) == [["2019-Q3", "2019-Q4"]]
    assert stretches("nrm.referrals", []) == []


@pytest.mark.parametrize(
    ("label", "parts"),
    [
        ("Labour", ("labour",)),
        ("Labour & Criminal", ("labour", "criminal")),
        ("Sexual, Labour & Domestic", ("sexual", "labour", "domestic")),
        ("Labour, Domestic, Organ Harvesting", ("labour", "domestic", "organ harvesting")),
        ("Sexual, Labour, Domestic, Organ Harvesting & Criminal",
         ("sexual", "labour", "domestic", "organ harvesting", "criminal")),
        ("Not specified or unknown", ("unknown",)),
        ("Forced  fraud", ("forced fraud",)),
    ],
)  # fmt: skip
def test_a_combination_splits_into_its_parts(label: str, parts: tuple[str, ...]) -> None:
    assert exploitation_parts(label) == parts
    assert known("exploitation", label) == ("forced fraud" not in parts)


@pytest.mark.parametrize(
    ("dimension", "label", "word"),
    [
        ("age", "Age not specified or unknown", "unknown"),
        ("age", "Not specified or unknown", "unknown"),
        ("age", "Child (17 or under)", "child"),
        ("gender", "Not Recorded", "unknown"),
        ("nationality", "Afghan  UK", "Afghan UK"),
        ("gender", "Self-described", "Self-described"),
    ],
)
def test_labels_have_one_word_and_new_ones_are_kept(dimension: str, label: str, word: str) -> None:
    assert harmonised(dimension, label) == word
    assert known("gender", "Self-described") is False

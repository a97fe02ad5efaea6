from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from local_response.library.index import Index
from local_response.library.load import library
from local_response.library.quality import Judged, ndcg, quality

QUERIES = yaml.safe_load(Path(__file__).with_name("queries.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("half", ["tuning", "held_out"])
def test_the_right_answer_is_among_the_first_three(half):
    judged = [Judged(entry["query"], entry["want"]) for entry in QUERIES[half]]
    found = quality(Index(library().documents), judged)
    assert found.first_three >= 0.9
    assert found.ndcg >= 0.85


def test_there_are_forty_queries_in_two_halves_that_share_none():
    first, second = ({entry["query"] for entry in QUERIES[half]} for half in ("tuning", "held_out"))
    assert len(first) == len(second) >= 20
    assert not first & second


def test_every_wanted_document_exists():
    known = {document.id for document in library().documents}
    wanted = {id for half in QUERIES.values() for entry in half for id in entry["want"]}
    assert wanted <= known


@pytest.mark.parametrize(
    ("found", "wanted", "expected"),
    [  # worked by hand from the formula: gain 2**right - 1, discount log2(place + 1)
        ([2, 1], [2, 1], 1.0),
        ([1, 2], [2, 1], (1 + 3 / 1.5849625) / (3 + 1 / 1.5849625)),
        ([0, 0, 2], [2], 0.5),
        ([0, 0], [2], 0.0),
        ([0] * 10 + [2], [2], 0.0),
    ],
)
def test_ndcg_matches_worked_values(found, wanted, expected):
    assert ndcg(found, wanted) == pytest.approx(expected, abs=1e-6)


def test_ndcg_needs_something_wanted():
    with pytest.raises(ValueError, match="no right document"):
        ndcg([1], [])


def test_quality_names_the_queries_without_a_right_answer():
    index = Index(library().documents)
    found = quality(index, [Judged("cuckooing", {"CS29": 2}), Judged("nail bars", {"CS42": 2})])
    assert (found.first_three, found.missed) == (0.5, ("cuckooing",))

"""What is said about the estimates, and what is refused."""

from __future__ import annotations

import hashlib
import tomllib
from importlib.resources import files

import numpy as np
import pytest

from local_response.insight.hidden.analysis import analyse
from local_response.insight.hidden.critique import refuse_area, works
from local_response.insight.hidden.histories import CaptureTable, capture_table
from local_response.insight.hidden.landscape import landscape, leave_one_list_out
from local_response.insight.hidden.methods import METHODS, Settings, answers
from local_response.insight.hidden.models import hierarchical_models
from local_response.insight.hidden.published import uk_2013, uk_2013_lists
from local_response.model.errors import CannotEstimateError

FAST = Settings(replicates=0)


def test_uk_2013_says_what_the_literature_shows() -> None:
    """Four models within 2.1 BIC, from 11,313 to 25,978; published range 10,000 to 13,000 (Silverman 2014)."""
    uk = uk_2013()
    assert (
        "The four best two-list models lie within 2.1 BIC of one another, which the lists can barely tell apart, and "
        "give from 11,313 to 25,978." in uk.verdict
    )
    assert [round(model.total) for model in uk.rivals] == [22991, 12262, 25978, 11313]
    assert (uk.low, uk.high, uk.published) == (10_000, 13_000, "2014-11-29")
    assert uk.table.people == uk.five_lists.people == 2744
    assert len(uk.why_not_local) == 3


@pytest.mark.published_data
def test_the_carried_uk_lists_are_the_published_ones(published_table: object) -> None:
    """Column for column: LA, NG, PF, NCA, GO, GP in our file; LA, NG, PF, GO, GP, NCA in the published one."""
    theirs, ours = published_table("UKdat"), uk_2013_lists()  # type: ignore[operator]
    place = [ours.lists.index(name) for name in ("local authorities", "NGOs", "police", "government", "public", "NCA")]
    for mask in range(1, 64):
        moved = sum(1 << place[i] for i in range(6) if mask >> i & 1)
        assert ours.counts[moved] == theirs.counts[mask]


def test_the_record_of_the_uk_lists_is_complete_and_its_checksum_right() -> None:
    folder = files("local_response.definitions").joinpath("hidden")
    record = tomllib.loads(folder.joinpath("uk_2013.csv.toml").read_text(encoding="utf-8"))
    assert record["sha256"] == hashlib.sha256(folder.joinpath("uk_2013.csv").read_bytes()).hexdigest()
    assert all(record[name] for name in ("title", "publisher", "page", "licence", "published", "changes"))


def test_every_method_named_has_its_entry_in_the_definitions() -> None:
    text = files("local_response.definitions").joinpath("methods.toml").read_text(encoding="utf-8")
    defined = tomllib.loads(text)
    found = answers(uk_2013().five_lists, METHODS, FAST)
    assert {answer.estimate.method for answer in found} <= defined.keys()
    assert all(answer.estimate.value is not None for answer in found)


def test_analysis_of_the_uk_lists_refuses_one_number_and_cites_the_critics() -> None:
    analysis = analyse(uk_2013().five_lists, settings=FAST)
    assert analysis.verdict.agreement == "poor"
    assert "no single number should be quoted" in analysis.verdict.text
    assert "221 (8.1%) are on more than one list" in analysis.verdict.text
    assert analysis.verdict.lowest == pytest.approx(11_303.87, rel=1e-4)
    assert analysis.verdict.highest == pytest.approx(25_978.17, rel=1e-4)
    assert {"whitehead_2021", "binette_2022"} <= {work.key for work in analysis.works if work.critical}


def test_answers_that_agree_are_said_to_agree() -> None:
    """Three large independent lists, each with three people in ten of 1,000: every method finds about 1,000."""
    counts = [round(1000 * 0.3 ** mask.bit_count() * 0.7 ** (3 - mask.bit_count())) for mask in range(8)]
    table = CaptureTable(("A", "B", "C"), np.array([0, *counts[1:]]))
    analysis = analyse(table, settings=FAST)
    assert analysis.verdict.agreement == "close"
    assert analysis.verdict.lowest == pytest.approx(1000, rel=0.05)


def test_a_national_estimate_is_never_scaled_to_an_area() -> None:
    with pytest.raises(CannotEstimateError, match="Cumbria: the hidden population of an area cannot be estimated"):
        refuse_area("Cumbria")


def test_leaving_out_a_list_that_ties_the_others_together_says_why_there_is_no_estimate() -> None:
    table = capture_table("ABC", [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0), (1, 0, 1)], [40, 30, 20, 6, 4])
    without = {left.name: left.estimate for left in leave_one_list_out(table)}
    assert without["A"].value is None
    assert without["A"].reason == "nobody is on more than one of the lists left"
    assert without["B"].value == pytest.approx(50 * 24 / 4, rel=1e-6)


def test_two_lists_are_analysed_with_independence_assumed_and_said() -> None:
    analysis = analyse(capture_table("AB", [(1, 0), (0, 1), (1, 1)], [40, 25, 20]), settings=FAST)
    values = {answer.estimate.method: answer.estimate.value for answer in analysis.answers}
    assert values["hidden_main_effects"] == pytest.approx(135)
    assert values["hidden_graphical"] is None
    assert "independence has to be assumed" in analysis.verdict.text


def test_a_method_that_cannot_answer_says_why_and_stops_no_other() -> None:
    """Seven lists: too many models to fit them all, too many graphs to add up."""
    histories = [tuple(int(i in pair) for i in range(7)) for pair in ((a, (a + 1) % 7) for a in range(7))]
    singles = [tuple(int(i == one) for i in range(7)) for one in range(7)]
    table = capture_table("ABCDEFG", singles + histories, [50] * 7 + [9] * 7)
    found = {answer.estimate.method: answer.estimate for answer in answers(table, METHODS, FAST)}
    assert "more than 40,000 models" in found["hidden_best_bic"].reason
    assert "3 to 6 lists" in found["hidden_graphical"].reason
    assert found["hidden_stepwise"].value is not None


def test_an_order_that_leaves_nothing_to_estimate_from_is_refused() -> None:
    table = capture_table("ABC", [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0)], [40, 30, 20, 6])
    with pytest.raises(CannotEstimateError, match="nothing is then left"):
        analyse(table, settings=Settings(order=3, replicates=0))
    with pytest.raises(ValueError, match="order of 1 or more"):
        analyse(table, settings=Settings(order=0))
    with pytest.raises(ValueError, match="no method called guess"):
        analyse(table, ["guess"], FAST)


def test_an_artificial_table_without_one_estimate_is_not_given_a_number_for_that_model() -> None:
    """Chan, Silverman and Vincent (2021), Table 3: four of the eight models have no estimate, or more than one."""
    table = capture_table("ABC", [(1, 0, 0), (0, 1, 0), (0, 0, 1), (1, 1, 0)], [40, 30, 20, 6])
    models = landscape(table)
    assert (models.checked, models.refused) == (8, 4)
    assert not any("A:B" in model.effects for model in models.models)


@pytest.mark.parametrize(("lists", "order"), [(6, 3), (7, 2), (8, 4)])
def test_more_models_than_can_be_fitted_are_refused_before_memory_is_spent(lists: int, order: int) -> None:
    with pytest.raises(CannotEstimateError, match="more than 40,000 models"):
        hierarchical_models(lists, order)


def test_every_published_work_has_a_place_to_find_it() -> None:
    assert all(work.citation and work.says and work.url.startswith("https://") for work in works())
    assert sum(work.critical for work in works()) >= 4

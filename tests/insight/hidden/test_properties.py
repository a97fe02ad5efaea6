"""What must hold for any table: no order of rows or lists matters, totals are bounded below, checks are sound."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from local_response.insight.hidden.bootstrap import bca_limits, resampled
from local_response.insight.hidden.downhill import downhill_by_bic
from local_response.insight.hidden.existence import existence_codes
from local_response.insight.hidden.fitting import fit
from local_response.insight.hidden.graphical import decomposable_graphs, graphical_posterior
from local_response.insight.hidden.histories import CaptureTable
from local_response.insight.hidden.methods import METHODS, Settings, answers
from local_response.insight.hidden.models import (
    bracket_name,
    closure,
    from_bracket_name,
    hierarchical_models,
    ranked_by_bic,
)
from local_response.insight.hidden.stepwise import stepwise_by_p_value
from local_response.insight.hidden.terms import IntArray, count_on_all, frame, mask_of
from local_response.model.errors import CannotEstimateError

QUICK = settings(max_examples=25, suppress_health_check=[HealthCheck.filter_too_much])


@st.composite
def tables(draw: st.DrawFn, lists: tuple[int, ...] = (3, 4), most: int = 60) -> IntArray:
    """Counts of a table in which every list has people and some are on two."""
    k = draw(st.sampled_from(lists))
    sizes = st.one_of(st.just(0), st.integers(0, 3), st.integers(0, most))
    counts = np.array([0, *draw(st.lists(sizes, min_size=2**k - 1, max_size=2**k - 1))], dtype=np.int64)
    on_all = count_on_all(counts)
    assume(all(on_all[1 << i] for i in range(k)))
    assume(any(counts[mask] for mask in range(len(counts)) if mask.bit_count() > 1))
    return counts


def permuted(counts: IntArray, order: list[int]) -> IntArray:
    """The same people with list order[i] as list i."""
    moved = np.zeros_like(counts)
    for mask in range(len(counts)):
        moved[mask_of(new for new, old in enumerate(order) if mask >> old & 1)] = counts[mask]
    return moved


@QUICK
@given(tables(), st.randoms(use_true_random=False))
def test_the_order_of_lists_changes_no_estimate(counts: IntArray, random: object) -> None:
    k = len(counts).bit_length() - 1
    order = list(range(k))
    random.shuffle(order)  # type: ignore[attr-defined]
    moved = permuted(counts, order)
    try:
        here = ranked_by_bic(counts, 2)
    except CannotEstimateError:
        with pytest.raises(CannotEstimateError):
            ranked_by_bic(moved, 2)
        return
    there = ranked_by_bic(moved, 2)
    assert there.fits.bic == pytest.approx(here.fits.bic, abs=1e-6)
    assert sorted(there.fits.total) == pytest.approx(sorted(here.fits.total), rel=1e-5)
    if k > 2:
        quantiles = (graphical_posterior(table).quantiles for table in (counts, moved))
        assert list(next(quantiles).values()) == pytest.approx(list(next(quantiles).values()), rel=1e-8)


@QUICK
@given(tables())
def test_totals_are_at_least_the_people_seen_and_margins_are_kept(counts: IntArray) -> None:
    k = len(counts).bit_length() - 1
    shared = frame(k, k - 1)
    rows = hierarchical_models(k, k - 1)
    rows = rows[existence_codes(shared, rows, counts) == 0]
    assume(len(rows))
    fits = fit(shared, rows, counts)
    assert fits.converged.all()
    assert np.all(fits.total >= counts.sum())
    fitted = np.concatenate([np.zeros((len(rows), 1)), fits.expected], axis=1)
    for row, expected in zip(rows, fitted, strict=True):
        margins = [shared.place[int(term)] for term in shared.terms[row]]
        seen = count_on_all(counts)[shared.terms[margins]]
        made = ((np.arange(len(counts)) & shared.terms[margins][:, None]) == shared.terms[margins][:, None]) @ expected
        assert made == pytest.approx(seen, abs=1e-5 * (1 + counts.sum()))


@QUICK
@given(tables(lists=(3, 4), most=8))
def test_existence_codes_agree_with_the_linear_program_and_rank_of_the_paper(counts: IntArray) -> None:
    """Chan, Silverman and Vincent (2021), section 2.5: maximise s with expected counts above s and the same margins."""
    k = len(counts).bit_length() - 1
    shared = frame(k, 2)
    rows = hierarchical_models(k, 2)
    got = existence_codes(shared, rows, counts)
    on_all = count_on_all(counts)
    for row, code in list(zip(rows, got, strict=True))[:: max(1, len(rows) // 12)]:
        terms = [int(term) for term in shared.terms[row]]
        empty = [term for term in terms if on_all[term] == 0]
        kept = [c for c in range(1, 2**k) if not any(c & term == term for term in empty)]
        used = [term for term in terms if term not in empty]
        design = np.array([[float(c & term == term) for term in used] for c in kept])
        margins = design.T @ counts[kept]
        answer = linprog(
            [0.0] * len(kept) + [-1.0],
            A_ub=np.hstack([-np.eye(len(kept)), np.ones((len(kept), 1))]),
            b_ub=np.zeros(len(kept)),
            A_eq=np.hstack([design.T, np.zeros((len(used), 1))]),
            b_eq=margins,
        )
        missing = answer.x[-1] < 1e-9
        unidentified = np.linalg.matrix_rank(design) < len(used)
        assert code == missing + 2 * unidentified


@pytest.mark.filterwarnings("ignore:Perfect separation")  # statsmodels, where a fit happens to be exact
@settings(max_examples=25)
@given(st.lists(st.integers(1, 200), min_size=15, max_size=15))
def test_fits_agree_with_statsmodels(people: list[int]) -> None:
    counts, k = np.array([0, *people]), 4
    shared = frame(k, 2)
    row = hierarchical_models(k, 2)[-2]
    got = fit(shared, row, counts)
    model = sm.GLM(counts[1:], shared.design[:, row], family=sm.families.Poisson()).fit(tol=1e-12)
    assert got.unseen[0] == pytest.approx(np.exp(model.params[0]), rel=1e-5)
    assert got.deviance[0] == pytest.approx(model.deviance, abs=1e-6)
    assert got.log_likelihood[0] == pytest.approx(model.llf, abs=1e-6)
    assert got.aic[0] == pytest.approx(model.aic, abs=1e-6)


@QUICK
@given(tables())
def test_batches_give_what_single_tables_give(counts: IntArray) -> None:
    drawn = resampled(counts, 6, 3)
    together = stepwise_by_p_value(drawn)
    for place, one in enumerate(drawn):
        alone = stepwise_by_p_value(one)
        assert np.array_equal(alone.rows[0], together.rows[place])
        assert alone.fits.total[0] == pytest.approx(together.fits.total[place], rel=1e-4)


@QUICK
@given(tables())
def test_downhill_never_ends_above_where_it_began_nor_below_the_best(counts: IntArray) -> None:
    k = len(counts).bit_length() - 1
    end = downhill_by_bic(counts, 2).fits.bic[0]
    shared = frame(k, 2)
    if existence_codes(shared, shared.base, counts)[0] == 0:
        assert end <= fit(shared, shared.base, counts).bic[0] + 1e-9
        assert end >= ranked_by_bic(counts, 2).fits.bic[0] - 1e-6


def test_two_independent_lists_give_the_lincoln_petersen_total() -> None:
    """n1 n2 / m: 60 and 45 people with 20 in common make 135."""
    counts = np.array([0, 40, 25, 20])
    assert fit(frame(2, 1), frame(2, 1).base, counts).total[0] == pytest.approx(60 * 45 / 20, rel=1e-9)


def test_three_lists_with_all_pairs_give_the_closed_form() -> None:
    """Unseen = n111 n100 n010 n001 / (n110 n101 n011) (Fienberg 1972, Biometrika 59, 591-603)."""
    counts = np.array([0, 50, 40, 12, 30, 9, 7, 5])
    shared = frame(3, 2)
    unseen = fit(shared, shared.model_row((3, 5, 6)), counts).unseen[0]
    assert unseen == pytest.approx(5 * 50 * 40 * 30 / (12 * 9 * 7), rel=1e-9)


def test_the_same_seed_gives_the_same_limits_in_any_order_of_lists() -> None:
    counts = np.array([0, 54, 46, 15, 91, 19, 6, 1])
    first = CaptureTable(("A", "B", "C"), counts)
    second = CaptureTable(("C", "A", "B"), permuted(counts, [2, 0, 1]))
    run = Settings(replicates=120, seed=5)
    for ours, theirs in zip(answers(first, METHODS, run), answers(second, METHODS, run), strict=True):
        one, two = ours.estimate, theirs.estimate
        assert (one.value, one.lower, one.upper) == pytest.approx((two.value, two.lower, two.upper), rel=1e-6), (
            ours.label
        )
    again = answers(first, ["stepwise"], run)[0].estimate
    assert again == answers(first, ["stepwise"], run)[0].estimate
    other = answers(first, ["stepwise"], Settings(replicates=120, seed=6))[0].estimate
    assert (other.lower, other.upper) != (again.lower, again.upper)


def test_a_limit_that_the_lists_do_not_set_is_infinite_and_not_a_number_by_accident() -> None:
    """One person of 150 is on two lists: some 37 in 100 replicates have nobody there, and no bound on the total."""
    counts = np.array([0, 80, 70, 1])
    table = CaptureTable(("A", "B"), counts)
    total = stepwise_by_p_value(counts).fits.total[0]
    assert total == pytest.approx(81 * 71, rel=1e-6)
    without = np.array([0, 80, 70, 0])
    assert stepwise_by_p_value(without).fits.total[0] == np.inf
    answer = answers(table, ["stepwise"], Settings(replicates=400))[0]
    assert answer.estimate.upper is None
    assert answer.estimate.value == pytest.approx(81 * 71, rel=1e-6)


def test_a_limit_at_the_edge_of_the_replicates_is_said_to_move_with_the_seed() -> None:
    """One effect is only just added, so most replicates lie above the estimate and the corrected lower limit falls
    among the very lowest of them."""
    counts = np.array([0, 25, 24, 1, 70, 1, 2, 1, 33, 2, 2, 1, 1, 0, 0, 0])
    drawn = resampled(counts, 200, 1)
    found = bca_limits(counts, lambda some: np.where(some[:, 7] > 0, 500.0, 300.0) + some[:, 3], drawn)
    assert found.beyond < 5
    table = CaptureTable(("A", "B", "C", "D"), counts)
    notes = answers(table, ["stepwise"], Settings(replicates=20))[0].notes
    assert any("moves with the seed" in note for note in notes)


def test_limits_are_in_order_and_hold_the_estimate() -> None:
    counts = np.array([0, 54, 46, 15, 91, 19, 6, 1])
    probabilities = (0.025, 0.1, 0.5, 0.9, 0.975)
    found = bca_limits(
        counts,
        lambda some: stepwise_by_p_value(some).fits.total,
        resampled(counts, 300, 1),
        probabilities=probabilities,
    ).limits
    assert found is not None
    assert list(found.values()) == sorted(found.values())
    assert found[0.025] < stepwise_by_p_value(counts).fits.total[0] < found[0.975]


@pytest.mark.parametrize(("lists", "models"), [(2, 2), (3, 9), (4, 114), (5, 6894)])
def test_there_are_as_many_hierarchical_models_as_simplicial_complexes(lists: int, models: int) -> None:
    """Antichains that cover a set: 2, 9, 114, 6,894 (OEIS A006126)."""
    assert len(hierarchical_models(lists, lists)) == models


@pytest.mark.parametrize(("lists", "graphs"), [(3, 8), (4, 61), (5, 822), (6, 18154)])
def test_there_are_as_many_decomposable_graphs_as_counted_by_others(lists: int, graphs: int) -> None:
    """Labelled chordal graphs: 8, 61, 822, 18,154 (OEIS A058862)."""
    assert len(decomposable_graphs(lists)) == graphs


@given(st.sets(st.sampled_from([mask_of(c) for n in (2, 3) for c in combinations(range(5), n)])))
def test_a_model_survives_its_name(terms: set[int]) -> None:
    model = closure(terms)
    assert from_bracket_name(bracket_name(model, 5)) == model


@pytest.mark.parametrize("name", ["", "[]", "12,3", "[12,9]", "[12;3]"])
def test_a_name_that_is_no_model_is_a_callers_mistake(name: str) -> None:
    with pytest.raises(ValueError, match="not a model in brackets"):
        from_bracket_name(name)

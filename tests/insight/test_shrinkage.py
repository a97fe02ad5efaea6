"""Shrinkage, ranks and false discoveries: properties, and second implementations."""

from __future__ import annotations

import math

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests

from local_response.insight.discoveries import discoveries, poisson_p_values, two_sided_p_values
from local_response.insight.ranks import rank_intervals
from local_response.insight.shrinkage import fit_gamma, shrink_rates, shrink_share, shrink_shares

areas = st.lists(st.tuples(st.integers(0, 400), st.integers(1, 10**6)), min_size=3, max_size=12)


@given(areas)
@settings(max_examples=60, deadline=None)
def test_a_shrunk_rate_lies_between_the_area_and_the_mean(rows):
    counts, sizes = np.array(rows, dtype=float).T
    if counts.sum() == 0:
        counts[0] = 1
    got = shrink_rates(counts, sizes)
    slack = 1e-9 * np.maximum(got.raw, got.mean)
    assert (np.minimum(got.raw, got.mean) - slack <= got.value).all()
    assert (got.value <= np.maximum(got.raw, got.mean) + slack).all()
    assert (got.lower <= got.value).all()
    assert (got.value <= got.upper).all()
    assert got.value == pytest.approx(got.own_weight * got.raw + (1 - got.own_weight) * got.mean)


@given(st.permutations(list(range(7))))
@settings(max_examples=20, deadline=None)
def test_permuted_areas_get_the_permuted_shrinkage_and_ranks(order):
    counts, sizes = np.array([3, 40, 12, 9, 80, 15, 0]), np.array([1e5, 3e5, 2e5, 2e5, 4e5, 2e5, 5e4])
    plain, mixed = shrink_rates(counts, sizes), shrink_rates(counts[order], sizes[order])
    assert mixed.value == pytest.approx(plain.value[order], rel=1e-9)
    assert rank_intervals(mixed).upper.tolist() == rank_intervals(plain).upper[order].tolist()


def test_the_gamma_of_true_rates_is_the_negative_binomial_fit_of_statsmodels():
    rng = np.random.default_rng(11)
    sizes = rng.uniform(50, 500, 300)
    counts = rng.poisson(sizes * rng.gamma(4, 0.1 / 4, 300)).astype(float)
    shape, mean = fit_gamma(counts, sizes)
    fit = sm.NegativeBinomial(counts, np.ones((300, 1)), exposure=sizes).fit(disp=0)
    assert mean == pytest.approx(math.exp(fit.params[0]), rel=1e-3)
    assert shape == pytest.approx(1 / fit.params[1], rel=1e-3)


def test_areas_that_differ_by_chance_only_are_drawn_all_the_way():
    got = shrink_rates([10, 10, 10, 11], [100, 100, 100, 100])
    assert got.own_weight == pytest.approx(0, abs=1e-4)
    assert got.value == pytest.approx(got.mean, rel=1e-4)


def test_an_area_without_a_count_stays_in_its_place_without_a_rate_or_rank():
    got = shrink_rates([10, math.nan, 40, 5], [100, 100, 100, 0])
    assert np.isnan(got.value).tolist() == [False, True, False, True]
    ranks = rank_intervals(got)
    assert ranks.lower.tolist() == [2, 0, 1, 0]
    assert ranks.areas == 2
    with pytest.raises(ValueError, match="at least 2 areas"):
        shrink_rates([10, math.nan], [100, 100])


@given(st.lists(st.lists(st.integers(0, 60), min_size=4, max_size=4), min_size=2, max_size=8))
@settings(max_examples=40, deadline=None)
def test_shrunk_shares_sum_to_one_and_lie_between_the_area_and_the_reference(table):
    counts = np.array(table)
    if counts.sum() == 0:
        counts[0, 0] = 1
    got = shrink_shares(counts)
    assert got.value.sum(axis=1) == pytest.approx(1)
    raw = np.where(np.isnan(got.raw), got.reference, got.raw)
    assert (np.minimum(raw, got.reference) - 1e-9 <= got.value).all()
    assert (got.value <= np.maximum(raw, got.reference) + 1e-9).all()
    assert (got.lower <= got.upper).all()


def test_the_concentration_of_shares_is_recovered_and_a_single_share_is_its_two_category_case():
    rng = np.random.default_rng(5)
    wholes = rng.integers(20, 200, 400)
    parts = rng.binomial(wholes, rng.beta(6, 14, 400))
    got = shrink_share(parts, wholes)
    assert got.concentration == pytest.approx(20, rel=0.25)
    log_likelihood = stats.betabinom.logpmf  # the second implementation of what is maximised
    p = parts.sum() / wholes.sum()
    at = [
        log_likelihood(parts, wholes, s * p, s * (1 - p)).sum() for s in (0.97, 1.0, 1.03) * np.array(got.concentration)
    ]
    assert at[1] == max(at)
    assert got.value[0] == pytest.approx((parts[0] + got.concentration * p) / (wholes[0] + got.concentration))


def test_small_areas_have_wide_rank_intervals_and_ranks_agree_with_simulation():
    counts = np.array([2, 30, 300, 45, 8])
    sizes = np.array([1e5, 1e6, 1e7, 1e6, 2e5])
    shrunk = shrink_rates(counts, sizes)
    got = rank_intervals(shrunk)
    rng = np.random.default_rng(2)
    draws = rng.gamma(shrunk.posterior_shape, 1 / shrunk.posterior_rate, (40_000, 5))
    ranks = (draws[:, None, :] > draws[:, :, None]).sum(axis=2) + 1
    simulated = np.array([[(ranks[:, area] == r).mean() for r in range(1, 6)] for area in range(5)])
    assert got.probability == pytest.approx(simulated, abs=0.01)
    assert got.upper[0] - got.lower[0] >= 3


@given(st.lists(st.floats(0, 1) | st.just(math.nan), min_size=1, max_size=30))
def test_adjusted_p_values_are_those_of_statsmodels(values):
    p = np.array(values)
    known = ~np.isnan(p)
    for name, other in (("benjamini_hochberg", "fdr_bh"), ("benjamini_yekutieli", "fdr_by")):
        got = discoveries(p, 0.05, name)
        if known.any():
            assert got.adjusted[known] == pytest.approx(multipletests(p[known], method=other)[1])
        assert not got.found[~known].any()


def test_discoveries_keep_the_shape_of_areas_by_measures():
    p = np.array([[0.001, 0.2], [0.04, math.nan], [0.9, 0.004]])
    got = discoveries(p)
    assert got.found.tolist() == [[True, False], [False, False], [False, True]]
    with pytest.raises(ValueError, match="between 0 and 1"):
        discoveries([1.2])


def test_p_values_are_those_of_the_normal_and_poisson_distributions():
    assert two_sided_p_values([0, 1.959964, -1.959964]) == pytest.approx([1, 0.05, 0.05], rel=1e-5)
    got = poisson_p_values([0, 3, 20, math.nan], [2.0, 3.0, 8.0, 1.0])
    wanted = [2 * stats.poisson.cdf(0, 2), 1.0, 2 * stats.poisson.sf(19, 8)]
    assert got[:3] == pytest.approx(wanted)
    assert np.isnan(got[3])

"""Breaks, limits of quarterly counts, trends, next quarter and targets."""

from __future__ import annotations

import math
from datetime import date

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from local_response.insight.forecast import fit_alone, fit_country, judge, next_range
from local_response.insight.quarters import control_chart, limits_about, own_dispersion, split_at_breaks
from local_response.insight.targets import in_words, least_change
from local_response.insight.trend import trend, trend_marker

BREAKS = [date(2019, 10, 1), date(2023, 1, 1)]


def quarters(first_year: int, count: int) -> list[str]:
    return [f"{first_year + i // 4}-Q{i % 4 + 1}" for i in range(count)]


def test_breaks_split_a_series_at_the_first_quarter_of_the_new_counting():
    periods = quarters(2019, 20)
    segments = split_at_breaks(periods, BREAKS)
    assert [(periods[s.places[0]], periods[s.places[-1]]) for s in segments] == [
        ("2019-Q1", "2019-Q3"),
        ("2019-Q4", "2022-Q4"),
        ("2023-Q1", "2023-Q4"),
    ]
    assert not any(segment.mixed for segment in segments)


def test_a_year_with_a_break_inside_stands_by_itself():
    segments = split_at_breaks(["2017", "2018", "2019", "2020"], BREAKS)
    assert [(segment.places, segment.mixed) for segment in segments] == [((0, 1), False), ((2,), True), ((3,), False)]


def test_a_break_in_a_gap_between_periods_also_splits():
    assert len(split_at_breaks(["2019-Q2", "2020-Q2"], BREAKS)) == 2
    assert len(split_at_breaks(["2020-Q2", "2020-Q3"], BREAKS)) == 1
    assert split_at_breaks([], BREAKS) == []
    with pytest.raises(ValueError, match="order of time"):
        split_at_breaks(["2020-Q2", "2020-Q1"], BREAKS)


@given(st.integers(1, 40), st.lists(st.integers(0, 39), max_size=3))
def test_segments_hold_every_period_once_and_no_break(count, cuts):
    periods = quarters(2015, count)
    breaks = [date(2015 + cut // 4, cut % 4 * 3 + 1, 1) for cut in cuts]
    segments = split_at_breaks(periods, breaks)
    assert [place for segment in segments for place in segment.places] == list(range(count))


@given(st.floats(0.1, 2000), st.floats(1, 6))
def test_limits_hold_the_mean_and_widen_with_dispersion(centre, dispersion):
    lower, upper = limits_about(centre, 0.95, dispersion)
    plain = limits_about(centre, 0.95)
    assert lower <= centre <= upper
    assert upper - lower >= (plain[1] - plain[0]) * 0.999


def test_a_point_a_run_and_a_steady_rise_are_found_and_named():
    steady = [20, 22, 19, 21, 18, 20, 21, 19]
    assert control_chart(steady, 1.0).causes == ()
    spike = control_chart([*steady, 60], 1.0)
    assert [(cause.rule, cause.places) for cause in spike.causes] == [("outside_limits", (8,))]
    shifted = control_chart([18, 17, 18, 17, 18, 17, 18, 17, 22, 23, 22, 23, 22, 23, 22, 23], 1.0)
    assert [cause.rule for cause in shifted.causes] == ["run_on_one_side", "run_on_one_side"]
    rising = control_chart([18, 20, 16, 18, 20, 22, 24, 26, 18, 19], 1.0)
    assert [(cause.rule, cause.places) for cause in rising.causes] == [("steady_rise", (2, 3, 4, 5, 6, 7))]
    falling = control_chart([18, 20, 26, 24, 22, 20, 18, 16, 22, 19], 1.0)
    assert [(cause.rule, cause.places) for cause in falling.causes] == [("steady_fall", (2, 3, 4, 5, 6, 7))]


def test_over_dispersed_counts_need_a_larger_jump():
    series = [20, 22, 19, 21, 18, 20, 21, 19, 45]
    assert control_chart(series, 1.0).causes
    assert not control_chart(series, 3.0).causes


def test_dispersion_from_successive_differences_is_little_moved_by_a_shift():
    rng = np.random.default_rng(8)
    series = np.concatenate([rng.poisson(30, 200), rng.poisson(60, 200)])
    assert own_dispersion(series) == pytest.approx(1, abs=0.2)
    assert np.var(series) / np.mean(series) > 5
    assert own_dispersion([0, 0, 0]) == 1


def test_too_few_or_missing_counts_get_no_limits():
    with pytest.raises(ValueError, match="at least 6"):
        control_chart([1, 2, 3])
    with pytest.raises(ValueError, match="none missing"):
        control_chart([1, 2, 3, math.nan, 5, 6, 7])


def test_a_trend_is_that_of_a_quasi_poisson_model_of_statsmodels():
    counts = np.array([20, 31, 25, 40, 38, 29, 52, 45, 60, 41])
    got = trend(quarters(2020, 10), counts, BREAKS)
    time = np.arange(10.0)
    fit = sm.GLM(counts, sm.add_constant(time), family=sm.families.Poisson()).fit(scale="X2")
    assert fit.scale > 1
    half = stats.t.ppf(0.975, 8) * fit.bse[1]
    wanted = np.expm1(4 * np.array([fit.params[1], fit.params[1] - half, fit.params[1] + half]))
    assert (got.value, got.lower, got.upper) == pytest.approx(wanted, rel=1e-6)


@pytest.mark.parametrize(
    ("periods", "counts", "reason"),
    [
        (quarters(2022, 8), [5] * 8, "the way of counting changed inside the series"),
        (quarters(2020, 7), [5] * 7, "fewer than 8 quarters"),
        ([*quarters(2020, 8), "2022-Q2"], [5] * 9, "the quarters are not successive"),
        (quarters(2020, 8), [5] * 7 + [math.nan], "a quarter has no count"),
        (quarters(2020, 8), [0] * 8, "there are no events"),
    ],
)
def test_no_trend_is_stated_without_its_conditions(periods, counts, reason):
    assert trend(periods, counts, BREAKS).reason == reason


@pytest.mark.parametrize(
    ("counts", "marker"),
    [
        ([20, 22, 19, 21, 18, 20, 21, 19], "not_told"),
        ([10, 14, 18, 25, 33, 40, 55, 70], "rising"),
        ([70, 55, 40, 33, 25, 18, 14, 10], "falling"),
        ([math.nan] * 8, "not_stated"),
    ],
)
def test_an_arrow_is_drawn_only_where_a_direction_is_told_from_chance(counts, marker):
    assert trend_marker(trend(quarters(2020, 8), counts, BREAKS)) == marker


def simulated_areas(seed: int, areas: int = 40, periods: int = 6) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    sizes = rng.uniform(0.3, 9, areas)
    levels = sizes * rng.gamma(4, 2.5, areas)
    return rng.poisson(levels[:, None], (areas, periods)).astype(float), sizes


def test_a_range_lies_between_the_areas_own_past_and_the_country():
    table, sizes = simulated_areas(1)
    country = fit_country(table, sizes)
    for row, size in zip(table, sizes, strict=True):
        got = next_range(row, size, country)
        ends = sorted([row.min(), row.max(), country.mean * size])
        assert ends[0] <= got.expected <= ends[-1]
        assert got.lower <= got.expected <= got.upper


def test_steady_areas_are_inside_their_range_about_as_often_as_it_says():
    inside = []
    for seed in range(6):
        table, sizes = simulated_areas(seed)
        country = fit_country(table[:, :5], sizes)
        for row, size in zip(table, sizes, strict=True):
            inside.append(judge(row[5], next_range(row[:5], size, country)) == "inside")
    assert 0.92 <= np.mean(inside) <= 0.99


def test_a_jump_is_above_the_range_made_before_it_and_a_collapse_below():
    table, sizes = simulated_areas(2)
    country = fit_country(table, sizes)
    made = next_range([30, 28, 33, 29, 31, 30], 3.0, country)
    assert [judge(count, made) for count in (70, 30, 2, made.upper, made.lower)] == [
        "above",
        "inside",
        "below",
        "inside",
        "inside",
    ]


def test_the_range_is_that_of_the_negative_binomial_distribution():
    table, sizes = simulated_areas(3)
    country = fit_country(table, sizes)
    got = next_range([3, 5, 2, 4], 0.5, country, 0.9)
    share = got.shape / (got.shape + got.expected)
    assert got.lower == stats.nbinom.ppf(0.05, got.shape, share)
    assert got.upper == stats.nbinom.ppf(0.95, got.shape, share)


def test_an_area_with_no_events_still_has_a_range_but_a_series_alone_has_not():
    table, sizes = simulated_areas(4)
    got = next_range([0, 0, 0, 0], 1.0, fit_country(table, sizes))
    assert (got.lower, got.upper > 0) == (0, True)
    with pytest.raises(ValueError, match="needs events"):
        next_range([0, 0, 0, 0], 1.0, fit_alone([3, 4, 2, 3]))
    with pytest.raises(ValueError, match="none missing"):
        next_range([3, math.nan, 2, 2], 1.0, fit_country(table, sizes))


def test_two_quarters_are_past_enough_with_the_country_to_lean_on_and_one_is_not():
    table, sizes = simulated_areas(7)
    country = fit_country(table, sizes)
    short, long = next_range([20, 22], 2.0, country), next_range([20, 22] * 3, 2.0, country)
    assert short.quarters == 2
    assert short.upper - short.lower > long.upper - long.lower
    with pytest.raises(ValueError, match="at least 2"):
        next_range([20], 2.0, country)
    with pytest.raises(ValueError, match="at least 4"):
        fit_alone([20, 22])


def test_a_moving_series_is_forgotten_faster_than_a_steady_one():
    rng = np.random.default_rng(6)
    walk = np.exp(np.cumsum(rng.normal(0, 0.15, 40)) + 5)
    assert fit_alone(rng.poisson(walk)).memory < fit_alone(rng.poisson(150, 40)).memory


@given(st.permutations(list(range(8))))
@settings(max_examples=10, deadline=None)
def test_the_order_of_areas_makes_no_difference_to_what_the_country_tells(order):
    table, sizes = simulated_areas(5, areas=8)
    plain, mixed = fit_country(table, sizes), fit_country(table[order], sizes[order])
    assert (mixed.shape, mixed.mean, mixed.memory) == pytest.approx((plain.shape, plain.mean, plain.memory))


def test_about_twenty_a_quarter_cannot_tell_a_fall_of_less_than_nine():
    got = least_change(20)
    # Poisson with mean 20: P(X <= 11) = 0.021 and P(X <= 12) = 0.039; P(X >= 30) = 0.022, P(X >= 29) = 0.034.
    assert (got.fall, got.rise) == (9, 10)
    assert in_words(got, "referrals", "quarter") == (
        "With about 20 referrals a quarter, a fall of less than 9 or a rise of less than 10 cannot be told from chance."
    )
    assert stats.poisson.cdf(11, 20 - got.sure_fall) == pytest.approx(0.8)
    assert stats.poisson.sf(29, 20 + got.sure_rise) == pytest.approx(0.8)


def test_with_two_a_quarter_not_even_none_is_a_fall():
    got = least_change(2)
    # Poisson with mean 2: P(X = 0) = 0.135; P(X >= 6) = 0.017, P(X >= 5) = 0.053.
    assert got.fall is None
    assert got.sure_fall is None
    assert "no fall, not even to none, and no rise of less than 4" in in_words(got, "referrals", "quarter")


def test_less_than_one_a_quarter_is_not_called_about_none():
    assert in_words(least_change(0.3), "referrals", "quarter").startswith(
        "With less than 1 a quarter (referrals), no fall"
    )


@given(st.floats(0.5, 3000), st.floats(1, 5))
def test_over_dispersed_counts_need_a_larger_change(baseline, dispersion):
    plain, wide = least_change(baseline), least_change(baseline, dispersion)
    assert wide.rise >= plain.rise
    assert wide.fall is None or wide.fall >= plain.fall
    assert plain.sure_rise > 0
    with pytest.raises(ValueError, match="above 0"):
        least_change(0)

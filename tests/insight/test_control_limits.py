"""Control limits and significance against the published tables and reference runs of PHEindicatormethods."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from local_response.insight.control_limits import (
    limits_by_events,
    poisson_control_limits,
    pooled,
    rate_signals,
    ratio_signals,
    share_control_limits,
    share_signals,
)

RATIO_COLUMNS = [("2s", 0.95), ("3s", 0.998)]


def column(rows, name):
    return np.array([float(row[name]) if row[name] not in ("", "NA") else math.nan for row in rows])


def as_printed(got, rows, name):
    """How many values are matched: to 1e-6, or to the last digit that is printed."""
    wanted = column(rows, name)
    last = np.array([10.0 ** -len(row[name].partition(".")[2]) for row in rows])
    return int(((np.abs(got - wanted) <= 0.51 * last) | np.isclose(got, wanted, rtol=1e-6, atol=0)).sum())


@pytest.mark.published_data
@pytest.mark.parametrize(("name", "years"), [("phe_funnel_crude_rate_limits", 3), ("phe_funnel_limits_grid", 1)])
def test_every_published_limit_of_a_rate_is_matched(expected_rows, name, years):
    rows = expected_rows(name)
    rate = column(rows, "baseline") / 100_000
    for mark, level in RATIO_COLUMNS:
        got = limits_by_events(column(rows, "Events"), level)
        answers = {
            f"lower_{mark}_population_1_year": got.lower_expected / rate / years,
            f"upper_{mark}_population_1_year": got.upper_expected / rate / years,
            f"lower_{mark}_limit": got.lower_ratio * rate * 100_000,
            f"upper_{mark}_limit": got.upper_ratio * rate * 100_000,
        }
        matched = {key: as_printed(value, rows, key) for key, value in answers.items()}
        assert matched == dict.fromkeys(answers, len(rows))


@pytest.mark.published_data
def test_every_published_limit_of_a_ratio_is_matched(expected_rows):
    rows = expected_rows("phe_funnel_ratio_limits")
    for mark, level in RATIO_COLUMNS:
        got = limits_by_events(column(rows, "Observed_events"), level)
        answers = {
            f"lower_{mark}_exp_events": got.lower_expected,
            f"upper_{mark}_exp_events": got.upper_expected,
            f"lower_{mark}_count": got.lower_ratio - 1,
            f"upper_{mark}_count": got.upper_ratio - 1,
            f"lower_{mark}_isr": got.lower_ratio * 100,
            f"upper_{mark}_isr": got.upper_ratio * 100,
        }
        matched = {key: as_printed(value, rows, key) for key, value in answers.items()}
        assert matched == dict.fromkeys(answers, len(rows))


@pytest.mark.published_data
def test_every_published_limit_of_a_share_is_matched(expected_rows):
    rows = expected_rows("phe_funnel_proportion_limits")
    target = 80.642448 / 100
    for name, side, level in [
        ("Lower2s0025limit", 0, 0.95),
        ("Upper2s0025limit", 1, 0.95),
        ("Lower3s0001limit", 0, 0.998),
        ("Upper3s0001limit", 1, 0.998),
    ]:
        got = share_control_limits(column(rows, "Population"), target, level)[side] * 100
        # Limits are printed to 6 decimals of a percent, and so is the target they were computed from.
        assert np.abs(got - column(rows, name)).max() < 2e-6, name


@pytest.mark.published_data
def test_every_published_significance_is_matched(expected_rows):
    rows = expected_rows("phe_funnel_ratio_significance")
    got = ratio_signals(column(rows, "obs"), column(rows, "expected")).label
    assert got.tolist() == [row["significance"] for row in rows]

    rows = expected_rows("phe_funnel_proportion_significance")
    # The baseline is the pooled share of all rows, also those that are not in the file.
    got = share_signals(column(rows, "numerator"), column(rows, "denominator"), 0.80642448).label
    assert got.tolist() == [row["significance"] for row in rows]

    rows = expected_rows("phe_funnel_rate_sig_grid")
    got = rate_signals(column(rows, "ev"), column(rows, "pop")).label
    assert got.tolist() == [row["significance"] for row in rows]


@pytest.mark.published_data
def test_every_published_significance_of_a_rate_is_matched(expected_rows):
    rows = expected_rows("phe_funnel_rate_significance")
    counts, populations = column(rows, "count"), column(rows, "pop")
    # A directly standardised rate, or a rate printed without its population, has the population it implies;
    # for 0 events that is none, so the row takes no part and the publisher words it in another way.
    with np.errstate(invalid="ignore"):
        implied = {name: counts / column(rows, name) * 1e5 for name in ("rate_dsr", "rate_crude_per_100000")}
    for name, sizes in [
        ("crude_per_100000_with_0", populations),
        ("crude_per_100000_without_0", implied["rate_crude_per_100000"]),
        ("dsr_per_100000_with_0", implied["rate_dsr"]),
        ("dsr_per_100000_without_0", implied["rate_dsr"]),
    ]:
        got = rate_signals(counts, sizes).label
        no_size = {"dsr_per_100000_with_0": "Not applicable for events less than 10 for dsrs"}
        wanted = [row[name] for row in rows]
        expected = [no_size.get(name, "Not significant") if label == "Not calculable" else label for label in got]
        assert expected == wanted
        assert wanted == [row[name.replace("100000", "100")] for row in rows]


@given(st.floats(0, 3000), st.sampled_from([0.95, 0.998]))
def test_a_count_beyond_the_limits_is_as_rare_as_the_level_says(expected, level):
    lower, upper = poisson_control_limits(expected, level)
    tail = (1 - level) / 2
    assert lower <= expected
    assert stats.poisson.sf(math.floor(upper), expected) <= tail + 1e-9  # a count above the limit
    assert stats.poisson.cdf(math.ceil(lower) - 1, expected) <= tail + 1e-9  # a count below it


@given(st.integers(1, 3000), st.sampled_from([0.95, 0.998]))
def test_limits_by_size_and_by_events_are_one_curve(events, level):
    table = limits_by_events(events, level, "exact")
    assert poisson_control_limits(table.upper_expected, level)[1] == pytest.approx(events, rel=1e-6)
    assert poisson_control_limits(table.lower_expected, level)[0] == pytest.approx(events, rel=1e-6)


@pytest.mark.parametrize("events", [1, 9, 100, 5000])
def test_the_published_resolution_is_within_four_parts_in_a_million(events):
    published, exact = limits_by_events(events), limits_by_events(events, resolution="exact")
    assert published.upper_expected == pytest.approx(exact.upper_expected, rel=4e-6)
    assert published.lower_expected == pytest.approx(exact.lower_expected, rel=4e-6)


def test_an_area_without_a_size_is_not_calculable_and_leaves_the_target_alone():
    got = rate_signals([10, 10, 5, math.nan], [100, 100, 0, 100])
    assert got.label.tolist() == ["Not significant", "Not significant", "Not calculable", "Not calculable"]
    assert pooled([10, 10, 5], [100, 100, 0]) == 0.1
    with pytest.raises(ValueError, match="no area"):
        pooled([5], [0])


def test_limits_by_events_start_at_one_event():
    with pytest.raises(ValueError, match="more than 0 events"):
        limits_by_events([0, 1])


def test_nothing_expected_makes_nothing_observed_no_surprise():
    lower, upper = poisson_control_limits([0.0, 2.0, math.nan])
    assert lower[:2].tolist() == [0, 0]
    assert upper[0] == 1
    assert np.isnan(lower[2])

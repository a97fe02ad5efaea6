"""Rates, shares and ratios against published values, by properties, and against a second implementation."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.stats.proportion import proportion_confint
from statsmodels.stats.rates import confint_poisson

import local_response
from local_response.insight.agreement import SourceCount, agreement
from local_response.insight.limits import byar_limits, exact_limits, wilson_limits
from local_response.insight.rates import (
    proportions,
    rate_per_100k,
    rate_ratio,
    rates,
    ratios,
    share,
)
from local_response.insight.standardised import directly_standardised
from local_response.insight.trend import trend

counts = st.integers(0, 10**6)
populations = st.integers(1, 10**8)


def number(text: str) -> float:
    return float(text) if text not in ("", "NA") else math.nan


def column(rows: list[dict[str, str]], name: str) -> np.ndarray:
    return np.array([number(row[name]) for row in rows])


def matches(got, wanted) -> int:
    """How many of the published values are matched to 1e-6, a blank being matched by no value."""
    return int(np.isclose(got, wanted, rtol=1e-6, atol=1e-12, equal_nan=True).sum())


@pytest.mark.published_data
@pytest.mark.parametrize(
    ("name", "compute", "x", "n"),
    [
        ("phe_rate", rates, "Numerator", "Denominator"),
        ("phe_rate_grid", rates, "events", "population"),
        ("phe_proportion", proportions, "Numerator", "Denominator"),
        ("phe_proportion_grid", proportions, "x", "n"),
        ("phe_isratio_grid", ratios, "observed", "expected"),
    ],
)
def test_every_published_rate_and_share_is_matched(expected_rows, name, compute, x, n):
    rows = expected_rows(name)
    default = {"phe_rate_grid": 100_000, "phe_proportion_grid": 100}.get(name, 1)
    per = np.array([float(row.get("multiplier") or default) for row in rows])
    table = compute(column(rows, x), column(rows, n), 1.0)
    answers = {
        "value": table.value,
        "lower95_0cl": table.lower[0.95],
        "upper95_0cl": table.upper[0.95],
        "lower99_8cl": table.lower[0.998],
        "upper99_8cl": table.upper[0.998],
    }
    matched = {key: matches(got * per, column(rows, key)) for key, got in answers.items()}
    assert matched == dict.fromkeys(answers, len(rows))
    endings = {"Exact": "exact", "Byars": "byar", "Wilson": "wilson", "": ""}
    assert [method.rpartition("_")[2] for method in table.method] == [
        endings[row["method"]] if compute is not proportions else "wilson" for row in rows
    ]


@pytest.mark.published_data
def test_raw_limits_match_every_published_row(expected_rows):
    rows = expected_rows("phe_byars_wilson")
    matched = 0
    for row in rows:
        x, level = number(row["x"]), number(row["confidence"])
        byar = row["method"] == "Byars"
        got = byar_limits(x, level) if byar else wilson_limits(x, number(row["n"]), level)
        matched += matches(np.array(got), [number(row["lowercl"]), number(row["uppercl"])]) == 2
    assert matched == len(rows) == 13


@pytest.mark.published_data
def test_byar_limits_of_the_grid_are_matched_where_they_exist_and_absent_elsewhere(expected_rows):
    rows = expected_rows("phe_rate_grid")
    for level, mark in ((0.95, "byars95"), (0.998, "byars998")):
        lower, upper = byar_limits(column(rows, "events"), level)
        assert matches(lower, column(rows, f"{mark}_lo")) == len(rows)
        assert matches(upper, column(rows, f"{mark}_hi")) == len(rows)


@pytest.mark.parametrize(
    ("count", "lower", "upper"),
    [(0, 0.0, 3.689), (1, 0.0253, 5.572), (5, 1.623, 11.668), (9, 4.115, 17.085)],  # Garwood (1936)
)
def test_small_counts_get_the_exact_limits_of_garwood(count, lower, upper):
    got = rate_per_100k(count, 100_000)
    assert (got.lower, got.upper) == pytest.approx((lower, upper), abs=0.001)
    assert got.method == "rate_exact"


def test_a_row_without_population_says_why_and_leaves_the_others_alone():
    table = rates([5, 5, 5, 5, -1, math.nan], [100_000, 0, math.nan, -3, 100, 100])
    assert table.value[0] == 5
    assert np.isnan(table.value[1:]).all()
    assert np.isnan(table.upper[0.95][1:]).all()
    assert table.reason.tolist() == [
        "",
        "the population is zero",
        "there is no population to divide by",
        "the population is below zero",
        "the count is below zero",
        "there is no count",
    ]


def test_a_part_larger_than_its_whole_has_no_share():
    assert share(3, 2).value is None
    assert share(3, 2).reason == "the part is larger than the whole"
    assert share(None, 2).reason == "there is no count"
    assert share(0, 10).lower == 0
    assert share(10, 10).upper == 1


def test_any_number_of_levels_comes_back_in_one_call():
    table = rates([12], [1_000], levels=(0.8, 0.9, 0.99))
    assert list(table.lower) == [0.8, 0.9, 0.99]
    assert table.lower[0.8][0] > table.lower[0.9][0] > table.lower[0.99][0]


def test_a_rate_ratio_agrees_with_the_exact_test_of_the_r_language():
    # poisson.test(c(11, 6+8+7), c(800, 1083+1050+878)) in the help page of R's stats package:
    # ratio 1.971488, exact 95% interval 0.8584 to 4.2771.
    got = rate_ratio(11, 800, 6 + 8 + 7, 1083 + 1050 + 878)
    assert (got.value, got.lower, got.upper) == pytest.approx((1.971488, 0.858426, 4.277217), rel=1e-4)


def test_a_rate_ratio_without_events_to_compare_with_is_not_calculable():
    assert rate_ratio(3, 100, 0, 100).reason == "there are no events to compare with"
    assert rate_ratio(3, 0, 1, 100).reason == "the population is zero"
    nothing = rate_ratio(0, 100, 4, 100)
    assert (nothing.value, nothing.lower) == (0, 0)


@given(st.lists(st.tuples(counts, populations), min_size=1, max_size=20))
def test_limits_stand_on_either_side_of_the_rate_and_widen_with_the_level(rows):
    table = rates(*zip(*rows, strict=True))
    assert (table.lower[0.998] <= table.lower[0.95]).all()
    assert (table.lower[0.95] <= table.value).all()
    assert (table.value <= table.upper[0.95]).all()
    assert (table.upper[0.95] <= table.upper[0.998]).all()


@given(populations, st.floats(0.5, 0.999))
def test_no_events_have_a_rate_and_lower_limit_of_exactly_nought(population, level):
    table = rates([0], [population], levels=(level,))
    assert table.value[0] == table.lower[level][0] == 0
    assert table.upper[level][0] == pytest.approx(-math.log((1 - level) / 2) / population * 100_000)


@given(counts, populations)
def test_one_more_event_raises_both_limits(count, population):
    # From 9 to 10 events the rule changes from exact limits to Byar's, which lie within 1% of them.
    slack = 0.01 if count == 9 else 0
    table = rates([count, count + 1], population)
    for level in (0.95, 0.998):
        assert table.lower[level][1] >= table.lower[level][0] * (1 - slack)
        assert table.upper[level][1] >= table.upper[level][0] * (1 - slack)


@given(st.lists(st.tuples(counts, populations), min_size=2, max_size=20), st.randoms())
def test_permuted_rows_give_the_permuted_answers(rows, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    plain = rates(*zip(*rows, strict=True))
    mixed = rates(*zip(*[rows[i] for i in order], strict=True))
    assert (plain.upper[0.95][order] == mixed.upper[0.95]).all()
    assert (plain.value[order] == mixed.value).all()


@given(st.integers(0, 5000), st.integers(1, 5000), st.sampled_from([0.8, 0.95, 0.998]))
def test_limits_agree_with_statsmodels(x, n, level):
    part = min(x, n)
    assert exact_limits(x, level) == pytest.approx(confint_poisson(x, 1, "exact-c", 1 - level), rel=1e-9)
    wanted = proportion_confint(part, n, 1 - level, "wilson")
    assert wilson_limits(part, n, level) == pytest.approx(wanted, rel=1e-8, abs=1e-9)


def test_every_method_is_described_with_name_formula_and_source():
    path = Path(local_response.__file__).parent / "definitions" / "methods.toml"
    methods = tomllib.loads(path.read_text(encoding="utf-8"))
    used = {*rates([1, 20], 10).method, *ratios([1, 20], 10).method, share(1, 2).method, rate_ratio(1, 2, 1, 2).method}
    used |= set(directly_standardised([[20]], [[100]], [1]).methods)
    used |= {trend([], [], []).method, agreement(SourceCount("a", 1, 2), SourceCount("b", 1, 2)).ratio.method}
    assert used <= set(methods)
    assert all(set(entry) == {"name", "formula", "source", "for"} for entry in methods.values())

"""Dispersion and funnels: known figures from real counts, the two ways of widening, and a second implementation."""

from __future__ import annotations

import csv
import math
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import combine_effects

from local_response.insight.dispersion import (
    dispersion_after_effects,
    estimate_dispersion,
    winsorise,
    winsorised_normal_variance,
)
from local_response.insight.funnel import rate_funnel, share_funnel


def recorded_modern_slavery(folder: Path) -> dict[str, list[float]]:
    """Offences by force and financial quarter of 2017/18; a zero is printed "-00"."""
    counts: dict[str, list[float]] = defaultdict(lambda: [0.0] * 4)
    path = folder / "police-recorded-crime" / "prc-pfa-2017-18-modern-slavery-106.csv"
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            printed = row["Number of Offences"].strip()
            counts[row["Force Name"]][int(row["Financial Quarter"]) - 1] = max(float(printed), 0.0)
    return dict(counts)


def police_referrals(folder: Path) -> dict[str, list[float]]:
    """NRM referrals by police first responder, April 2022 to September 2023, six quarters; left out means none."""
    counts: dict[str, list[float]] = defaultdict(lambda: [0.0] * 6)
    quarters = ["2022_q2", "2022_q3", "2022_q4", "2023_q1", "2023_q2", "2023_q3"]
    for place, quarter in enumerate(quarters):
        path = folder / "nrm" / f"nrm_referrals_police_{quarter}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            for row in csv.DictReader(file):
                summed = {row["Exploitation type"], row["Age at exploitation"], row["Gender"]} == {"Total"}
                if summed and row["First responder"] != "Police total":
                    counts[row["First responder"]][place] = float(row["Total"])
    return dict(counts)


def poisson_model_dispersion(table: np.ndarray) -> float:
    areas, periods = table.shape
    design = np.column_stack([np.repeat(np.eye(areas), periods, axis=0), np.tile(np.eye(periods)[:, 1:], (areas, 1))])
    fit = sm.GLM(table.ravel(), design, family=sm.families.Poisson()).fit()
    return fit.pearson_chi2 / fit.df_resid


@pytest.mark.published_data
def test_recorded_crime_of_2017_18_is_three_times_as_dispersed_as_chance(published_data):
    offences = recorded_modern_slavery(published_data)
    territorial = np.array([row for force, row in offences.items() if force != "British Transport Police"])
    assert territorial.shape == (43, 4)
    phi, degrees = dispersion_after_effects(territorial)
    assert (round(phi, 1), degrees) == (3.0, 42 * 3)


@pytest.mark.published_data
def test_police_referrals_are_dispersed_by_1_49_after_force_and_quarter(published_data):
    referrals = police_referrals(published_data)
    # The 43 forces of England and Wales, British Transport Police, Scotland and Northern Ireland: not the
    # regional organised crime units, which refer in some quarters only.
    forces = [
        name for name in referrals if "ROCU" not in name and "Regional" not in name and "Special Operations" not in name
    ]
    table = np.array([referrals[name] for name in forces])
    assert table.shape == (46, 6)
    phi, degrees = dispersion_after_effects(table)
    assert (round(phi, 2), degrees) == (1.49, 45 * 5)
    assert phi == pytest.approx(poisson_model_dispersion(table), rel=1e-6)


@given(
    st.integers(2, 8).flatmap(
        lambda k: st.lists(st.lists(st.integers(1, 60), min_size=k, max_size=k), min_size=2, max_size=6)
    )
)
@settings(max_examples=30, deadline=None)
def test_dispersion_after_effects_does_not_depend_on_the_order_of_areas_or_periods(table):
    counts = np.array(table)
    assert dispersion_after_effects(counts[::-1, ::-1]) == pytest.approx(dispersion_after_effects(counts))


def test_a_missing_count_is_not_taken_for_zero():
    with pytest.raises(ValueError, match="none missing"):
        dispersion_after_effects([[1, math.nan], [2, 3]])
    with pytest.raises(ValueError, match="two areas and two periods"):
        dispersion_after_effects([[1, 2], [0, 0]])


def test_winsorising_draws_in_a_tenth_at_each_end():
    assert winsorise(np.arange(11.0)).tolist() == [1, 1, 2, 3, 4, 5, 6, 7, 8, 9, 9]
    drawn = winsorise(np.random.default_rng(1).standard_normal(400_000))
    assert winsorised_normal_variance(0.1) == pytest.approx(np.mean(drawn**2), rel=0.01)
    assert winsorised_normal_variance(0.0) == 1


def test_the_spread_between_areas_is_that_of_dersimonian_and_laird():
    rng = np.random.default_rng(4)
    errors = rng.uniform(0.05, 0.4, 40)
    effects = rng.normal(0, np.hypot(errors, 0.3))
    wanted = combine_effects(effects, errors**2, method_re="dl").tau2
    centre = np.average(effects, weights=errors**-2)
    z = (effects - centre) / errors
    # Without winsorising or its correction, about the weighted mean, the two estimates are one:
    # phi is then the mean of squares over k, and k * phi is Cochran's Q.
    got = estimate_dispersion(z, errors, z**2, winsorised=0.0, corrected=False)
    assert got.spread**2 == pytest.approx(wanted, rel=1e-9)


def test_areas_that_differ_by_chance_only_get_limits_near_those_of_chance():
    rng = np.random.default_rng(7)
    sizes = rng.uniform(2e5, 9e6, 43)
    funnel = rate_funnel(rng.poisson(sizes * 5e-5), sizes)
    assert 0.6 < funnel.dispersion.phi < 1.6
    assert funnel.dispersion.p_value > 0.05
    chance, widened = (funnel.limits(sizes, 0.95, model) for model in ("chance", "additive"))
    assert widened[1] == pytest.approx(chance[1], rel=0.2)


@pytest.mark.published_data
def test_the_funnel_of_recorded_crime_finds_few_outliers_once_dispersion_is_allowed_for(published_data):
    offences = recorded_modern_slavery(published_data)
    counts = np.array([sum(row) for force, row in offences.items() if force != "British Transport Police"])
    # Sizes: all offences would do; here equal sizes show the effect without a population.
    funnel = rate_funnel(counts, np.full(43, 1e6))
    outside = {model: int((funnel.signals(model).code != 0).sum()) for model in ("chance", "additive")}
    assert outside["chance"] > 35
    assert outside["additive"] <= 8
    assert funnel.dispersion.p_value < 1e-6


def test_multiplicative_limits_are_wider_by_the_root_of_phi_and_additive_ones_have_a_floor():
    rng = np.random.default_rng(3)
    sizes = rng.uniform(2e5, 9e6, 43)
    funnel = rate_funnel(rng.poisson(sizes * 1e-4 * rng.gamma(4, 1 / 4, 43)), sizes)
    big = np.array([1e12])
    lower, upper = funnel.limits(big, 0.95, "multiplicative")
    assert upper == pytest.approx(funnel.target, rel=1e-2)
    lower, upper = funnel.limits(big, 0.95, "additive")
    assert upper == pytest.approx(funnel.target * (1 + 1.959964 * funnel.dispersion.spread) ** 2, rel=1e-3)
    assert lower < funnel.target < upper


def test_an_area_without_a_population_stays_in_its_place_as_not_calculable():
    funnel = rate_funnel([5, 7, 6, 4, math.nan], [100, 100, 100, 0, 100])
    assert funnel.signals().label.tolist()[3:] == ["Not calculable", "Not calculable"]
    assert np.isnan(funnel.values[3:]).all()
    with pytest.raises(ValueError, match="at least 3 areas"):
        rate_funnel([5, 7], [100, 100])
    with pytest.raises(ValueError, match="areas that can differ"):
        rate_funnel([0, 0, 0], [100, 100, 100])


def test_a_share_funnel_stays_between_none_and_all():
    funnel = share_funnel([1, 50, 99, 40], [100, 100, 100, 100])
    for model in ("chance", "multiplicative", "additive"):
        lower, upper = funnel.limits([3, 50, 10_000], 0.998, model)
        assert (lower >= 0).all()
        assert (lower <= funnel.target).all()
        assert (funnel.target <= upper).all()
        assert (upper <= 1).all()


@given(st.permutations(list(range(6))))
def test_permuted_areas_get_the_permuted_signals(order):
    counts, sizes = np.array([3, 40, 12, 9, 80, 15]), np.array([1e5, 3e5, 2e5, 2e5, 4e5, 2e5])
    plain, mixed = rate_funnel(counts, sizes), rate_funnel(counts[order], sizes[order])
    for model in ("chance", "multiplicative", "additive"):
        assert (plain.signals(model).code[order] == mixed.signals(model).code).all()
        assert mixed.scores(model) == pytest.approx(plain.scores(model)[order])

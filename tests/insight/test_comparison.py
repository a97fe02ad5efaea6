"""Similar areas, composition and agreement of sources."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from local_response.insight.agreement import SourceCount, agreement, side_by_side, source_dispersion
from local_response.insight.composition import stand_out, tally
from local_response.insight.rates import rate_ratio
from local_response.insight.similar import nearest, place_in_group, robust_scores

AREAS = ["A", "B", "C", "D", "E", "F"]
FEATURES = {
    "size": [1.0, 1.1, 3.0, 5.0, 1.2, 9.0],
    "young": [20, 21, 20, 35, 22, math.nan],
    "urban": [1, 1, 1, 1, 0, 1],
}


def test_the_nearest_area_is_the_one_alike_in_every_feature():
    got = nearest("A", AREAS, FEATURES, count=3)
    assert got.areas[0] == "B"
    assert (np.diff(got.distances) >= 0).all()
    assert got.contributions.sum(axis=1) == pytest.approx(1)
    assert got.left_out == ("F",)


def test_a_weight_of_zero_takes_a_feature_out_and_brings_back_areas_that_lack_it():
    got = nearest("A", AREAS, FEATURES, weights={"young": 0, "urban": 0}, count=5)
    assert got.areas == ("B", "E", "C", "D", "F")
    assert got.left_out == ()
    assert (got.contributions[:, 1:] == 0).all()


def test_distances_are_typical_spreads_apart():
    # Median 3 and median absolute deviation 1 make a spread of 1.4826.
    got = nearest("A", list("ABCDE"), {"x": [1, 2, 3, 4, 5]}, count=4)
    assert got.distances == pytest.approx(np.array([1, 2, 3, 4]) / 1.4826)


@given(st.permutations(list(range(6))))
def test_the_order_of_areas_makes_no_difference_to_neighbours(order):
    mixed = {name: [values[i] for i in order] for name, values in FEATURES.items()}
    plain, got = nearest("A", AREAS, FEATURES), nearest("A", [AREAS[i] for i in order], mixed)
    assert got.areas == plain.areas
    assert got.distances == pytest.approx(plain.distances)


def test_a_feature_in_which_all_areas_are_alike_tells_none_apart():
    assert robust_scores([[1.0], [1.0], [1.0]]).tolist() == [[0], [0], [0]]


def test_faults_in_what_is_asked_for_name_what_is_wrong():
    with pytest.raises(ValueError, match="'Z' must be among"):
        nearest("Z", AREAS, FEATURES)
    with pytest.raises(ValueError, match="no feature 'height'"):
        nearest("A", AREAS, FEATURES, weights={"height": 1})
    with pytest.raises(ValueError, match="'F' has no value for young"):
        nearest("F", AREAS, FEATURES)


@pytest.mark.parametrize(
    ("value", "position"), [(0, "below_all"), (1, "lower"), (3, "middle_half"), (4.5, "upper"), (6, "above_all")]
)
def test_a_value_is_placed_against_its_groups_quartiles(value, position):
    got = place_in_group(value, [1, 2, 3, 4, 5, math.nan])
    assert (got.position, got.size, got.median) == (position, 5, 3)
    with pytest.raises(ValueError, match="at least 4"):
        place_in_group(1, [1, 2])


CASES = [(("Labour",), 10), (("Labour", "Criminal"), 4), (("Criminal", "Labour"), 1), (("Sexual",), 3)]


def test_combinations_as_themselves_add_to_the_people_and_in_each_component_do_not():
    itself, each = tally(CASES, "as_itself"), tally(CASES, "each_component")
    assert itself.counts == {"Labour": 10, "Criminal & Labour": 5, "Sexual": 3}
    assert sum(itself.counts.values()) == itself.persons == 18
    assert each.counts == {"Labour": 15, "Criminal": 5, "Sexual": 3}
    assert each.persons == 18
    assert (itself.adds_to_persons, each.adds_to_persons) == (True, False)
    with pytest.raises(ValueError, match="count of 0 or more"):
        tally([(("Labour",), math.nan)], "as_itself")


def random_table(seed: int, areas: int = 20) -> np.ndarray:
    rng = np.random.default_rng(seed)
    make_up = rng.dirichlet(np.array([0.4, 0.3, 0.2, 0.1]) * 60, areas)
    return np.array([rng.multinomial(n, p) for n, p in zip(rng.integers(30, 200, areas), make_up, strict=True)])


def test_a_category_that_an_area_has_much_more_of_stands_out_and_a_small_excess_does_not():
    table = random_table(1)
    table[0] = [10, 20, 60, 10]
    got = stand_out(0, table, table.sum(axis=1), list("abcd"))
    assert got.stands_out[2] == 1
    assert got.stands_out[0] == -1
    assert got.stands_out[3] == 0
    assert (np.minimum(got.share, got.reference) <= got.shrunk + 1e-12).all()
    assert (got.shrunk <= np.maximum(got.share, got.reference) + 1e-12).all()
    assert got.shrunk.sum() == pytest.approx(1)


def test_two_of_three_people_are_too_few_to_stand_out():
    table = random_table(2)
    table[0] = [0, 1, 0, 2]
    got = stand_out(0, table, table.sum(axis=1), list("abcd"))
    assert (got.stands_out == 0).all()


def test_the_p_value_is_that_of_fishers_exact_test():
    table = random_table(3)
    persons = table.sum(axis=1)
    got = stand_out(4, table, persons, list("abcd"))
    for category in range(4):
        own, rest = table[4, category], table[:, category].sum() - table[4, category]
        both = [[own, rest], [persons[4] - own, persons.sum() - persons[4] - rest]]
        tails = [stats.fisher_exact(both, alternative=side)[1] for side in ("less", "greater")]
        assert got.p_value[category] == pytest.approx(min(1, 2 * min(tails)), rel=1e-6)


def test_an_area_without_anybody_has_no_share_and_stands_out_in_nothing():
    table = random_table(5)
    table[0] = 0
    got = stand_out(0, table, table.sum(axis=1), list("abcd"))
    assert np.isnan(got.share).all()
    assert (got.stands_out == 0).all()
    with pytest.raises(ValueError, match="none missing"):
        stand_out(0, [[1, math.nan], [1, 1]], [3, 3], list("ab"))


@given(st.permutations(list(range(20))))
def test_the_order_of_areas_makes_no_difference_to_what_stands_out(order):
    table = random_table(6)
    plain = stand_out(order[0], table, table.sum(axis=1), list("abcd"))
    got = stand_out(0, table[order], table[order].sum(axis=1), list("abcd"))
    assert got.shrunk == pytest.approx(plain.shrunk)
    assert (got.stands_out == plain.stands_out).all()


def test_two_sources_differ_when_their_interval_leaves_out_one():
    referrals, crimes = SourceCount("referrals", 60, 4000), SourceCount("recorded crime", 30, 4000)
    got = agreement(referrals, crimes)
    assert got.verdict == "first_higher"
    assert got.ratio.value == pytest.approx(2)
    plain = rate_ratio(60, 4000, 30, 4000)
    assert (got.ratio.lower, got.ratio.upper) == pytest.approx((plain.lower, plain.upper))


def test_over_dispersed_counts_tell_less():
    got = agreement(SourceCount("referrals", 60, 4000, 3.0), SourceCount("recorded crime", 30, 4000, 3.0))
    assert got.verdict == "agree"
    assert got.ratio.value == pytest.approx(2)


def test_a_source_without_a_count_cannot_tell_and_says_why():
    pairs = side_by_side(
        [SourceCount("referrals", 5, 100), SourceCount("helpline", None, 100), SourceCount("crime", 0, 100)]
    )
    assert [pair.verdict for pair in pairs] == ["cannot_tell"] * 3
    assert pairs[0].ratio.reason == "helpline has no count for the area or the country"
    assert pairs[1].ratio.reason == "crime has no events in the area to compare with"
    assert pairs[0].second_share.value is None
    with pytest.raises(ValueError, match="1 or more"):
        agreement(SourceCount("a", 1, 2, 0.5), SourceCount("b", 1, 2))


def test_the_dispersion_of_a_source_is_never_below_chance():
    assert source_dispersion([[10, 10, 10], [5, 5, 5]]) == 1
    assert source_dispersion([[10, 40, 10], [5, 1, 30]]) > 5

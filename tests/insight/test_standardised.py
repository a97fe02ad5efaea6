"""Directly and indirectly standardised rates against the published results of PHEindicatormethods."""

from __future__ import annotations

import math

import numpy as np
import pytest

from local_response.insight.limits import byar_limits
from local_response.insight.rates import ratios
from local_response.insight.standardised import (
    directly_standardised,
    dobson_limits,
    indirectly_standardised,
)

# European Standard Population 2013 (Eurostat), 0-4 to 90 and over.
ESP_2013 = [5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000, 7000]
ESP_2013 += [6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000]
COLUMNS = {"lower95_0cl": (0, 0.95), "upper95_0cl": (1, 0.95), "lower99_8cl": (0, 0.998), "upper99_8cl": (1, 0.998)}


def number(text: str) -> float:
    return float(text) if text not in ("", "NA") else math.nan


@pytest.fixture(scope="module")
def areas(expected_rows):
    """Counts, populations and reference of the three test areas; the publisher's blank cells count as zero there."""
    tables: dict[str, list[list[float]]] = {}
    for row in expected_rows("phe_isr_inputs"):
        cells = [np.nan_to_num(number(row[name])) for name in ("count", "pop", "refcount", "refpop")]
        tables.setdefault(row["area"], []).append(cells)
    return {area: np.array(rows).T for area, rows in tables.items()}


def matched(table, expected: dict[str, str]) -> bool:
    got = {"value": table.value[0]}
    for name, (side, level) in COLUMNS.items():
        got[name] = (table.lower, table.upper)[side][level][0]
    wanted = {name: number(expected[name]) for name in got}
    two_levels = not math.isnan(wanted["lower99_8cl"]) or math.isnan(wanted["value"])
    names = [name for name in got if two_levels or "99" not in name]
    return all(np.isclose(got[name], wanted[name], rtol=1e-6, equal_nan=True) for name in names)


@pytest.mark.published_data
def test_every_directly_standardised_rate_with_published_inputs_is_matched(expected_rows, areas):
    rows = [row for row in expected_rows("phe_dsr") if row["area"] in areas]
    results = []
    for row in rows:
        counts, populations = areas[row["area"]][:2]
        # The blank population of testdata_tiny is that of the other areas, which its published total includes.
        populations = np.where(populations == 0, areas["testdata_big"][1], populations)
        per = 10_000 if row["statistic"].endswith(" 10000") else 100_000
        table = directly_standardised(counts, populations, ESP_2013, per)
        results.append(matched(table, row) and counts.sum() == number(row["total_count"]))
    assert (sum(results), len(rows)) == (6, 6)


@pytest.mark.published_data
def test_a_published_row_below_ten_events_has_no_rate(expected_rows):
    (row,) = [row for row in expected_rows("phe_dsr") if row["area"] == "testdata_nonind_tiny"]
    table = directly_standardised([[number(row["total_count"])]], [[number(row["total_pop"])]], [1])
    assert matched(table, row)
    assert table.reason[0] == "fewer than 10 events is too few for a directly standardised rate"


@pytest.mark.published_data
def test_dobson_limits_of_rows_without_published_inputs_follow_from_their_variance(expected_rows, areas):
    # Neither the 1976 nor the non-independent inputs are published with the results, so one limit gives the
    # variance and the other three must follow. Row testdata_1976 per 10,000 has its 99.8% limits ten times
    # too large (they belong to the rate per 100,000), as the list of the files says of both its rows.
    rows = [row for row in expected_rows("phe_dsr") if row["area"] not in areas and row["value"]]
    assert len(rows) == 5
    for row in rows:
        value, total = number(row["value"]), number(row["total_count"])
        tenfold = 10 if row["area"] == "testdata_1976" else 1
        spread = (value - number(row["lower95_0cl"])) / (total - byar_limits(total, 0.95)[0])
        for level, mark, scale in ((0.95, "95_0", 1), (0.998, "99_8", tenfold)):
            wanted = [number(row[f"{side}{mark}cl"]) / scale for side in ("lower", "upper")]
            got = dobson_limits(value, spread**2 * total, total, level)
            assert got == pytest.approx(wanted, rel=1e-6)


@pytest.mark.published_data
def test_every_indirectly_standardised_rate_and_ratio_is_matched(expected_rows, areas):
    rows = expected_rows("phe_isr")
    results = []
    for row in rows:
        observed, expected, reference = (number(row[name]) for name in ("observed", "expected", "ref_rate"))
        if row["area"] in areas:
            counts, populations = areas[row["area"]][:2]
            events, people = areas["testdata_big"][2:]
            per = 1000 if row["statistic"].endswith(" 1000") else 100_000
            both = indirectly_standardised(counts, populations, events, people, per)
            assert both.observed[0] == observed
            assert both.expected[0] == pytest.approx(expected, rel=1e-9)
            assert math.isnan(reference) or both.reference_rate == pytest.approx(reference, rel=1e-9)
            scale = 100 if row["statistic"].endswith("x 100") else 1
            table = ratios(both.observed, both.expected, scale) if math.isnan(reference) else both.rate
        else:  # Area1 and Area2 are published with their expected counts only
            table = ratios([observed], [expected], 100 if math.isnan(reference) else reference)
        results.append(matched(table, row))
    assert (sum(results), len(rows)) == (16, 16)


@pytest.mark.published_data
def test_the_ratio_of_areas_in_four_bands_is_that_of_the_reference_run(expected_rows):
    # Inputs from the list of the files; expected counts are part of what is matched.
    counts = [[3, 9, 20, 14], [0, 1, 2, 1], [40, 66, 120, 81]]
    populations = [
        [90_000, 120_000, 160_000, 140_000],
        [30_000, 41_000, 52_000, 47_000],
        [600_000, 750_000, 910_000, 880_000],
    ]
    got = indirectly_standardised(counts, populations, [400, 900, 1500, 1100], [9e6, 12e6, 15e6, 14e6])
    rows = expected_rows("phe_isratio_grid")
    assert got.expected == pytest.approx([number(row["expected"]) for row in rows], rel=1e-12)
    for name, (side, level) in COLUMNS.items():
        limits = (got.ratio.lower, got.ratio.upper)[side][level]
        assert limits == pytest.approx([number(row[name]) for row in rows], rel=1e-9)


def test_an_area_with_a_missing_band_says_so_and_leaves_the_others_alone():
    table = directly_standardised([[6, 7], [math.nan, 20], [5, 4], [9, 9]], [[100, 100]] * 3 + [[100, 0]], [1, 1])
    assert table.reason.tolist() == [
        "",
        "a band has no count",
        "fewer than 10 events is too few for a directly standardised rate",
        "a band has no population",
    ]
    assert np.isnan(table.lower[0.95][1:]).all()


def test_repeated_events_of_one_person_widen_the_limits():
    plain = directly_standardised([[20, 30]], [[1000, 1000]], [1, 1])
    repeated = directly_standardised([[20, 30]], [[1000, 1000]], [1, 1], event_squares=[[40, 60]])
    assert repeated.value == plain.value
    assert repeated.upper[0.95] > plain.upper[0.95]


def test_tables_of_different_shape_are_a_mistake_of_the_caller():
    with pytest.raises(ValueError, match="areas x bands"):
        directly_standardised([[1, 2]], [[1, 2, 3]], [1, 1])
    with pytest.raises(ValueError, match="reference population above 0"):
        indirectly_standardised([[1]], [[1]], [1], [0])

"""Every published or reference fit of a log-linear model that lies beside the project, to 1e-4 or better."""

from __future__ import annotations

from collections.abc import Callable
from math import exp
from pathlib import Path

import numpy as np
import pytest

from local_response.insight.hidden.existence import existence_codes
from local_response.insight.hidden.fitting import unseen_log_sd
from local_response.insight.hidden.histories import CaptureTable
from local_response.insight.hidden.models import effect_names, from_bracket_name, ranked_by_bic
from local_response.insight.hidden.stepwise import stepwise_by_p_value
from local_response.insight.hidden.terms import frame, mask_of

pytestmark = pytest.mark.published_data
Tables = Callable[[str], CaptureTable]
Rows = Callable[[str], list[dict[str, str]]]

NORMAL_975 = 1.959963984540054


def test_every_model_of_every_table_has_its_published_total_and_bic(
    published_data: Path, published_table: Tables, expected_rows: Rows
) -> None:
    files = sorted((published_data / "expected").glob("mse_allmodels_*.csv"))
    matched, total = 0, 0
    for path in files:
        rows = expected_rows(path.stem)
        order = int(rows[0]["maxorder"])
        ranked = ranked_by_bic(published_table(rows[0]["dataset"]).counts, order)
        places = {from_bracket_name(ranked.name(place)): place for place in range(len(ranked.rows))}
        for row in rows:
            place = places[from_bracket_name(row["model"])]
            matched += ranked.fits.total[place] == pytest.approx(float(row["abundance"]), rel=1e-6) and (
                ranked.fits.bic[place] == pytest.approx(float(row["BIC"]), abs=1e-6)
            )
        total += len(rows)
    print(f"models matched: {matched} of {total}")
    assert (matched, len(files) > 0) == (total, True)


def test_only_models_that_have_an_estimate_are_in_the_published_lists(
    published_table: Tables, expected_rows: Rows
) -> None:
    for name in ("Artificial_3_2", "Kosovo_3", "NewOrl_5_2", "UKdat_4_3"):
        rows = expected_rows(f"mse_allmodels_{name}")
        ranked = ranked_by_bic(published_table(rows[0]["dataset"]).counts, int(rows[0]["maxorder"]))
        assert len(ranked.rows) == len(rows), name
        assert ranked.checked == len(rows) + ranked.refused


def test_ranking_by_bic_is_the_published_order(published_table: Tables, expected_rows: Rows) -> None:
    rows = expected_rows("mse_allmodels_UKdat_5_2")
    ranked = ranked_by_bic(published_table("UKdat_5").counts, 2)
    assert [ranked.name(place) for place in range(40)] == [row["model"] for row in rows[:40]]


def test_stepwise_and_main_effects_give_the_published_totals_limits_and_fit(
    published_table: Tables, expected_rows: Rows
) -> None:
    """The reference file's columns estimate, lo, hi hold the lower limit, the estimate and the upper limit."""
    rows = expected_rows("mse_sparsemse_point")
    for row in rows:
        table = published_table(row["dataset"])
        chosen = stepwise_by_p_value(table.counts, 0.0 if row["method"] == "main" else 0.02)
        spread = NORMAL_975 * float(unseen_log_sd(chosen.frame, chosen.rows, table.counts, chosen.fits)[0])
        unseen = float(chosen.fits.unseen[0])
        got = [table.people + unseen * exp(move * spread) for move in (-1, 0, 1)]
        assert got == pytest.approx([float(row[name]) for name in ("estimate", "lo", "hi")], rel=1e-4), row
        assert chosen.fits.aic[0] == pytest.approx(float(row["aic"]), abs=1e-6)
        assert chosen.fits.deviance[0] == pytest.approx(float(row["dev"]), abs=1e-6)
        assert _effects(chosen, table) == {term for term in row["terms"].split() if ":" in term}, row
    print(f"SparseMSE fits matched: {len(rows)} of {len(rows)}")


def test_existence_codes_are_the_published_ones(published_table: Tables, expected_rows: Rows) -> None:
    counts = published_table("Artificial_3").counts
    shared = frame(3, 2)
    for row in expected_rows("mse_existence_artificial3"):
        pairs = [pair for pair in row["interactions"].split("+") if pair]
        model = shared.model_row(mask_of("ABC".index(letter) for letter in pair) for pair in pairs)
        assert existence_codes(shared, model, counts)[0] == int(row["code"]), row


def test_overlapping_triples_are_the_published_counts(published_table: Tables, expected_rows: Rows) -> None:
    for row in expected_rows("mse_overlap_facts"):
        table = published_table(row["dataset"])
        found = (len(table.lists), table.people, table.overlapping_triples())
        assert found == (int(row["lists"]), int(row["cases"]), int(row["overlapping_triples"])), row


def test_lists_of_the_long_file_are_those_of_the_separate_files(published_table: Tables, expected_rows: Rows) -> None:
    rows = expected_rows("mse_capture_histories")
    for row in rows:
        table = published_table(row["dataset"])
        place = mask_of(i for i, digit in enumerate(row["history"]) if digit == "1")
        assert table.counts[place] == int(row["count"]), row


def test_both_versions_of_new_orleans_give_their_published_totals(published_table: Tables) -> None:
    """Chan, Silverman and Vincent (2021): 1,184 from 185 people; the corrected table of 186 gives 1,110.488."""
    for name, people, total in (("NewOrl", 185, 1183.69), ("NewOrl_v186", 186, 1110.488)):
        table = published_table(name)
        chosen = stepwise_by_p_value(table.counts)
        assert table.people == people
        assert chosen.fits.total[0] == pytest.approx(total, rel=1e-4)
        assert _effects(chosen, table) == {"D:E"}


def test_korea_has_an_estimate_for_six_of_its_eight_models(published_table: Tables) -> None:
    """Silverman, Chan and Vincent (2024), Table 3: six models pass the existence check."""
    ranked = ranked_by_bic(published_table("Korea").counts, 2)
    assert len(ranked.rows) == 6


def _effects(chosen: object, table: CaptureTable) -> set[str]:
    return set(effect_names(chosen.frame.interactions(chosen.rows[0]), table.lists))  # type: ignore[attr-defined]


def test_totals_are_never_below_the_people_seen(published_table: Tables) -> None:
    for name in ("UKdat_5", "Kosovo", "NewOrl_5"):
        table = published_table(name)
        assert np.all(ranked_by_bic(table.counts, 2).fits.total > table.people)

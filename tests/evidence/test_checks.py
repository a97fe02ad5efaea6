"""What the store finds wrong with releases: damage, figures that do not agree, names that nobody knows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from local_response.evidence.harmonise import harmonised
from local_response.evidence.store import Store, open_store
from local_response.model.errors import SourceValueError, StoreError, UnknownAreaError
from local_response.model.figures import Citation
from local_response.sources.table import SourceTable

FORCE, NATIONAL, WILTSHIRE, UNITED_KINGDOM = "nrm.referrals.made_by_force", "nrm.referrals", "E23000038", "K02000001"
Make = Callable[..., SourceTable]
StoreOf = Callable[..., Store]
ROWS = [
    ("Wiltshire Police", "2023-Q3", "all", 16),
    ("Wiltshire Police", "2023-Q3", "Sexual", 3),
    (UNITED_KINGDOM, "2023-Q3", "all", 970),
]


def files_of(store: Store) -> tuple[Path, Path]:
    folder = store.manifest(store.releases()[0].id).folder
    return folder / "manifest.json", folder / "observations.parquet"


def test_parts_that_do_not_come_to_their_total_are_listed_with_place_and_amount(
    store_of: StoreOf, source_table: Make
) -> None:
    store = store_of(source_table(ROWS, ["exploitation"]))
    (found,) = store.verify()
    assert found.damage == ""
    assert [disagreement.sentence for disagreement in found.disagreements] == [
        "nrm.referrals.made_by_force, Wiltshire, 2023-Q3: the published figures by exploitation come to 3, "
        "the published total is 16 (13 fewer)",
        "nrm.referrals.made_by_force, United Kingdom, 2023-Q3: the published figures of all responders come to 16, "
        "the published total is 970 (954 fewer)",
    ]


def test_totals_with_a_suppressed_part_are_not_compared(store_of: StoreOf, source_table: Make) -> None:
    rows = [*ROWS[:2], ("Wiltshire Police", "2023-Q3", "Labour", "suppressed")]
    (found,) = store_of(source_table(rows, ["exploitation"])).verify()
    assert found.disagreements == ()


def test_responder_tables_are_compared_with_the_national_table(store_of: StoreOf, source_table: Make) -> None:
    # July to September 2023: the four tables as first published, the series as of March 2024.
    totals = {
        FORCE: 970,
        "nrm.referrals.made_by_government_agency": 1995,
        "nrm.referrals.made_by_ngo": 210,
        "nrm.referrals.made_by_local_authority": 963,
        NATIONAL: 4131,
    }
    tables = [source_table([(UNITED_KINGDOM, "2023-Q3", total)], measure=name) for name, total in totals.items()]
    (found,) = store_of(*tables).disagreements()
    assert (found.parts, found.total, len(found.releases)) == (4138, 4131, 5)
    assert "(7 more)" in found.sentence


def test_a_cell_holds_what_was_read_from_it_under_the_label_it_was_printed_with(
    store_of: StoreOf, source_table: Make
) -> None:
    store = store_of(source_table(ROWS, ["exploitation"]))
    figure = store.figure(FORCE, WILTSHIRE, "2023-Q3", exploitation="sexual")
    (seen,) = store.cell(figure.citations[0])
    assert (seen.value, seen.area, dict(seen.breakdown)) == (3, WILTSHIRE, {"exploitation": "sexual"})
    assert dict(seen.printed) == {"area": "Wiltshire Police", "exploitation": "Sexual"}
    elsewhere = Citation(store.releases()[0].id, "Table_13", 999, 5, "")
    assert store.cell(elsewhere) == []


@pytest.mark.parametrize("change", [lambda data: data[:-50], lambda data: data[:40] + b"XX" + data[42:]])
def test_observations_that_were_changed_are_found_and_the_release_is_named(
    store_of: StoreOf, source_table: Make, change: Callable[[bytes], bytes]
) -> None:
    store = store_of(source_table(ROWS, ["exploitation"]))
    _, observations = files_of(store)
    observations.write_bytes(change(observations.read_bytes()))
    (found,) = open_store(store.home, pack=None).verify()
    assert store.releases()[0].id in found.damage
    assert "Add the published file again" in found.damage


def test_a_release_cut_short_gives_no_figures(store_of: StoreOf, source_table: Make) -> None:
    store = store_of(source_table(ROWS, ["exploitation"]))
    _, observations = files_of(store)
    observations.write_bytes(observations.read_bytes()[:-50])
    with pytest.raises(StoreError, match="is damaged"):
        open_store(store.home, pack=None).figure(FORCE, WILTSHIRE, "2023-Q3")


@pytest.mark.parametrize("text", ["", "{", "{}", '{"layout": 99}'])
def test_a_manifest_that_cannot_be_read_stops_questions_and_names_its_release(
    store_of: StoreOf, source_table: Make, text: str
) -> None:
    store = store_of(source_table(ROWS, ["exploitation"]))
    manifest, _ = files_of(store)
    manifest.write_text(text, encoding="utf-8")
    damaged = open_store(store.home, pack=None)
    assert list(damaged.damaged) == [store.releases()[0].id]
    assert damaged.verify()[0].damage
    with pytest.raises(StoreError, match=str(manifest)):
        damaged.figure(FORCE, WILTSHIRE, "2023-Q3")


def test_all_unknown_names_of_a_table_are_told_together(source_table: Make) -> None:
    rows = [("Wiltshre Police", "2023-Q3", 1), ("Kent Police", "2023-Q3", 3), ("Ruritania", "2023-Q3", 2)]
    with pytest.raises(UnknownAreaError) as caught:
        harmonised(source_table(rows))
    assert "2 names are of no known area" in str(caught.value)
    assert "'Wiltshre Police' (Nearest: Wiltshire Police" in str(caught.value)
    assert "'Ruritania'" in str(caught.value)


def test_one_figure_with_two_values_in_one_sheet_is_refused(source_table: Make) -> None:
    rows = [("Kent Police", "2023-Q3", 3), ("Kent Police", "2023-Q3", 4)]
    with pytest.raises(SourceValueError, match="3 in Table_13 row 7 column 5 and 4 in Table_13 row 8"):
        harmonised(source_table(rows))


def test_one_figure_in_two_sheets_counts_once(store_of: StoreOf, source_table: Make) -> None:
    table = source_table([("Kent Police", "2023-Q3", 3), ("Kent Police", "2023-Q3", 3)])
    sheets = replace(table.sheet, values=("Table_13", "Table_14"), codes=np.array([0, 1], dtype=np.int32))
    store = store_of(replace(table, sheet=sheets))
    figure = store.figure(FORCE, "E23000032", "2023-Q3")
    assert (figure.value, len(figure.citations)) == (3, 1)
    assert len(store.cell(replace(figure.citations[0], sheet="Table_14", row=8))) == 1


def test_one_figure_with_two_values_in_two_sheets_is_kept_and_listed(source_table: Make) -> None:
    table = source_table([("Kent Police", "2023-Q3", 3), ("Kent Police", "2023-Q3", 4)])
    sheets = replace(table.sheet, values=("Table_13", "Table_14"), codes=np.array([0, 1], dtype=np.int32))
    found = harmonised(replace(table, sheet=sheets))
    assert found.disagreements == (
        "Kent Police, 2023-Q3: 3 in Table_13 row 7 column 5 and 4 in Table_14 row 8 column 5",
    )
    assert found.repeat.tolist() == [False, True]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"measure": "nrm.referals"}, "'nrm.referals' is not a measure"),
        ({"period": "2023-Q5"}, "'2023-Q5' is not a period"),
        ({"dimension": "colour"}, "'colour' is not a dimension"),
    ],
)
def test_what_cannot_be_is_refused(source_table: Make, change: dict[str, str], told: str) -> None:
    rows = [("Kent Police", change.get("period", "2023-Q3"), "all", 3)]
    table = source_table(rows, [change.get("dimension", "age")], measure=change.get("measure", FORCE))
    with pytest.raises(SourceValueError, match=told):
        harmonised(table)

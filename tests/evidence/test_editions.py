"""Which edition answers, and what a later one changed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from local_response.evidence.store import Store
from local_response.model.errors import FigureNotFoundError
from local_response.sources.table import SourceTable

FORCE, NATIONAL, SENT = "nrm.referrals.made_by_force", "nrm.referrals", "nrm.referrals.sent_to_force"
WILTSHIRE, CITY_OF_LONDON, UNITED_KINGDOM = "E23000038", "E23000034", "K02000001"
Make = Callable[..., SourceTable]
StoreOf = Callable[..., Store]

# Referrals of the first quarter of 2023 as first published, and as three later bulletins revised them.
REVISIONS = [
    ("Q1 2023 bulletin", "2023-05-04", 4746),
    ("Q1 2024 bulletin", "2024-05-10", 4738),
    ("Q3 2024 bulletin", "2024-11-07", 4742),
]


def police(source_table: Make, counts: dict[str, int | str], published: str = "", **more: object) -> SourceTable:
    rows = [(area, "2023-Q3", count) for area, count in counts.items()]
    return source_table(rows, origin={"published": published, "edition": f"edition of {published}"}, **more)


def test_the_edition_published_last_answers_whatever_the_order_of_adding(store_of: StoreOf, source_table: Make) -> None:
    later = police(source_table, {"Wiltshire Police": 17}, "2024-03-07")
    earlier = police(source_table, {"Wiltshire Police": 16}, "2023-11-02")
    store = store_of(later, earlier)
    figure = store.figure(FORCE, WILTSHIRE, "2023-Q3")
    assert (figure.value, figure.citations[0].published) == (17, "2024-03-07")
    assert len(store.releases()) == 2, "the edition that was superseded is kept"


def test_an_edition_without_a_date_is_as_new_as_the_day_it_was_added(store_of: StoreOf, source_table: Make) -> None:
    dated = police(source_table, {"Wiltshire Police": 16}, "2023-11-02")
    undated = police(source_table, {"Wiltshire Police": 17})
    assert store_of(dated, undated).figure(FORCE, WILTSHIRE, "2023-Q3").value == 17


def test_a_newer_whole_table_that_leaves_a_force_out_says_zero_and_not_what_an_older_one_said(
    store_of: StoreOf, source_table: Make
) -> None:
    older = police(source_table, {"City of London Police": 2, UNITED_KINGDOM: 970}, "2023-11-02")
    newer = police(source_table, {"Wiltshire Police": 16, UNITED_KINGDOM: 968}, "2024-03-07")
    store = store_of(older, newer)
    assert store.figure(FORCE, CITY_OF_LONDON, "2023-Q3").value == 0
    assert store.figure(FORCE, UNITED_KINGDOM, "2023-Q3").value == 968


def test_a_newer_file_about_one_force_leaves_the_others_to_the_whole_table(
    store_of: StoreOf, source_table: Make
) -> None:
    whole = police(
        source_table, {"City of London Police": 2, "Wiltshire Police": 16, UNITED_KINGDOM: 970}, "2023-11-02"
    )
    one = police(source_table, {"Wiltshire Police": 17}, "2024-03-07", reader="tidy", publication="tidy")
    store = store_of(whole, one)
    assert store.figure(FORCE, WILTSHIRE, "2023-Q3").value == 17
    assert store.figure(FORCE, CITY_OF_LONDON, "2023-Q3").value == 2


def test_editions_that_stand_in_one_file_are_told_apart(store_of: StoreOf, source_table: Make) -> None:
    rows = [(UNITED_KINGDOM, "2023-Q1", value) for _, _, value in REVISIONS]
    editions = [(edition, published) for edition, published, _ in REVISIONS]
    table = source_table(rows, measure=NATIONAL, reader="tidy", publication="tidy", editions=editions)
    figure = store_of(table).figure(NATIONAL, UNITED_KINGDOM, "2023-Q1")
    assert (figure.value, figure.method) == (4742, "published")
    assert [(cited.edition, cited.row) for cited in figure.citations] == [("Q3 2024 bulletin", 9)]


def test_copied_figures_are_never_summed_to_a_total(store_of: StoreOf, source_table: Make) -> None:
    # The 2024 annex: four nationalities that its words name; they are not all.
    rows = [
        (UNITED_KINGDOM, "2024", "Albanian", 2492),
        (UNITED_KINGDOM, "2024", "Vietnamese", 2153),
        (UNITED_KINGDOM, "2024", "Eritrean", 1702),
        (UNITED_KINGDOM, "2024", "Sudanese", 1175),
    ]
    store = store_of(source_table(rows, ["nationality"], measure=NATIONAL, reader="compiled", publication="tidy"))
    total = store.figure(NATIONAL, UNITED_KINGDOM, "2024")
    assert (total.value, total.reason) == (None, "the releases held do not break it down this way")
    assert store.figure(NATIONAL, UNITED_KINGDOM, "2024", nationality="Eritrean").value == 1702


def test_copied_figures_do_not_stand_among_those_of_a_whole_breakdown(store_of: StoreOf, source_table: Make) -> None:
    # July to September 2023 by age as of March 2024; one age as a later copy would have it.
    series = [
        (UNITED_KINGDOM, "2023-Q3", "Adult (18 or over)", 2018),
        (UNITED_KINGDOM, "2023-Q3", "Child (17 or under)", 1848),
        (UNITED_KINGDOM, "2023-Q3", "Age not specified or unknown", 265),
    ]
    whole = source_table(series, ["age"], measure=NATIONAL, origin={"published": "2024-03-07"})
    copied = source_table(
        [(UNITED_KINGDOM, "2023-Q3", "Child (17 or under)", 1849), (UNITED_KINGDOM, "2023-Q3", "all", 4132)],
        ["age"],
        measure=NATIONAL,
        reader="tidy",
        origin={"published": "2024-11-07"},
    )
    store = store_of(whole, copied)
    by_age = store.figures(NATIONAL, areas=[UNITED_KINGDOM], periods=["2023-Q3"], by=["age"])
    assert {figure.breakdown["age"]: figure.value for figure in by_age} == {
        "adult": 2018,
        "child": 1848,
        "unknown": 265,
    }
    assert store.figure(NATIONAL, UNITED_KINGDOM, "2023-Q3").value == 4132, "as its newest edition has it"


def test_diff_lists_every_figure_that_changed_was_added_or_is_gone(store_of: StoreOf, source_table: Make) -> None:
    old = police(source_table, {"Wiltshire Police": 16, "Dorset Police": 10, "Essex Police": 5, "Kent Police": 3})
    new = police(source_table, {"Wiltshire Police": 17, "Dorset Police": 10, "Essex Police": "suppressed", "Surrey": 2})
    store = store_of(old, new)
    changes = {change.area: change for change in store.diff(*(release.id for release in store.releases()))}
    found = {
        area: (change.kind, change.old and change.old.text, change.new and change.new.text)
        for area, change in changes.items()
    }
    assert found == {
        "E23000038": ("changed", "16", "17"),
        "E23000028": ("changed", "5", "suppressed"),
        "E23000032": ("gone", "3", None),
        "E23000031": ("added", None, "2"),
    }
    new_side = changes["E23000038"].new
    assert new_side is not None
    assert new_side.citation.place == "Table_13, row 7, column E"


def test_a_zero_that_a_later_edition_leaves_out_is_no_change(store_of: StoreOf, source_table: Make) -> None:
    old = police(source_table, {"Wiltshire Police": 16, "Dorset Police": 0})
    new = police(source_table, {"Wiltshire Police": 16, "Kent Police": 0})
    store = store_of(old, new)
    assert store.diff(*(release.id for release in store.releases())) == []


def test_diff_compares_copied_figures_with_a_whole_table_by_their_newest_edition(
    store_of: StoreOf, source_table: Make
) -> None:
    # The first quarter of 2023 by age as of March 2024 (total 4,738), and three bulletins that print its total.
    series = source_table(
        [(UNITED_KINGDOM, "2023-Q1", "all", 4738), (UNITED_KINGDOM, "2023-Q1", "Child (17 or under)", 1894)],
        ["age"],
        measure=NATIONAL,
    )
    rows = [(UNITED_KINGDOM, "2023-Q1", value) for _, _, value in REVISIONS]
    editions = [(edition, published) for edition, published, _ in REVISIONS]
    copied = source_table(rows, measure=NATIONAL, reader="tidy", publication="tidy", editions=editions)
    store = store_of(series, copied)
    (change,) = store.diff(*(release.id for release in store.releases()))
    assert (change.old and change.old.value, change.new and change.new.value) == (4738, 4742)


def test_diff_of_releases_without_a_figure_in_common_says_so(store_of: StoreOf, source_table: Make) -> None:
    store = store_of(
        police(source_table, {"Wiltshire Police": 16}),
        source_table([("E23000014", "2017-Q3", 137)], measure=SENT, reader="tidy"),
    )
    with pytest.raises(FigureNotFoundError, match="no figure in common"):
        store.diff(*(release.id for release in store.releases()))
    with pytest.raises(FigureNotFoundError, match="no release in the store has this id"):
        store.diff("no such release", store.releases()[0].id)

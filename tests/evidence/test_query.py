"""What figures the store gives for what is asked.

The block of Wiltshire is that of the published table of July to September 2023, rows 971 to 1001 of its export.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from local_response.evidence.store import Store
from local_response.sources.table import SourceTable

FORCE = "nrm.referrals.made_by_force"
WILTSHIRE, CITY_OF_LONDON, SOUTH_WEST = "E23000038", "E23000034", "E12000009"
UNITED_KINGDOM, ENGLAND_AND_WALES = "K02000001", "K04000001"
DIMENSIONS = ("exploitation", "age", "gender")
ADULT, CHILD, UNKNOWN = "Adult (18 or over)", "Child (17 or under)", "Not specified or unknown"
_BLOCK = (
    ("all", "all", "all", 16),
    ("Criminal", "all", "all", 3),
    ("Criminal", ADULT, "all", 2),
    ("Criminal", ADULT, "Male", 2),
    ("Criminal", CHILD, "all", 1),
    ("Criminal", CHILD, "Male", 1),
    ("Labour", "all", "all", 2),
    ("Labour", ADULT, "all", 2),
    ("Labour", ADULT, "Female", 1),
    ("Labour", ADULT, "Male", 1),
    ("Labour & Criminal", "all", "all", 4),
    ("Labour & Criminal", ADULT, "all", 2),
    ("Labour & Criminal", ADULT, "Male", 2),
    ("Labour & Criminal", CHILD, "all", 1),
    ("Labour & Criminal", CHILD, "Male", 1),
    ("Labour & Criminal", UNKNOWN, "all", 1),
    ("Labour & Criminal", UNKNOWN, "Male", 1),
    (UNKNOWN, "all", "all", 2),
    (UNKNOWN, ADULT, "all", 2),
    (UNKNOWN, ADULT, "Female", 1),
    (UNKNOWN, ADULT, "Male", 1),
    ("Sexual", "all", "all", 3),
    ("Sexual", CHILD, "all", 3),
    ("Sexual", CHILD, "Female", 3),
    ("Sexual & Domestic", "all", "all", 1),
    ("Sexual & Domestic", UNKNOWN, "all", 1),
    ("Sexual & Domestic", UNKNOWN, "Female", 1),
    ("Sexual & Labour", "all", "all", 1),
    ("Sexual & Labour", ADULT, "all", 1),
    ("Sexual & Labour", ADULT, "Female", 1),
)
BLOCK = [("Wiltshire Police", "2023-Q3", *row) for row in _BLOCK] + [
    (UNITED_KINGDOM, "2023-Q3", "all", "all", "all", 970)
]
Make = Callable[..., SourceTable]
StoreOf = Callable[..., Store]


@pytest.fixture
def police(source_table: Make) -> SourceTable:
    return source_table(BLOCK, DIMENSIONS, first_row=971)


def values(store: Store, dimension: str, area: str = WILTSHIRE, **where: str) -> dict[str, float | None]:
    figures = store.figures(FORCE, areas=[area], periods=["2023-Q3"], by=[dimension], where=where)
    found = {figure.breakdown[dimension]: figure.value for figure in figures}
    assert len(found) == len(figures), "a combination came twice"
    return found


def test_a_total_is_the_published_total_row_and_not_a_sum(store_of: StoreOf, police: SourceTable) -> None:
    figure = store_of(police).figure(FORCE, WILTSHIRE, "2023-Q3")
    assert (figure.value, figure.method) == (16, "published")
    assert [(cited.sheet, cited.row, cited.column) for cited in figure.citations] == [("Table_13", 971, 5)]


def test_exploitation_types_are_read_from_their_total_rows(store_of: StoreOf, police: SourceTable) -> None:
    assert values(store_of(police), "exploitation") == {
        "criminal": 3,
        "labour": 2,
        "Labour & Criminal": 4,
        "unknown": 2,
        "sexual": 3,
        "Sexual & Domestic": 1,
        "Sexual & Labour": 1,
    }


def test_a_breakdown_that_is_published_only_within_another_is_summed_over_it(
    store_of: StoreOf, police: SourceTable
) -> None:
    store = store_of(police)
    assert values(store, "age") == {"adult": 9, "child": 5, "unknown": 2}
    assert values(store, "gender") == {"male": 9, "female": 7}
    adults = store.figure(FORCE, WILTSHIRE, "2023-Q3", age="adult")
    assert adults.method == "sum"
    assert [cited.row for cited in adults.citations] == [973, 978, 982, 989, 999]


def test_where_keeps_one_value_and_stands_in_the_breakdown(store_of: StoreOf, police: SourceTable) -> None:
    store = store_of(police)
    assert values(store, "gender", exploitation="Labour & Criminal") == {"male": 4}
    figure = store.figure(FORCE, WILTSHIRE, "2023-Q3", exploitation="Criminal", age=CHILD)
    assert (figure.value, dict(figure.breakdown)) == (1, {"exploitation": "criminal", "age": "child"})


def test_a_combination_that_the_table_leaves_out_is_zero_and_says_by_which_rule(
    store_of: StoreOf, police: SourceTable
) -> None:
    figure = store_of(police).figure(FORCE, WILTSHIRE, "2023-Q3", exploitation="Sexual", gender="male")
    assert (figure.value, figure.status) == (0, "published")
    assert figure.citations[0].row is None
    assert figure.citations[0].rule == "the table leaves out combinations with no referrals"


def test_a_force_that_a_whole_table_leaves_out_made_no_referrals(store_of: StoreOf, police: SourceTable) -> None:
    figure = store_of(police).figure(FORCE, CITY_OF_LONDON, "2023-Q3")
    assert (figure.value, figure.status) == (0, "published")


def test_a_force_is_missing_where_the_table_is_not_of_all_forces(store_of: StoreOf, source_table: Make) -> None:
    store = store_of(source_table(BLOCK[:-1], DIMENSIONS))
    figure = store.figure(FORCE, CITY_OF_LONDON, "2023-Q3")
    assert (figure.value, figure.status) == (None, "missing")


def test_a_value_that_no_release_names_is_missing_and_not_zero(store_of: StoreOf, police: SourceTable) -> None:
    figure = store_of(police).figure(FORCE, WILTSHIRE, "2023-Q3", exploitation="Criminl")
    assert (figure.value, figure.reason) == (None, "no release held names this value")


def test_a_period_without_a_release_is_missing(store_of: StoreOf, police: SourceTable) -> None:
    figure = store_of(police).figure(FORCE, WILTSHIRE, "2019-Q1")
    assert (figure.status, figure.reason) == ("missing", "no release held states it for this area and period")


def test_a_region_is_the_sum_of_its_forces(store_of: StoreOf, source_table: Make) -> None:
    # July to September 2023: the forces of the South West as published.
    counts = {
        "Avon and Somerset Constabulary": 19,
        "Devon & Cornwall Police": 15,
        "Dorset Police": 10,
        "Gloucestershire Constabulary": 6,
        "Wiltshire Police": 16,
        UNITED_KINGDOM: 970,
    }
    store = store_of(source_table([(name, "2023-Q3", "all", count) for name, count in counts.items()], ["age"]))
    figure = store.figure(FORCE, SOUTH_WEST, "2023-Q3")
    assert (figure.value, figure.method) == (66, "sum")
    assert len(figure.citations) == 5


@pytest.mark.parametrize("status", ["suppressed", "missing"])
def test_a_sum_with_a_part_that_is_not_known_is_not_known(store_of: StoreOf, source_table: Make, status: str) -> None:
    # No NRM table suppresses a count yet; a publisher may begin to.
    rows = [
        ("Wiltshire Police", "2023-Q3", "Criminal", ADULT, 2),
        ("Wiltshire Police", "2023-Q3", "Criminal", CHILD, status),
        ("Wiltshire Police", "2023-Q3", "Labour", CHILD, 0),
    ]
    store = store_of(source_table(rows, ("exploitation", "age")))
    total = store.figure(FORCE, WILTSHIRE, "2023-Q3", exploitation="criminal")
    assert (total.value, total.status, len(total.citations)) == (None, status, 2)
    assert "a part of the sum" in total.reason
    part = store.figure(FORCE, WILTSHIRE, "2023-Q3", exploitation="criminal", age="child")
    assert (part.value, part.status) == (None, status)
    zero = store.figure(FORCE, WILTSHIRE, "2023-Q3", exploitation="labour", age="child")
    assert (zero.value, zero.status, zero.citations[0].row) == (0, "published", 9)


def test_all_united_kingdom_by_type_adds_every_responder_where_only_the_total_is_published(
    store_of: StoreOf, source_table: Make
) -> None:
    # Labour in July to September 2023, two responders of the table.
    rows = [
        (UNITED_KINGDOM, "2023-Q3", "all", 970),
        ("Wiltshire Police", "2023-Q3", "all", 16),
        ("Wiltshire Police", "2023-Q3", "Labour", 2),
        ("Police Scotland", "2023-Q3", "all", 71),
        ("Police Scotland", "2023-Q3", "Labour", 13),
    ]
    store = store_of(source_table(rows, ["exploitation"]))
    assert values(store, "exploitation", UNITED_KINGDOM) == {"labour": 15}
    assert store.figure(FORCE, UNITED_KINGDOM, "2023-Q3").value == 970


def test_a_dimension_the_measure_does_not_have_is_the_callers_mistake(store_of: StoreOf, police: SourceTable) -> None:
    with pytest.raises(ValueError, match="not by offence"):
        store_of(police).figures(FORCE, by=["offence"])


def test_a_question_without_areas_or_periods_takes_all_that_have_figures(
    store_of: StoreOf, police: SourceTable
) -> None:
    store = store_of(police)
    assert [(figure.area, figure.period, figure.value) for figure in store.figures(FORCE)] == [
        (WILTSHIRE, "2023-Q3", 16),
        (UNITED_KINGDOM, "2023-Q3", 970),
    ]
    assert store.periods(FORCE) == ["2023-Q3"]
    assert store.periods(FORCE, ENGLAND_AND_WALES) == ["2023-Q3"]


def test_an_empty_list_of_areas_or_periods_has_no_figures(store_of: StoreOf, police: SourceTable) -> None:
    store = store_of(police)
    assert store.figures(FORCE, areas=[]) == []
    assert store.figures(FORCE, periods=[]) == []


def test_all_areas_by_type_have_one_figure_for_each_type_that_is_named_anywhere(
    store_of: StoreOf, source_table: Make
) -> None:
    # Types of two forces, July to September 2023.
    rows = [
        ("Wiltshire Police", "2023-Q3", "all", 16),
        ("Wiltshire Police", "2023-Q3", "Sexual & Domestic", 1),
        ("Avon and Somerset Constabulary", "2023-Q3", "all", 19),
        ("Avon and Somerset Constabulary", "2023-Q3", "Criminal", 7),
    ]
    figures = store_of(source_table(rows, ["exploitation"])).figures(FORCE, by=["exploitation"])
    found = {(figure.area, figure.breakdown["exploitation"]): figure.value for figure in figures}
    assert found == {
        ("E23000036", "criminal"): 7,
        ("E23000036", "Sexual & Domestic"): 0,
        (WILTSHIRE, "criminal"): 0,
        (WILTSHIRE, "Sexual & Domestic"): 1,
    }


def test_a_breakdown_lists_only_what_is_published_where_the_table_does_not_leave_out_zeros(
    store_of: StoreOf, source_table: Make
) -> None:
    # Offences of West Yorkshire, April to June 2017, and one that only another body records.
    rows = [
        ("West Yorkshire", "2017-Q2", "106", 42),
        ("Action Fraud", "2017-Q2", "AF", 1),
    ]
    store = store_of(source_table(rows, ["offence"], measure="crime.recorded", publication="crime.recorded"))
    figures = store.figures("crime.recorded", by=["offence"])
    assert {(figure.area, figure.breakdown["offence"]) for figure in figures} == {
        ("E23000010", "106"),
        ("LR-ACTION-FRAUD", "AF"),
    }
    named = store.figure("crime.recorded", "E23000010", "2017-Q2", offence="AF")
    assert (named.value, named.reason) == (None, "the publication has no such row")

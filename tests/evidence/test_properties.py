"""What holds of every table of the published shape: no total is mixed with its parts, and sums meet the totals."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping
from itertools import product
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from local_response.evidence.adding import add_files
from local_response.evidence.places import releases_folder
from local_response.evidence.store import Store, open_store
from local_response.sources.table import SourceTable

FORCE, UNITED_KINGDOM = "nrm.referrals.made_by_force", "K02000001"
AREAS = {"Wiltshire Police": "E23000038", "Dorset Police": "E23000039", "Police Scotland": "LR-SCOTLAND"}
TYPES = ("Criminal", "Labour", "Labour & Criminal")
AGES = ("Adult (18 or over)", "Child (17 or under)")
NATIONALITIES = ("Albanian", "UK", "Vietnamese")
Leaf = tuple[str, str, str, str]
DIMENSIONS = ("exploitation", "age", "nationality")

leaves = st.dictionaries(
    st.tuples(*(st.sampled_from(values) for values in (tuple(AREAS), TYPES, AGES, NATIONALITIES))),
    st.integers(0, 40),
    max_size=12,
)


def published_rows(leaves: Mapping[Leaf, int]) -> list[tuple[object, ...]]:
    """Rows as the publication has them: totals before their parts, zeros left out but for those of the total row."""
    rows: list[tuple[object, ...]] = []

    def add(area: str, *wanted: str) -> int:
        found = [
            count
            for (force, *labels), count in leaves.items()
            if area in (UNITED_KINGDOM, force)
            and all(want in ("all", label) for want, label in zip(wanted, labels, strict=True))
        ]
        if sum(found) or area == UNITED_KINGDOM:
            rows.append((area, "2023-Q3", *wanted, sum(found)))
        return sum(found)

    for area in AREAS:
        for kind, age in [("all", "all"), *((kind, "all") for kind in TYPES), *product(TYPES, AGES)]:
            for nationality in ("all", *NATIONALITIES):
                add(area, kind, age, nationality)
    for nationality in ("all", *NATIONALITIES):
        add(UNITED_KINGDOM, "all", "all", nationality)
    return rows


def store_in(folder: str, table: SourceTable) -> Store:
    path = Path(folder) / "table.csv"
    path.write_text("stands for the table", encoding="utf-8")
    add_files([path], lambda _: [table], (), releases_folder(Path(folder)))
    return open_store(Path(folder), pack=None)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(leaves=leaves, by=st.sets(st.sampled_from(DIMENSIONS)), at=st.sampled_from([*AREAS.values(), UNITED_KINGDOM]))
def test_each_breakdown_gives_one_figure_a_combination_and_sums_to_the_published_total(
    source_table: Callable[..., SourceTable], leaves: dict[Leaf, int], by: set[str], at: str
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = store_in(folder, source_table(published_rows(leaves), DIMENSIONS))
        chosen = tuple(sorted(by))
        figures = store.figures(FORCE, areas=[at], periods=["2023-Q3"], by=chosen)
        combinations = [tuple(figure.breakdown.items()) for figure in figures]
        assert len(set(combinations)) == len(combinations)
        expected = sum(count for (force, *_), count in leaves.items() if at in (UNITED_KINGDOM, AREAS[force]))
        assert sum(figure.known for figure in figures) == expected
        for figure in figures:
            cells = [store.cell(cited) for cited in figure.citations if cited.row is not None]
            assert sum(seen.value or 0 for (seen,) in cells) == figure.value
            alone = store.figure(FORCE, at, "2023-Q3", **figure.breakdown)
            assert alone.value == figure.value

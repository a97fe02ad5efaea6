"""The bundled pack: what it holds, that it can be built again, and that its figures are the published ones.

Expected figures are printed in the publishers' own bulletins or in the files' own totals, not computed by this code.
"""

from __future__ import annotations

import re
from pathlib import Path

import duckdb
import pytest

from local_response.evidence.manifests import Manifest, read_manifests
from local_response.evidence.pack_builder import build_pack
from local_response.evidence.places import PACK
from local_response.evidence.store import Store, open_store

QUARTERS = ["2022-Q2", "2022-Q3", "2022-Q4", "2023-Q1", "2023-Q2", "2023-Q3"]
RESPONDERS = ("made_by_force", "made_by_government_agency", "made_by_ngo", "made_by_local_authority")
UNITED_KINGDOM, ENGLAND_AND_WALES, WEST_YORKSHIRE = "K02000001", "K04000001", "E23000010"


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(tmp_path_factory.mktemp("home"))


def test_a_new_home_starts_with_the_bundled_figures_and_copies_none_of_them(store: Store) -> None:
    assert all(release.bundled for release in store.releases())
    assert list(store.home.iterdir()) == []
    assert store.periods("nrm.referrals.made_by_force", WEST_YORKSHIRE) == QUARTERS


def test_every_release_says_what_it_is_and_under_which_licence(store: Store) -> None:
    for release in store.releases():
        assert release.publisher
        assert release.title
        assert release.licence == "Open Government Licence v3.0"
        assert re.fullmatch(r"[0-9a-f]{64}", release.sha256)
    secondary = {release.publication for release in store.releases() if release.secondary}
    assert secondary == {"nrm.county_of_exploitation", "compiled"}


def test_no_release_is_damaged_and_all_parts_come_to_their_totals(store: Store) -> None:
    found = store.verify()
    assert [one.damage for one in found if one.damage] == []
    assert [disagreement.sentence for one in found for disagreement in one.disagreements] == []


def test_the_pack_is_small() -> None:
    assert sum(path.stat().st_size for path in PACK.rglob("*") if path.is_file()) < 2_000_000


@pytest.mark.parametrize(
    ("quarter", "total"), list(zip(QUARTERS, (4171, 4586, 4417, 4746, 3998, 4138), strict=True))
)  # sums of the responder tables as first published
def test_responder_tables_come_to_the_total_of_their_quarter(store: Store, quarter: str, total: int) -> None:
    parts = [store.figure(f"nrm.referrals.{name}", UNITED_KINGDOM, quarter) for name in RESPONDERS]
    assert sum(part.known for part in parts) == total


@pytest.mark.parametrize(
    ("measure", "area", "period", "breakdown", "value"),
    [
        ("nrm.referrals.made_by_force", WEST_YORKSHIRE, "2023-Q3", {}, 63),
        ("nrm.referrals", UNITED_KINGDOM, "2023", {}, 16990),  # as the summary of 2024 revised it
        ("nrm.referrals", UNITED_KINGDOM, "2025-Q4", {}, 6021),
        ("nrm.referrals", UNITED_KINGDOM, "2022-Q2", {}, 4157),
        ("dtn.reports", UNITED_KINGDOM, "2023", {}, 4929),
        ("nrm.referrals.by_county_of_exploitation", "LR-COUNTY-WEST-YORKSHIRE", "2025-Q3", {}, 108),
        ("population.residents", ENGLAND_AND_WALES, "mid-2023", {}, 60_854_727),
        ("population.residents", "E23000034", "mid-2023", {}, 13_462),
        ("helpline.potential_victims", UNITED_KINGDOM, "2018", {}, 7121),
        ("nrm.awaiting_conclusive_grounds", UNITED_KINGDOM, "2024", {}, 17168),
    ],
)
def test_figures_are_those_that_were_published(
    store: Store, measure: str, area: str, period: str, breakdown: dict[str, str], value: float
) -> None:
    assert store.figure(measure, area, period, **breakdown).value == value


@pytest.mark.parametrize(("area", "total"), [("E23000001", 647), ("E23000014", 400), (WEST_YORKSHIRE, 227)])
def test_recorded_modern_slavery_crime_of_2017_18_is_as_published(store: Store, area: str, total: int) -> None:
    quarters = store.figures("crime.recorded", areas=[area], where={"offence": "106"})
    assert [figure.period for figure in quarters] == ["2017-Q2", "2017-Q3", "2017-Q4", "2018-Q1"]
    assert sum(figure.known for figure in quarters) == total


def test_every_cited_cell_holds_the_figure(store: Store) -> None:
    asked = [
        ("nrm.referrals.made_by_force", ("exploitation",)),
        ("nrm.referrals.made_by_government_agency", ("responder",)),
        ("nrm.referrals", ("age",)),
        ("nrm.decisions.conclusive_grounds", ("outcome",)),
        ("workforce.officers_fte", ("rank",)),
        ("helpline.cases", ("exploitation",)),
    ]
    for measure, by in asked:
        figures = store.figures(measure, by=by)
        assert figures, measure
        for figure in figures[-25:]:
            read = [
                seen.value
                for cited in figure.citations
                if cited.row is not None
                for seen in store.cell(cited)
                if seen.measure == measure
            ]
            assert figure.value == pytest.approx(sum(value or 0 for value in read)) or figure.value is None


@pytest.mark.published_data
def test_the_pack_built_again_from_the_published_files_is_the_same(published_data: Path, tmp_path: Path) -> None:
    if not (published_data.parent / "domain").is_dir():
        pytest.skip(f"no headline series at {published_data.parent / 'domain'}: this test reads them")
    again = {manifest.release.id: manifest for manifest in build_pack(published_data, tmp_path / "pack")}
    bundled = {manifest.release.id: manifest for manifest in read_manifests(PACK, bundled=True)[0]}
    assert sorted(again) == sorted(bundled)
    for name, manifest in again.items():
        assert manifest.release == bundled[name].release
        assert (manifest.dimensions, manifest.complete) == (bundled[name].dimensions, bundled[name].complete)
        assert dict(manifest.notes) == dict(bundled[name].notes)
        if manifest.observations_sha256 != bundled[name].observations_sha256:  # another DuckDB may write other bytes
            assert _differences(manifest, bundled[name]) == 0, name


def _differences(one: Manifest, other: Manifest) -> int:
    files = [str(one.observations), str(other.observations)]
    query = "SELECT count(*) FROM (SELECT * FROM read_parquet(?) EXCEPT ALL SELECT * FROM read_parquet(?))"
    with duckdb.connect(":memory:") as con:
        found = con.execute(query, files).fetchone()
        back = con.execute(query, files[::-1]).fetchone()
    assert found is not None
    assert back is not None
    return int(found[0] + back[0])

"""One measure over all areas from the bundled figures: whole, recomputable, and no league table."""

from __future__ import annotations

from datetime import date

import pytest

from local_response.definitions.areas import force_areas, resolve
from local_response.evidence.store import Store, open_store
from local_response.insight.profile.all_areas import MEASURES, build_comparison
from local_response.insight.profile.build import build_profile, figures_in
from local_response.insight.recipes import RECIPES, recomputed
from local_response.model.figures import Figure
from local_response.model.profiles import Chart, Profile, Table
from local_response.model.sentences import written

AS_OF = date(2026, 11, 24)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(tmp_path_factory.mktemp("home"))


def built(store: Store, measure="referrals", own: str = "", order="name") -> Profile:
    return build_comparison(store, store.releases(), measure, AS_OF, resolve(own) if own else None, order)


def charts(profile: Profile) -> dict[str, Chart]:
    return {block.id: block for block in profile.sections[0].blocks if isinstance(block, Chart)}


def table(profile: Profile) -> Table:
    return charts(profile)["dots"].table


@pytest.mark.parametrize("measure", MEASURES)
def test_every_area_is_in_the_dots_the_map_and_the_table(store: Store, measure) -> None:
    found = built(store, measure)
    everyone = {area.name for area in force_areas()}
    assert {mark.category for mark in charts(found)["dots"].marks} == everyone | {"England and Wales"}
    assert {mark.category for mark in charts(found)["map"].marks} == everyone
    assert {written(row[0]) for row in table(found).rows} == everyone | {"England and Wales"}
    assert {mark.category for mark in charts(found)["funnel"].marks} == everyone - {"City of London"}


def test_counts_of_all_areas_add_up_to_england_and_wales(store: Store) -> None:
    for measure in MEASURES:
        whole, *parts = (row[3] for row in table(built(store, measure)).rows)
        assert isinstance(whole, Figure)
        assert whole.value == sum(part.known for part in parts if isinstance(part, Figure))


@pytest.mark.parametrize("measure", MEASURES)
def test_a_rate_is_its_count_over_its_residents(store: Store, measure) -> None:
    for row in table(built(store, measure)).rows:
        _, rate, _, count, residents = row[:5]
        assert isinstance(count, Figure)
        assert isinstance(residents, Figure)
        assert isinstance(rate, Figure)
        if rate.area == resolve("City of London").code:
            assert rate.value is None
            assert rate.reason.startswith("Fewer than")
            assert rate.lower is rate.upper is None
        else:
            assert rate.known == pytest.approx(count.known / residents.known * 100_000)


def test_every_computed_figure_can_be_worked_again(store: Store) -> None:
    found = built(store, "crime", "Kent", "similar")
    computed = [figure for figure in figures_in((found.summary, *found.sections)) if figure.status == "computed"]
    assert len(computed) > 100
    for figure in {id(figure): figure for figure in computed if figure.method in RECIPES}.values():
        assert recomputed(figure).value == figure.value


def test_the_figures_of_an_area_are_those_of_its_local_picture(store: Store) -> None:
    kent = resolve("Kent")
    picture = build_profile(store, store.releases(), kent, AS_OF)
    shown = [block for section in picture.sections for block in section.blocks if isinstance(block, Chart)]
    mine = next(mark.figure for chart in shown if chart.id == "rates-compared" for mark in chart.marks)
    there = next(mark.figure for mark in charts(built(store))["dots"].marks if mark.area == kent.code)
    assert mine == there


def test_likeness_orders_by_distance_and_needs_an_area_with_a_rate(store: Store) -> None:
    rows = table(built(store, own="Kent", order="similar")).rows
    distances = [row[-1].known for row in rows if isinstance(row[-1], Figure)]
    assert len(distances) == 41
    assert distances == sorted(distances)
    for own in ("", "City of London"):
        with pytest.raises(ValueError, match="resident rate"):
            built(store, own=own, order="similar")


def test_only_the_marked_area_is_marked(store: Store) -> None:
    assert {chart.highlight for chart in charts(built(store)).values()} == {""}
    kent = charts(built(store, own="Kent"))
    assert [kent[name].highlight for name in ("dots", "funnel", "map")] == ["Kent", "Kent", resolve("Kent").code]


def test_the_releases_are_those_that_are_cited(store: Store) -> None:
    titles = {release.title for release in built(store, "crime").releases}
    assert any("crime" in title.lower() for title in titles)
    assert len(built(store, "crime").releases) < len(store.releases())

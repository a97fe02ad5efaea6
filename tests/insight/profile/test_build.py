"""Profiles of all 43 areas from the bundled figures: whole, traced, careful with small counts, and blaming nobody."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from local_response.definitions.areas import area, force_areas, resolve
from local_response.evidence.store import Store, open_store
from local_response.insight.profile.build import build_profile, figures_in
from local_response.insight.recipes import RECIPES, recomputed
from local_response.model.figures import Figure
from local_response.model.profiles import Bullets, Chart, Finding, Paragraph, Profile, Section, Table
from local_response.model.sentences import Cited, Text, written

AS_OF = date(2026, 11, 24)
NAMES = [found.name for found in force_areas()]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module")
def profiles(store: Store) -> dict[str, Profile]:
    return {found.name: build_profile(store, store.releases(), found, AS_OF) for found in force_areas()}


def texts(section: Section) -> Iterator[Text]:
    """Every sentence of a section."""
    for block in section.blocks:
        if isinstance(block, Finding):
            yield from (block.text, *block.caveats)
        elif isinstance(block, Paragraph):
            yield block.text
        elif isinstance(block, Bullets):
            yield from (block.lead, *block.items)
        else:
            yield from _of_table(block if isinstance(block, Table) else block.table)
            if isinstance(block, Chart):
                yield from (block.title, block.description)


def _of_table(table: Table) -> Iterator[Text]:
    yield from (table.caption, *table.header, *table.notes)
    for row in table.rows:
        yield from (cell for cell in row if not isinstance(cell, Figure))


def sentences(profile: Profile) -> list[str]:
    return [written(text) for section in (profile.summary, *profile.sections) for text in texts(section)]


def finding(profile: Profile, name: str) -> Finding:
    return next(
        block
        for section in profile.sections
        for block in section.blocks
        if isinstance(block, Finding) and block.id == name
    )


def test_every_area_has_every_section_and_a_brief_of_four_lists(profiles: dict[str, Profile]) -> None:
    assert len(profiles) == 43
    for profile in profiles.values():
        assert [section.id for section in profile.sections] == [
            "area", "referrals", "exploitation", "people", "who-refers", "places", "crime", "sources-compared",
            "compared", "national", "organised-crime", "hidden", "unknowns",
        ]  # fmt: skip
        assert [written(block.lead) for block in profile.summary.blocks if isinstance(block, Bullets)] == [
            "What is known", "How sure we can be", "What changed", "What to ask",
        ]  # fmt: skip
        assert profile.releases


def test_sentences_read_as_english(profiles: dict[str, Profile]) -> None:
    wrong = re.compile(
        r"\bnan\b|\binf\b|  |(?<![\d.,])1 (referrals|offences|people)\b|-0\b|\(\)|\.\.|None|\{|\}|, and \.| ,"
    )
    for name, profile in profiles.items():
        for sentence in sentences(profile):
            assert not wrong.search(sentence), (name, sentence)


def test_nobody_is_praised_blamed_or_ranked(profiles: dict[str, Profile]) -> None:
    unwanted = re.compile(
        r"\b(worst|best-performing|rank(ed|s)? (first|last)|top of|bottom of|failing|proven|poor)\b", re.I
    )
    for profile in profiles.values():
        assert [sentence for sentence in sentences(profile) if unwanted.search(sentence)] == []


def test_every_figure_is_cited_or_computed_by_a_known_method(profiles: dict[str, Profile]) -> None:
    for name in ("West Yorkshire", "City of London", "Durham", "Gwent"):
        profile = profiles[name]
        for figure in set(map(id, figures_in((profile.summary, *profile.sections)))):
            assert figure
        for figure in figures_in((profile.summary, *profile.sections)):
            if figure.status == "published":
                assert figure.citations, figure
            elif figure.status == "computed":
                assert figure.method in RECIPES, figure.method


def test_a_computed_figure_is_the_same_when_worked_again(profiles: dict[str, Profile]) -> None:
    seen = set()
    for figure in figures_in(profiles["Kent"].sections):
        if figure.status == "computed" and id(figure) not in seen:
            seen.add(id(figure))
            again = recomputed(figure)
            assert (again.value, again.lower, again.upper) == (figure.value, figure.lower, figure.upper)
    assert len(seen) > 30


def test_the_figures_of_one_force_are_the_published_ones(profiles: dict[str, Profile]) -> None:
    """West Yorkshire: 57 + 57 + 63 referrals in the tables of January to September 2023; 227 offences in 2017/18."""
    assert written(finding(profiles["West Yorkshire"], "made-recently").text) == (
        "West Yorkshire Police referred 177 potential victims to the National Referral Mechanism in "
        "January to September 2023."
    )
    assert "recorded 227 modern slavery offences" in written(finding(profiles["West Yorkshire"], "recorded-crime").text)
    assert "2,951 of the 12,882 referrals" in written(finding(profiles["West Yorkshire"], "police-share").text)


def test_no_quarter_is_added_across_a_break(profiles: dict[str, Profile]) -> None:
    spans = {figure.period for p in profiles.values() for figure in figures_in(p.sections) if " to " in figure.period}
    assert spans == {"2023-Q1 to 2023-Q3", "2017-Q2 to 2018-Q1"}


def test_the_city_of_london_has_no_resident_rate_and_says_why(profiles: dict[str, Profile]) -> None:
    profile = profiles["City of London"]
    assert not [f for f in figures_in(profile.sections) if f.unit == "per 100,000 residents" and f.area == "E23000034"]
    assert any("a rate per resident means nothing" in sentence for sentence in sentences(profile))


@pytest.mark.parametrize(
    ("name", "county", "why"),
    [
        ("Durham", "Durham", "part of the county is policed by Cleveland Police"),
        ("Cleveland", "North Yorkshire", "part of the county is policed by Cleveland Police"),
        ("Gloucestershire", "Gloucestershire", "South Gloucestershire is policed by Avon and Somerset Police"),
    ],
)
def test_a_split_county_is_shown_as_a_county_with_the_reason(
    profiles: dict[str, Profile], name: str, county: str, why: str
) -> None:
    assert finding(profiles[name], "reported-here").strength == "none"
    assert any(county in sentence and why in sentence for sentence in sentences(profiles[name]))


def test_joined_counties_are_added(profiles: dict[str, Profile]) -> None:
    text = written(finding(profiles["Thames Valley"], "reported-here").text)
    assert "97 referrals named Thames Valley (Berkshire, Buckinghamshire and Oxfordshire)" in text  # 47 + 30 + 20


def test_a_crossed_count_below_five_is_put_in_words(profiles: dict[str, Profile]) -> None:
    crossed = [written(finding(p, "criminal-children").text) for p in profiles.values()]
    numbers = [int(text.split()[0]) for text in crossed if text.split()[0].isdigit()]
    assert all(number == 0 or number >= 5 for number in numbers)
    assert any(text.startswith("Fewer than 5 of") for text in crossed)


def test_groups_stand_out_only_where_the_shrunk_interval_leaves_out_the_other_forces(
    profiles: dict[str, Profile],
) -> None:
    """West Yorkshire: 35 of 177 exploited as children, 1,044 of 2,542 by the other forces (41%)."""
    found = finding(profiles["West Yorkshire"], "stands-out-child")
    assert written(found.text).startswith("People exploited as children stand out: they are in 35 of 177 referrals")
    assert "less often than by other forces" in written(found.text)
    [shrunk] = [span.figure for span in found.text if isinstance(span, Cited) and span.figure.method == "stand_out"][:1]
    others = 100 * (1079 - 35) / (2719 - 177)
    assert shrunk.upper is not None
    assert shrunk.upper < others
    stood_out = [name for name, profile in profiles.items() if "stands-out-child" in _ids(profile)]
    assert 0 < len(stood_out) < 20


def _ids(profile: Profile) -> set[str]:
    return {block.id for section in profile.sections for block in section.blocks if isinstance(block, Finding)}


def test_no_nationality_below_five_is_named(profiles: dict[str, Profile]) -> None:
    for profile in profiles.values():
        people = next(section for section in profile.sections if section.id == "people")
        for block in people.blocks:
            if isinstance(block, Table) and block.id == "nationalities":
                for row in block.rows[:-1]:
                    first, count = row[0], row[1]
                    assert isinstance(count, Figure)
                    assert count.known >= 5 or "each fewer than" in written(first)  # type: ignore[arg-type]


def test_similar_areas_are_five_others(profiles: dict[str, Profile]) -> None:
    for name, profile in profiles.items():
        if not resolve(name).resident_rates:
            continue
        table = next(
            block
            for s in profile.sections
            for block in s.blocks
            if isinstance(block, Table) and block.id == "similar-areas"
        )
        named = [written(row[0]) for row in table.rows if not isinstance(row[0], Figure)]
        assert named[0] == name
        assert len(set(named)) == 6


def test_weights_change_which_areas_are_similar_and_are_said(store: Store) -> None:
    by_size = dict.fromkeys(("young", "authorities", "officers", "shoplifting", "assault", "drugs"), 0.0)
    profile = build_profile(store, store.releases(), resolve("Metropolitan Police"), AS_OF, by_size)
    words = " ".join(sentences(profile))
    assert "weighted as asked (residents 1, under eighteen 0" in words
    compared = next(s for s in profile.sections if s.id == "compared")
    table = next(b for b in compared.blocks if isinstance(b, Table) and b.id == "similar-areas")
    named = {written(row[0]) for row in table.rows[1:] if not isinstance(row[0], Figure)}
    # The five other force areas with most residents in mid-2023 (ONS).
    assert named == {"West Midlands", "Greater Manchester", "Thames Valley", "West Yorkshire", "Hampshire"}


def test_an_unknown_feature_is_a_callers_mistake(store: Store) -> None:
    with pytest.raises(ValueError, match="no feature 'wealth'"):
        build_profile(store, store.releases(), resolve("Kent"), AS_OF, {"wealth": 1.0})


def test_a_profile_is_of_a_police_force_area_only(store: Store) -> None:
    with pytest.raises(ValueError, match="a profile is of a police force area"):
        build_profile(store, store.releases(), area("E12000003"), AS_OF)


def test_governance_is_stated_as_of_the_day(store: Store) -> None:
    before = build_profile(store, store.releases(), resolve("West Yorkshire"), date(2021, 1, 1))
    assert before.governance is None
    assert any("is not in our records" in sentence for sentence in sentences(before))

"""Proof of trace: every number a profile prints leads to a cell holding it, or to a method and inputs that give it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any
from xml.etree.ElementTree import Element

import duckdb
import html5lib
import numpy as np
import pytest

from local_response.definitions.areas import resolve
from local_response.evidence.store import Store, open_store
from local_response.insight.profile.build import build_profile
from local_response.insight.recipes import RECIPES
from local_response.model.figures import Citation, Figure
from local_response.publish.profile_files import write_profile

# A large force, the one with no resident rate, one whose county is split, one with joined counties, the smallest.
AREAS = ["West Yorkshire", "City of London", "Durham", "Thames Valley", "Dyfed-Powys", "Metropolitan Police"]
NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Printed:
    """A profile as printed: the page and the data beside it."""

    page: Element
    data: dict[str, Any]

    def figure(self, figure_id: str) -> dict[str, Any]:
        found: dict[str, Any] = self.data["figures"][figure_id]
        return found


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Store:
    return open_store(tmp_path_factory.mktemp("home"))


@pytest.fixture(scope="module", params=AREAS)
def printed(request: pytest.FixtureRequest, store: Store, tmp_path_factory: pytest.TempPathFactory) -> Printed:
    profile = build_profile(store, store.releases(), resolve(request.param), date(2026, 11, 24))
    files = write_profile(profile, tmp_path_factory.mktemp("profile"), formats=("html", "json"))
    texts = {file.suffix: file.read_text(encoding="utf-8") for file in files}
    return Printed(html5lib.parse(texts[".html"]), json.loads(texts[".json"]))


def elements(parent: Element, skip: frozenset[str] = frozenset()) -> Iterator[Element]:
    """Every element, without what lies in elements of an id to skip."""
    if parent.get("id", "") in skip:
        return
    yield parent
    for child in parent:
        yield from elements(child, skip)


def is_link(element: Element) -> bool:
    return element.tag == f"{HTML}a" and bool(element.get("data-figure"))


def text_of(element: Element) -> str:
    return "".join(element.itertext()).strip()


def numbers_outside_traces(parent: Element) -> list[str]:
    """Numbers in the words of a page that are in no traced element; scales of charts are checked apart."""
    found: list[str] = []

    def walk(element: Element) -> None:
        traced = element.get("data-figure") or element.get("data-fact") is not None
        if traced or element.get("aria-labelledby") == "sources" or element.tag in (f"{SVG}svg", f"{HTML}style"):
            return
        found.extend(NUMBER.findall(element.text or ""))
        for child in element:
            walk(child)
            found.extend(NUMBER.findall(child.tail or ""))

    walk(parent)
    return found


def test_no_number_in_words_or_tables_is_untraced(printed: Printed) -> None:
    main = next(e for e in elements(printed.page) if e.tag == f"{HTML}main")
    assert numbers_outside_traces(main) == []


def test_every_traced_number_is_the_one_in_the_data(printed: Printed) -> None:
    links = [e for e in elements(printed.page) if is_link(e)]
    assert len(links) > 50
    for link in links:
        figure, shown = printed.figure(link.get("data-figure", "")), text_of(link)
        if not NUMBER.search(shown):
            assert shown in ("no", "not loaded", "not calculable", "suppressed", "an unknown number of")
            continue
        options = {figure["text"]}
        decimals = len(figure["text"].partition(".")[2].rstrip("%")) if figure["value"] is not None else 0
        for limit in ("lower", "upper"):
            if figure[limit] is not None:
                options.add(f"{figure[limit]:,.{decimals}f}" + ("%" if figure["unit"] == "%" else ""))
        assert shown in options, link.get("data-figure")


def test_every_link_of_a_figure_leads_to_its_source_line(printed: Printed) -> None:
    ids = {e.get("id") for e in elements(printed.page) if e.get("id")}
    targets = {e.get("href", "")[1:] for e in elements(printed.page) if is_link(e)}
    assert targets <= ids


def test_numbers_drawn_in_charts_are_figures_or_scales(printed: Printed) -> None:
    drawn = [e for e in elements(printed.page) if e.tag == f"{SVG}svg"]
    assert len(drawn) >= 5
    untraced = [text for picture in drawn for text in texts_of(picture, printed) if NUMBER.search(text)]
    assert untraced == []


def texts_of(picture: Element, printed: Printed) -> Iterator[str]:
    """Texts of a drawing outside its scales; a text marked as a figure must be that figure's."""
    for element in picture:
        traced = element.get("data-scale") is not None or element.get("data-fact") is not None
        if traced or element.tag in (f"{SVG}title", f"{SVG}desc"):
            continue
        if name := element.get("data-figure"):
            shown = text_of(element)
            assert shown in ("", printed.figure(name)["text"]), (name, shown)
            continue
        if element.tag == f"{SVG}text":
            yield text_of(element)
        yield from texts_of(element, printed)


def test_every_published_figure_is_the_sum_of_its_cells(printed: Printed, store: Store) -> None:
    published = {name: f for name, f in printed.data["figures"].items() if f["status"] == "published"}
    assert len(published) > 50
    cells = cells_cited(store, published.values())
    for name, figure in published.items():
        assert figure["citations"], name
        assert sum(values_in(cells, figure)) == figure["value"], name


Cells = dict[tuple[str, str, int, int], float]


def cells_cited(store: Store, figures: Iterable[dict[str, Any]]) -> Cells:
    """What stands in every cell that figures cite, read from the observations of each release by its place alone."""
    wanted: dict[str, set[tuple[str, int, int]]] = {}
    for figure in figures:
        for citation in figure["citations"]:
            places = wanted.setdefault(citation["release"], set())
            places.update((citation["sheet"], row, column) for row, column in citation["cells"])
    found: Cells = {}
    for release, places in wanted.items():
        with duckdb.connect() as connection:
            sheets, numbers = [place[0] for place in places], np.array([place[1:] for place in places] or [[0, 0]])
            wanted_here = {
                "sheet": np.array(sheets or [""], dtype=object),
                "row": numbers[:, 0],
                "column": numbers[:, 1],
            }
            connection.register("wanted", wanted_here)
            rows = connection.execute(
                'SELECT sheet, "row", "column", value FROM read_parquet(?) JOIN wanted USING (sheet, "row", "column")',
                [str(store.manifest(release).observations)],
            ).fetchall()
        for sheet, row, column, value in rows:
            assert found.setdefault((release, sheet, row, column), value) == value, "one cell, two values"
    return found


def values_in(cells: Cells, figure: dict[str, Any]) -> Iterator[float]:
    """The number in each cell that a figure cites; none where the citation says that the file leaves zeros out."""
    for citation in figure["citations"]:
        assert citation["cells"] or citation["rule"], citation
        for row, column in citation["cells"]:
            yield cells[citation["release"], citation["sheet"], row, column]


def test_the_store_shows_the_cell_that_a_citation_names(printed: Printed, store: Store) -> None:
    figure = next(f for f in printed.data["figures"].values() if f["status"] == "published" and f["value"])
    citation = figure["citations"][0]
    row, column = citation["cells"][0]
    [shown] = store.cell(Citation(citation["release"], citation["sheet"], row, column, citation["edition"]))
    assert shown.value == cells_cited(store, [figure])[citation["release"], citation["sheet"], row, column]


def test_every_computed_figure_is_given_by_its_method_and_inputs(printed: Printed) -> None:
    checked = 0
    for name, figure in printed.data["figures"].items():
        if figure["status"] != "computed":
            continue
        assert figure["method"] in printed.data["methods"], name
        inputs = [printed.figure(item)["value"] for item in figure["inputs"]]
        again = RECIPES[figure["method"]](inputs, figure["parameters"])
        for field in ("value", "lower", "upper"):
            expected = None if figure[field] is None else pytest.approx(figure[field], rel=1e-9)
            assert getattr(again, field) == expected, (name, field)
        checked += 1
    assert checked > 20


def test_shares_and_rates_are_what_a_reader_would_work_out(printed: Printed) -> None:
    """Independent of our own code: part over whole, events over residents."""
    by_hand = {
        "share_wilson": lambda part, whole: part / whole * 100,
        "rate_exact": lambda count, residents: count / residents * 100_000,
        "rate_byar": lambda count, residents: count / residents * 100_000,
        "difference": lambda later, earlier: later - earlier,
        "count_ratio_exact": lambda later, earlier: later / earlier,
        "mean": lambda *counts: sum(counts) / len(counts),
        "share_ratio": lambda a, m, b, n, _first, _second: (a / m) / (b / n),
    }
    checked = 0
    for figure in printed.data["figures"].values():
        if figure["status"] == "computed" and figure["method"] in by_hand:
            inputs = [printed.figure(item)["value"] for item in figure["inputs"]]
            assert by_hand[figure["method"]](*inputs) == pytest.approx(figure["value"], rel=1e-9)
            checked += 1
    assert checked > 15


def test_a_changed_number_would_be_found(printed: Printed, store: Store) -> None:
    """The proof can fail: a figure one too high no longer agrees with its cells."""
    figure = next(f for f in printed.data["figures"].values() if f["status"] == "published" and f["value"])
    assert sum(values_in(cells_cited(store, [figure]), figure)) != figure["value"] + 1


def test_figures_know_what_they_were_made_from(store: Store) -> None:
    profile = build_profile(store, store.releases(), resolve("Kent"), date(2026, 11, 24))
    figures = [mark.figure for s in profile.sections for b in s.blocks if hasattr(b, "marks") for mark in b.marks]
    assert all(isinstance(figure, Figure) and (figure.citations or figure.inputs) for figure in figures)

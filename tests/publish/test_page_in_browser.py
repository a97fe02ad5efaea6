"""The page in headless Chromium: accessible by axe-core, no sideways scroll on a phone, whole without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from local_response.publish.html import html

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture(scope="module")
def address(document, tmp_path_factory) -> str:
    path: Path = tmp_path_factory.mktemp("page") / "west-yorkshire.html"
    path.write_text(html(document), encoding="utf-8")
    return path.as_uri()


def opened(browser: Browser, address: str, width: int = 1280, **context: object) -> Page:
    page = browser.new_context(viewport={"width": width, "height": 900}, **context).new_page()
    page.goto(address)
    return page


@pytest.mark.parametrize("width", [320, 1280])
def test_axe_finds_no_fault(browser, address, width):
    page = opened(browser, address, width)
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    results = Axe().run(page, options=WCAG)
    assert results.response["violations"] == [], results.generate_report()


@pytest.mark.parametrize("width", [320, 700, 1100, 1280])
def test_the_page_never_scrolls_sideways(browser, address, width):
    page = opened(browser, address, width)
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_text_may_be_spaced_out_without_being_cut_off(browser, address):
    page = opened(browser, address, 320)
    page.add_style_tag(
        content="* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }"
    )
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


def test_no_word_of_a_chart_is_cut_off(browser, address):
    for width in (320, 1280):
        page = opened(browser, address, width)
        outside = page.evaluate(
            """() => [...document.querySelectorAll('.chart svg')].flatMap(svg => {
                const frame = svg.getBoundingClientRect();
                return frame.width === 0 ? [] : [...svg.querySelectorAll('text')].filter(text => {
                    const box = text.getBoundingClientRect();
                    return box.left < frame.left - 1 || box.right > frame.right + 1
                        || box.top < frame.top - 1 || box.bottom > frame.bottom + 3;
                }).map(text => text.textContent);
            })"""
        )
        assert outside == []


def test_a_phone_gets_the_narrow_drawing_and_a_desk_the_wide_one(browser, address):
    for width, kind in ((320, "chart-narrow"), (1280, "chart-wide")):
        page = opened(browser, address, width)
        shown = page.evaluate(
            "() => [...document.querySelectorAll('.chart svg')].filter(svg => svg.getBoundingClientRect().width > 0)"
            ".map(svg => svg.getAttribute('class'))"
        )
        assert set(shown) == {kind}


def test_chart_type_is_at_least_twelve_pixels_on_a_phone(browser, address):
    page = opened(browser, address, 320)
    smallest = page.evaluate(
        """() => Math.min(...[...document.querySelectorAll('.chart-narrow')].map(svg =>
            12 * svg.getBoundingClientRect().width / svg.viewBox.baseVal.width))"""
    )
    assert smallest >= 12 - 0.5


def test_the_type_that_the_page_carries_is_used(browser, address):
    page = opened(browser, address)
    page.evaluate("document.fonts.ready")
    assert page.evaluate("[...document.fonts].map(font => font.status)") == ["loaded", "loaded"]


def test_the_page_works_without_javascript(browser, address):
    page = opened(browser, address, java_script_enabled=False)
    page.locator("a.skip").focus()
    page.keyboard.press("Enter")
    assert page.url.endswith("#main")
    page.locator(".brief a.figure").first.click()
    assert page.url.endswith("#f1")
    assert page.locator("#f1").is_visible()
    first = page.locator(".chart details").first
    assert not first.locator("table").is_visible()
    first.locator("summary").click()
    assert first.locator("table").is_visible()


def test_a_figure_behind_a_fold_is_shown_when_it_is_linked_to(browser, address, document):
    folded = next(
        line.id
        for group in document.sources
        for release in group.releases
        for table in release.tables
        for line in table.behind
    )
    page = opened(browser, f"{address}#{folded}")
    assert page.locator(f"#{folded}").is_visible()


def test_print_leaves_out_navigation_and_keeps_the_tables_of_charts(browser, address):
    page = opened(browser, address)
    page.emulate_media(media="print")
    assert not page.locator("nav.contents").is_visible()
    assert page.locator(".chart details table").first.is_visible()


def test_forced_colours_keep_charts_on_white(browser, address):
    page = opened(browser, address, forced_colors="active")
    assert (
        page.locator(".chart svg").first.evaluate("svg => getComputedStyle(svg).backgroundColor")
        == "rgb(255, 255, 255)"
    )

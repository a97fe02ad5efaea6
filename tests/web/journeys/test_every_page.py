"""Every page in a browser: axe finds nothing, nothing scrolls sideways at 320 pixels. Pictures are kept to look at."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.web.journeys.conftest import ARTEFACTS
from tests.web.pages import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
WCAG = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OPEN_ALL = "document.querySelectorAll('details').forEach(details => details.open = true)"


@pytest.fixture(scope="module")
def window(browser):
    """One window for all pages: a new one for each takes as long as the checks. bypass_csp: axe is not our script."""
    context = browser.new_context(bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_accessible_and_fits_a_phone(window, address, name):
    window.set_viewport_size({"width": 1280, "height": 900})
    window.goto(f"{address}{PAGES[name]}")
    _look(window, name)


@pytest.mark.parametrize(("part", "figure"), [("crime", "227"), ("compared", "7.4")])
def test_the_page_of_a_figure_is_accessible_and_fits_a_phone(window, address, part, figure):
    window.set_viewport_size({"width": 1280, "height": 900})
    window.goto(f"{address}/areas/west-yorkshire/{part}/")
    window.get_by_role("link", name=figure, exact=True).first.click()
    window.wait_for_url("**/figures/**")
    _look(window, f"figure in {part}")


def _look(page, name):
    _keep(page, name)
    page.set_viewport_size({"width": 320, "height": 900})
    _keep(page, name)
    page.evaluate(OPEN_ALL)
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    assert _violations(page) == []


def _keep(page, name):
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    width = page.viewport_size["width"]
    page.screenshot(path=ARTEFACTS / f"{name.replace(' ', '-')}-{width}.png", full_page=True, animations="disabled")


def _violations(page):
    found = Axe().run(page, options=WCAG).response["violations"]
    return [f"{one['id']}: {node['html'][:150]} {node['failureSummary']}" for one in found for node in one["nodes"]]

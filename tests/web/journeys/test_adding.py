"""From a published file to what it would change, and away again, without JavaScript."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.web.journeys.conftest import ARTEFACTS

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
FIXTURES = Path(__file__).parents[2] / "sources" / "fixtures"


def keep(page, name):
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png", full_page=True, animations="disabled")


def test_files_are_seen_and_refused_without_javascript(visit):
    page = visit("/evidence/", java_script_enabled=False)
    page.get_by_role("link", name="Add published files").click()
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("link", name="Choose at least one file")).to_be_visible()
    page.get_by_label("Files", exact=True).set_input_files(FIXTURES / "police_2023_q3.csv")
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What these files would change")
    expect(page.get_by_text("Figures changed").first).to_be_visible()
    page.get_by_role("button", name="Do not add them").click()
    expect(page.get_by_text("nothing is kept of the files")).to_be_visible()


@pytest.mark.parametrize("width", [1280, 320])
def test_the_preview_and_the_faults_are_accessible_and_fit_a_phone(visit, width):
    page = visit("/evidence/add/", width=width, bypass_csp=True)
    page.get_by_label("Files", exact=True).set_input_files(FIXTURES / "workforce_2023.ods.toml")
    page.get_by_label("Period", exact=True).fill("2023-Q3")
    for heading, name in (("Add published files", "faults"), ("What these files would change", "preview")):
        page.get_by_role("button", name="See what would change").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(heading)
        keep(page, f"add-files-{name}-{width}")
        page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
        assert [one["id"] for one in found.response["violations"]] == []
        if name == "faults":
            page.get_by_label("Files", exact=True).set_input_files(FIXTURES / "police_2023_q3.csv")
    page.get_by_role("button", name="Do not add them").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Add published files")

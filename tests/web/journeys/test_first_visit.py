"""From the first page to a saved PDF: with and without JavaScript, with a mouse and with the keyboard alone."""

from __future__ import annotations

import io

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]


def test_a_visitor_types_a_local_authority_and_saves_the_pdf(visit):
    page = visit("/")
    page.get_by_label("Choose your area").fill("leed")
    page.get_by_role("option", name="Leeds (West Yorkshire)").click()
    page.get_by_role("button", name="Show the area").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Modern slavery in West Yorkshire: a local picture")
    _save_the_pdf(page)


def test_the_same_without_javascript(visit):
    page = visit("/", java_script_enabled=False)
    page.get_by_label("Choose your area").select_option("Leeds")
    page.get_by_role("button", name="Show the area").click()
    page.get_by_role("navigation", name="Pages about West Yorkshire").get_by_role(
        "link", name="Recorded modern slavery crime"
    ).click()
    page.get_by_role("link", name="227", exact=True).first.click()
    page.get_by_role("link", name="Police recorded crime").first.click()
    expect(page.locator("main")).to_contain_text("Fingerprint of the file")
    page.go_back()
    page.get_by_role("link", name="West Yorkshire", exact=True).click()
    _save_the_pdf(page)


def test_a_name_that_is_no_area_is_answered_beside_the_field(visit):
    page = visit("/")
    page.get_by_label("Choose your area").fill("Nowhereville")
    page.get_by_role("button", name="Show the area").click()
    expect(page.get_by_role("alert")).to_contain_text("There is a problem")
    expect(page.locator(".govuk-error-summary")).to_be_focused()
    page.get_by_role("alert").get_by_role("link").click()
    expect(page.get_by_label("Choose your area")).to_have_value("Nowhereville")
    expect(page.get_by_label("Choose your area")).to_be_focused()


def test_the_keyboard_alone_reaches_an_area_and_its_figures(visit):
    page = visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent").strip() == "Skip to main content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.id") == "area"
    page.keyboard.type("kent")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/areas/kent/")
    page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none" or page.evaluate("getComputedStyle(document.activeElement).boxShadow") != "none"


def test_a_phone_unfolds_the_menu_and_the_pages(visit):
    page = visit("/areas/west-yorkshire/", width=320)
    assert not page.get_by_role("link", name="Library").is_visible()
    page.get_by_role("button", name="Menu").click()
    assert page.get_by_role("link", name="Library").is_visible()
    page.get_by_text("Pages of this local picture").click()
    page.get_by_role("link", name="Exploitation types").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Exploitation types")


def test_the_library_keeps_its_state_in_the_address(visit):
    page = visit("/library/")
    page.get_by_label("Search").fill("nail bars")
    page.get_by_label("What", exact=True).select_option("Case studies")
    page.get_by_role("button", name="Search").click()
    page.wait_for_url("**/library/?q=nail+bars&kind=case&*")
    page.reload()
    expect(page.get_by_label("Search")).to_have_value("nail bars")
    page.get_by_role("link", name="Multi-agency visits").click()
    expect(page.locator("main")).to_contain_text("Evidence grade")


def test_a_page_prints_without_its_navigation_and_with_its_tables(visit):
    page = visit("/areas/west-yorkshire/compared/")
    page.emulate_media(media="print")
    assert not page.get_by_role("navigation", name="Pages about West Yorkshire").is_visible()
    text = "".join(part.extract_text() for part in PdfReader(io.BytesIO(page.pdf())).pages)
    assert "Compared with other areas" in text
    assert "Cookies and privacy" not in text


def test_nothing_is_lost_in_forced_colours_or_at_four_times_the_size(visit):
    page = visit("/areas/west-yorkshire/referrals/", width=320, forced_colors="active")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    marks = page.locator(".marks .on").first
    assert marks.evaluate("mark => getComputedStyle(mark).backgroundColor") != "rgba(0, 0, 0, 0)"


def _save_the_pdf(page):
    with page.expect_download() as waiting:
        page.get_by_role("link", name="PDF file").click()
    reader = PdfReader(waiting.value.path())
    assert waiting.value.suggested_filename == "west-yorkshire.pdf"
    assert "West Yorkshire" in reader.pages[0].extract_text()

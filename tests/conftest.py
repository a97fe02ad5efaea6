"""What every test may use: where the published files lie, when they do."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

PUBLISHED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def published_data() -> Path:
    """The folder of published files beside the project; the test is skipped, with the reason, where there is none."""
    if not PUBLISHED_DATA.is_dir():
        pytest.skip(f"no published files at {PUBLISHED_DATA}: this test reads them")
    return PUBLISHED_DATA


BROWSERS = ("chromium", "chromium-browser", "google-chrome")
NO_CALLS_OF_ITS_OWN = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Headless Chromium as the machine has it, without any call of its own to the network."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip(f"none of {', '.join(BROWSERS)} is installed; `make test` installs one where it may")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=NO_CALLS_OF_ITS_OWN)
        yield browser
        browser.close()

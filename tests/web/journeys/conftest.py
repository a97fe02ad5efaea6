"""How the journeys open a page of the app."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

ARTEFACTS = Path(__file__).parents[2] / "artefacts" / "web"


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of the app in a window of its own; a fault in a script or a refused file fails the test."""
    contexts, faults = [], []

    def opened(page: str, width: int = 1280, **context: Any) -> Page:
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, **context))
        found = contexts[-1].new_page()
        found.on("pageerror", lambda fault: faults.append(str(fault)))
        found.on("console", lambda line: faults.append(line.text))
        found.goto(f"{address}{page}")
        return found

    yield opened
    for context in contexts:
        context.close()
    assert [fault for fault in faults if "status of 4" not in fault] == []

"""What every test may use: where the published files lie, when they do."""

from __future__ import annotations

from pathlib import Path

import pytest

PUBLISHED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(scope="session")
def published_data() -> Path:
    """The folder of published files beside the project; the test is skipped, with the reason, where there is none."""
    if not PUBLISHED_DATA.is_dir():
        pytest.skip(f"no published files at {PUBLISHED_DATA}: this test reads them")
    return PUBLISHED_DATA

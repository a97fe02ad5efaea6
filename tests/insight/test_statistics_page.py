"""The figures in docs/statistics.md are those that its commands print."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.published_data
def test_the_back_test_on_the_page_is_what_its_command_prints(published_data):
    command = [sys.executable, "-m", "benchmarks.backtest"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True).stdout
    assert "3.00" in printed
    assert "1.49" in printed
    assert printed.strip() in (ROOT / "docs" / "statistics.md").read_text(encoding="utf-8")

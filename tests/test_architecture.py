"""The layout shows the architecture: imports point up the list of folders, and nothing is left half done."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CODE = [*sorted((ROOT / "local_response").rglob("*.py")), *sorted((ROOT / "benchmarks").rglob("*.py"))]


def test_imports_point_up_the_steps_of_the_work() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_no_module_is_too_long_to_read_at_one_sitting() -> None:
    long = {str(file.relative_to(ROOT)): lines for file in CODE if (lines := len(file.read_text().splitlines())) > 400}
    assert long == {}


def test_no_code_catches_everything_or_leaves_work_for_later() -> None:
    unwanted = re.compile(r"except Exception|except:|\bTODO\b|\bFIXME\b|raise NotImplementedError")
    assert [str(file) for file in CODE if unwanted.search(file.read_text())] == []


def test_every_folder_of_the_package_says_what_it_holds() -> None:
    for folder in {file.parent for file in CODE}:
        start = folder / "__init__.py"
        assert start.read_text().startswith('"""'), folder

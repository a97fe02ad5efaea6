"""Where the store and the bundled pack lie."""

from __future__ import annotations

import os
from pathlib import Path

PACK = Path(__file__).parent / "pack"


def default_home() -> Path:
    """LOCAL_RESPONSE_HOME, or the platform's data folder. Everything that the program keeps lies under it."""
    if named := os.environ.get("LOCAL_RESPONSE_HOME", "").strip():
        return Path(named).expanduser()
    from platformdirs import user_data_path

    return user_data_path("local-response", appauthor=False)


def releases_folder(home: Path) -> Path:
    """The folder of releases under a home."""
    return home / "evidence" / "releases"

"""Built files: style sheet, scripts and fonts, each under a name that tells its content."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.conf import settings

from local_response.model.errors import DocumentError


def asset(name: str) -> str:
    """URL of a built file. Raises DocumentError where nothing was built, KeyError for a name that is not built."""
    return f"{settings.STATIC_URL}{_names(Path(settings.STATIC_ROOT))[name]}"


@cache
def _names(folder: Path) -> dict[str, str]:
    try:
        return dict(json.loads((folder / "manifest.json").read_text(encoding="utf-8")))
    except FileNotFoundError as problem:
        raise DocumentError(
            f"{folder}: the look of the pages is not built. Run `sh scripts/frontend.sh`, or `make run`."
        ) from problem

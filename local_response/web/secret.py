"""The key that signs what the web app hands out, made once and kept in the home folder."""

from __future__ import annotations

import os
import secrets
import tempfile
from contextlib import suppress
from pathlib import Path

from local_response.model.errors import StoreError

FILE = "secret_key"


def secret_key(home: Path) -> str:
    """The key of a home, made on first use; only its owner can read the file.

    Two processes that start at once end with one key. Raises StoreError where the home cannot be read or written.
    """
    path = home / FILE
    try:
        home.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _write_once(path, secrets.token_urlsafe(50))
        return path.read_text(encoding="ascii").strip()
    except OSError as problem:
        raise StoreError(
            f"{path}: cannot be written ({problem.strerror}). Set LOCAL_RESPONSE_HOME to a folder you may write to."
        ) from problem


def _write_once(path: Path, key: str) -> None:
    """The whole file appears at once, and not where another process was faster."""
    handle, beside = tempfile.mkstemp(prefix=f".{FILE}.", dir=path.parent)  # only its owner can read it
    try:
        with os.fdopen(handle, "w") as file:
            file.write(f"{key}\n")
        with suppress(FileExistsError):
            os.link(beside, path)
    finally:
        Path(beside).unlink(missing_ok=True)

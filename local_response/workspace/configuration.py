"""Which database holds the workspace, and the Django settings that follow from it. Pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from local_response.model.errors import WorkspaceError

VARIABLE = "LOCAL_RESPONSE_DATABASE"
APPS = ("django.contrib.auth", "django.contrib.contenttypes", "local_response.workspace")
BUSY_SECONDS = 20
"""How long a writer waits for the others before it gives up."""

_SQLITE_START = "; ".join(
    (
        "PRAGMA journal_mode = WAL",
        "PRAGMA synchronous = FULL",  # what was acknowledged outlives a power cut, not only a crash
        "PRAGMA foreign_keys = ON",
        f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}",
        "PRAGMA secure_delete = ON",  # purged words are overwritten, not left in free pages
    )
)


def databases(environment: Mapping[str, str], home: Path) -> dict[str, dict[str, Any]]:
    """Django's DATABASES.

    environment: LOCAL_RESPONSE_DATABASE is a URL, postgresql://user:password@host:port/name?sslmode=require, or
    sqlite:///path/to/file; without it the workspace is a SQLite file under home. Raises WorkspaceError for any other.
    """
    url = environment.get(VARIABLE, "").strip()
    if not url:
        return {"default": sqlite_database(sqlite_file(home))}
    try:
        parts = urlsplit(url)
    except ValueError as fault:
        raise WorkspaceError(f"{VARIABLE}: {fault}. Give postgresql://user:password@host:port/name.") from fault
    if parts.scheme == "sqlite":
        return {"default": sqlite_database(Path(unquote(parts.path).removeprefix("/")).expanduser())}
    if parts.scheme in ("postgresql", "postgres"):
        return {"default": _postgresql(parts)}
    raise WorkspaceError(
        f"{VARIABLE}: {parts.scheme or 'a URL without a scheme'} is no database that the workspace can use. "
        "Give postgresql://user:password@host:port/name, or leave it empty for a SQLite file."
    )


def sqlite_file(home: Path) -> Path:
    """The SQLite file of a home."""
    return home / "workspace" / "workspace.sqlite3"


def sqlite_database(path: Path) -> dict[str, Any]:
    """One SQLite file: write-ahead log, foreign keys kept, writers queue from their first statement."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"timeout": BUSY_SECONDS, "transaction_mode": "IMMEDIATE", "init_command": _SQLITE_START},
    }


def workspace_settings(environment: Mapping[str, str], home: Path) -> dict[str, Any]:
    """The settings that the workspace needs when no web app brings its own.

    There are no sessions and nothing is signed here, so SECRET_KEY guards nothing; the web app must bring one.
    """
    return {
        "DATABASES": databases(environment, home),
        "DEFAULT_AUTO_FIELD": "django.db.models.BigAutoField",
        "INSTALLED_APPS": list(APPS),
        "LANGUAGE_CODE": "en-gb",
        "SECRET_KEY": "nothing is signed without the web app",
        "TIME_ZONE": "UTC",
        "USE_TZ": True,
    }


def _postgresql(parts: SplitResult) -> dict[str, Any]:
    try:
        port = parts.port
    except ValueError as fault:
        raise WorkspaceError(f"{VARIABLE}: {fault}. Give the port as a number from 1 to 65535.") from fault
    name = unquote(parts.path.removeprefix("/"))
    if not name or "/" in name:
        raise WorkspaceError(f"{VARIABLE}: it names no database. End it with /name, such as /local_response.")
    asked = dict(parse_qsl(parts.query))
    options = {"connect_timeout": 10, "options": f"-c lock_timeout={BUSY_SECONDS * 1000}"}
    host, user, asked_port = asked.pop("host", ""), asked.pop("user", ""), asked.pop("port", "")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or "") or user,
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host or _host(parts),
        "PORT": str(port or asked_port),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options | asked,
    }


def _host(parts: SplitResult) -> str:
    """Host name, or the folder of a socket written with %2F, whose upper and lower case matter."""
    written = parts.netloc.rpartition("@")[2]
    return unquote(written.partition(":")[0]) if "%2f" in written.lower() else parts.hostname or ""

"""Django set up for the web app with a home of its own, a client, and a server for the browser."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from unittest import mock

import pytest

SETTINGS = "local_response.web.settings"
_HOME = Path(tempfile.mkdtemp(prefix="lr-web-"))

with mock.patch.dict(os.environ, LOCAL_RESPONSE_HOME=str(_HOME), DJANGO_SETTINGS_MODULE=SETTINGS):
    import django
    from django.apps import apps

    if not apps.ready:
        django.setup()

from django.conf import settings  # noqa: E402 (Django must be set up first)
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import translation  # noqa: E402


def pytest_unconfigure() -> None:
    shutil.rmtree(_HOME, ignore_errors=True)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test starts in English: the language of the last page asked for stays with the thread."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(scope="session")
def built() -> Path:
    """The folder of built assets; the test is skipped, with the reason, where they were not built."""
    folder = Path(settings.STATIC_ROOT)
    if not (folder / "manifest.json").exists():
        pytest.skip("the look of the pages is not built: run `sh scripts/frontend.sh`")
    return folder


@pytest.fixture
def home() -> Path:
    """The home folder that the app keeps its things in."""
    return Path(settings.HOME)


@pytest.fixture
def client(built: Path) -> Client:
    return Client(SERVER_NAME="localhost")


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_words: object) -> None:
        """The tests' output is for the tests."""


@pytest.fixture(scope="session")
def address(built: Path) -> Iterator[str]:
    """Where the app is served for a browser, without a slash at the end."""
    server = ThreadedWSGIServer(("127.0.0.1", 0), _Quiet)
    server.daemon_threads = True
    server.set_app(get_wsgi_application())
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()

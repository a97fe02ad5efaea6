"""The evidence store as it stands: opened once, opened again when another process has added a release."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from threading import RLock

from django.conf import settings

from local_response.evidence.places import releases_folder
from local_response.evidence.store import Store, open_store
from local_response.model.areas import Area
from local_response.web.places import area_meant

_lock = RLock()
_opened: dict[str, Store] = {}


def state() -> str:
    """What the evidence is, in a few letters: another release, another state."""
    folder = releases_folder(settings.HOME)
    names = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    return hashlib.sha256("\n".join([str(folder), *names]).encode()).hexdigest()[:12]


@contextmanager
def store() -> Iterator[Store]:
    """The store, for one thread at a time: its questions share a connection that only one may use."""
    with _lock:
        now = state()
        if now not in _opened:
            _opened.clear()
            _opened[now] = open_store(settings.HOME)
        yield _opened[now]


def area_named(name: str) -> Area:
    """The police force area that any name stands for, a local authority's too. Raises UnknownAreaError."""
    with store() as held:
        return area_meant(name, held.force_area_of_local_authority(name))

"""Uploads: files that wait to be accepted, each lot in a folder that goes when it is answered, or after an hour."""

from __future__ import annotations

import atexit
import secrets
import shutil
import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Lock, Timer
from time import time
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from local_response.evidence.adding import Outcome
from local_response.evidence.preview import Preview, preview
from local_response.evidence.store import open_store
from local_response.model.errors import SourceFormatError

LIMIT = 100_000_000
"""Bytes that a request may carry. The largest known publication has about a tenth of that."""
KEPT_SECONDS = 3600.0
WAITING = 5  # lots at once; the oldest goes when another comes
NAME_LENGTH = 120
METADATA = "-metadata.json"
_BEGINS = "waiting-"


@dataclass(frozen=True)
class Said:
    """What the person says of the files: written period, ISO day, name of the edition; "" for what they say."""

    period: str = ""
    published: str = ""
    edition: str = ""


@dataclass(frozen=True)
class Upload:
    """A lot of files that waits to be accepted."""

    folder: Path
    paths: tuple[Path, ...]
    said: Said
    previews: tuple[Preview, ...]


class UploadLimitMiddleware:
    """Refuses a request whose declared length is over the limit before any of it is read."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) > LIMIT:
            return too_large(request)
        return self._get_response(request)


def too_large(request: HttpRequest) -> HttpResponse:
    """Says the limit. The connection ends, for what follows on it is the rest of the files."""
    problem = f"The files are larger than {LIMIT // 1_000_000} megabytes together. Nothing was kept of them."
    return render(request, "errors/refused.html", {"problem": problem, "back": "evidence-add"}, status=413)


def receive(files: Sequence[UploadedFile[Any]], said: Said) -> str:
    """Keep files apart, read them, and work out what they would change. Returns the name under which they wait.

    Raises LocalResponseError where one of them would be refused; nothing is kept of any then.
    """
    root = Path(settings.HOME) / "uploads"
    root.mkdir(parents=True, exist_ok=True)
    clear_abandoned(root)
    folder = Path(tempfile.mkdtemp(prefix=_BEGINS, dir=root))
    try:
        paths = _written(folder / "files", files)
        found = preview(open_store(settings.HOME), paths, folder / "home", **vars(said))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    name = secrets.token_urlsafe(16)
    with _lock:
        _waiting[name] = Upload(folder, paths, said, tuple(found))
        oldest = list(_waiting)[:-WAITING]
    for one in oldest:
        forget(one)
    timer = Timer(KEPT_SECONDS, forget, [name])
    timer.daemon = True
    timer.start()
    return name


def waiting(name: str) -> Upload | None:
    """The files that wait under a name; None where they were answered or are gone."""
    with _lock:
        return _waiting.get(name)


def accept(name: str) -> list[Outcome]:
    """Add the files to the store, all or none, and forget them. [] where they are gone. Raises as Store.add."""
    with _lock:
        upload = _waiting.pop(name, None)  # whoever takes them first adds them
    if upload is None:
        return []
    try:
        return open_store(settings.HOME).add(upload.paths, **vars(upload.said))
    finally:
        shutil.rmtree(upload.folder, ignore_errors=True)


def forget(name: str) -> None:
    """Take files away that are not to be added."""
    with _lock:
        upload = _waiting.pop(name, None)
    if upload is not None:
        shutil.rmtree(upload.folder, ignore_errors=True)


def clear_abandoned(root: Path) -> None:
    """Take away what a process left that was killed while files waited."""
    for folder in _old(root.glob(f"{_BEGINS}*")):
        shutil.rmtree(folder, ignore_errors=True)


_lock = Lock()
_waiting: dict[str, Upload] = {}


@atexit.register
def _clear_all() -> None:
    for name in list(_waiting):
        forget(name)


def _old(folders: Iterable[Path]) -> list[Path]:
    return [folder for folder in folders if time() - folder.stat().st_mtime > KEPT_SECONDS]


def _written(folder: Path, files: Sequence[UploadedFile[Any]]) -> tuple[Path, ...]:
    """The files that are to be read, each under its own name, for a name can say the period.

    Django has taken any folders off the names. What says what a tidy file is lies beside it and is not read by itself.
    """
    folder.mkdir()
    paths = []
    for file in files:
        path = folder / _file_name(file.name or "")
        if path.exists():
            raise SourceFormatError(f"{path.name}: two files have this name. Give one of them another.")
        with path.open("xb") as out:
            for chunk in file.chunks():
                out.write(chunk)
        paths.append(path)
    figures = tuple(path for path in paths if not path.name.endswith(METADATA))
    if not figures:
        raise SourceFormatError(f"{paths[0].name}: says what a tidy file is. Choose the file of figures with it.")
    return figures


def _file_name(name: str) -> str:
    """A name that every disk takes: letters, digits and a few marks; the rest is written as "_"."""
    whole = "".join(sign if sign.isalnum() or sign in " ._-()" else "_" for sign in Path(name).name)
    kept = METADATA if whole.endswith(METADATA) else Path(whole).suffix[:10]
    return f"{whole.removesuffix(kept)[:NAME_LENGTH].lstrip('.') or 'file'}{kept}"

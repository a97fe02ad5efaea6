"""Adding files: choose them, see what they would change, then accept or refuse. Nothing is kept before that."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from local_response.model.errors import LocalResponseError, StoreBusyError
from local_response.model.periods import Period
from local_response.web.uploads import LIMIT, Said, accept, forget, receive, waiting

SHOWN = 50  # changed figures that the preview lists; the page of changes lists all once a release is added
FIELD_NAMES = {"--period": "“Period”", "--published": "“Day of publication”", "--edition": "“Edition”"}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """The form; posted, it leads to the preview or says what is wrong with the files."""
    if request.method != "POST":
        return _form(request, Said(), {}, refused="refused" in request.GET)
    said = Said(*(request.POST.get(name, "").strip()[:200] for name in ("period", "published", "edition")))
    files = request.FILES.getlist("files")
    faults = _faults(said)
    if not files:
        faults["files"] = ["Choose at least one file"]
    if faults:
        return _form(request, said, faults)
    try:
        return redirect("evidence-add-preview", receive(files, said))
    except LocalResponseError as problem:
        return _form(request, said, {"files": in_words(problem)}, status=503 if _is_busy(problem) else 400)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """What the files would change; posted, they are added or taken away."""
    upload = waiting(token)
    if upload is None:
        return render(request, "evidence/gone.html", status=404)
    if request.method != "POST":
        return render(request, "evidence/preview.html", {"upload": upload, "shown": SHOWN})
    if request.POST.get("answer") != "add":
        forget(token)
        return redirect(f"{reverse('evidence-add')}?refused")
    try:
        added = accept(token)
    except LocalResponseError as problem:
        return _form(request, upload.said, {"files": in_words(problem)}, status=503)
    return redirect(f"{reverse('evidence')}?{urlencode([('added', one.release.id) for one in added])}")


def in_words(problem: LocalResponseError) -> list[str]:
    """What is wrong, a sentence or more a file, with the fields of the form in place of options of the command."""
    lines = [line.removeprefix("- ") for line in str(problem).splitlines() if line.strip()]
    lines = [_short(line) for line in lines]
    for option, name in FIELD_NAMES.items():
        lines = [line.replace(option, name) for line in lines]
    return lines


def _short(line: str) -> str:
    """Without the list of every layout that is known, which fills a phone."""
    start, listed, _ = line.partition(" Known: ")
    if not listed:
        return line
    return f"{start} Choose a publication that the evidence page lists, or write the figures in the tidy layout."


def _faults(said: Said) -> dict[str, list[str]]:
    faults: dict[str, list[str]] = {}
    try:
        if said.period:
            Period.parse(said.period)
    except ValueError:
        faults["period"] = ["Write the period as 2023-Q4, 2023 or 2022/23, or leave it empty"]
    try:
        if said.published:
            date.fromisoformat(said.published)
    except ValueError:
        faults["published"] = ["Write the day as 2024-03-07, or leave it empty"]
    return faults


def _is_busy(problem: LocalResponseError) -> bool:
    return isinstance(problem, StoreBusyError)


def _form(
    request: HttpRequest, said: Said, faults: dict[str, list[str]], *, refused: bool = False, status: int = 400
) -> HttpResponse:
    shown = {
        "said": said,
        "faults": faults,
        "summary": [{"text": fault, "href": f"#{field}"} for field, found in faults.items() for fault in found],
        "limit": LIMIT // 1_000_000,
        "refused": refused,
    }
    return render(request, "evidence/add.html", shown, status=status if faults else 200)

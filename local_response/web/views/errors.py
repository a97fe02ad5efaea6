"""Pages for what went wrong: they say what to do next."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """No page has this address."""
    if request.path.startswith("/api/"):
        message = "Nothing has this address. /api/openapi.json lists what has."
        return JsonResponse({"error": {"status": 404, "message": message}}, status=404)
    return render(request, "errors/not_found.html", status=404)


def broken(request: HttpRequest) -> HttpResponse:
    """The program made a mistake."""
    if request.path.startswith("/api/"):
        return JsonResponse({"error": {"status": 500, "message": "The program made a mistake."}}, status=500)
    return render(request, "errors/broken.html", status=500)


def refused(request: HttpRequest, reason: str = "") -> HttpResponse:
    """What was posted did not come from our own page, or the page was opened before the program started again."""
    problem = "This form was not sent from a page that is still valid. Nothing was changed. Open the page again."
    return render(request, "errors/refused.html", {"problem": problem, "back": "evidence-add"}, status=403)

"""Problems: an error that the reader can put right becomes a page that says how."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from local_response.model.errors import (
    FigureNotFoundError,
    LibraryError,
    LocalResponseError,
    UnknownAreaError,
)

NOT_FOUND = (FigureNotFoundError, LibraryError, UnknownAreaError)


class ProblemMiddleware:
    """Turns a LocalResponseError into a page, or into JSON under /api/."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, problem: Exception) -> HttpResponse | None:
        """The answer to a problem that the reader can put right; None for any other, which is our own mistake."""
        if not isinstance(problem, LocalResponseError):
            return None
        status = 404 if isinstance(problem, NOT_FOUND) else 503
        if request.path.startswith("/api/"):
            return JsonResponse({"error": {"status": status, "message": str(problem)}}, status=status)
        return render(
            request, "errors/problem.html", {"problem": str(problem), "missing": status == 404}, status=status
        )

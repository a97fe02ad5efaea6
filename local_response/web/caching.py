"""Caching: a page is kept by the browser and asked for again only when the evidence or the program has changed."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.http import quote_etag


class CachingMiddleware:
    """Marks answers as private and to be asked for again, unless a view has said otherwise.

    A view that knows what its page depends on sets ETag; a request that names the same one gets an empty 304.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self._get_response(request)
        if not response.has_header("Cache-Control"):
            patch_cache_control(response, private=True, no_cache=True)
        return response


def etag_of(*parts: str) -> str:
    """An ETag that is equal for equal parts."""
    import hashlib

    return quote_etag(hashlib.sha256("\x00".join(parts).encode()).hexdigest()[:24])

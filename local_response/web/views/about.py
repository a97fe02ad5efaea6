"""What the app is, how figures are made, what it does for accessibility and privacy."""

from __future__ import annotations

from importlib.metadata import version

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from local_response.publish.naming import methods as known_methods


def methods(request: HttpRequest) -> HttpResponse:
    """Every method by which a figure is made."""
    return render(request, "about/methods.html", {"methods": known_methods()})


def about(request: HttpRequest) -> HttpResponse:
    """What the app is for and what it holds to."""
    return render(request, "about/about.html", {"version": version("local-response")})


def accessibility(request: HttpRequest) -> HttpResponse:
    """How accessible the pages are, and how that was found out."""
    return render(request, "about/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """Which cookies are set and what is kept: nothing."""
    return render(request, "about/privacy.html")

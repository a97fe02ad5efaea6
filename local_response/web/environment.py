"""Templates: Jinja2 with GOV.UK Frontend's macros and the block templates that also write a profile's document."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from jinja2 import ChainableUndefined, ChoiceLoader, Environment, PackageLoader, PrefixLoader
from markupsafe import Markup

from local_response.model.periods import Period, long_date
from local_response.publish.naming import area_name, measure_name, period_label
from local_response.web.assets import asset
from local_response.web.places import area_url

PUBLISHED = PackageLoader("local_response.publish", "templates")


def environment(**options: Any) -> Environment:
    """The environment of every page. A template of this app stands before one of publish with the same name."""
    options |= {
        "loader": ChoiceLoader(
            [
                PackageLoader("local_response.web", "templates"),
                PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja", "templates")}),
                PUBLISHED,
            ]
        ),
        "undefined": ChainableUndefined,  # the GOV.UK macros read parameters that are not given
        "trim_blocks": True,
        "lstrip_blocks": True,
        "extensions": ["jinja2.ext.i18n"],
        "auto_reload": settings.DEBUG,
    }
    made = Environment(autoescape=True, **{name: value for name, value in options.items() if name != "autoescape"})
    made.install_gettext_translations(translation, newstyle=True)  # type: ignore[attr-defined]  # by the i18n extension
    made.globals |= {"asset": asset, "url": _url, "area_url": area_url, "language": translation.get_language}
    made.filters |= {
        "trusted": Markup,  # our own drawings, never what a user wrote
        "area_name": area_name,
        "measure_name": measure_name,
        "period": period_label,
        "long_date": _long_date,
        "number": lambda number: f"{number:,}",
    }
    return made


def _url(name: str, *parts: str) -> str:
    return reverse(name, args=parts)


def _long_date(day: str) -> str:
    """An ISO day, or an ISO moment, in words."""
    return long_date(Period.parse(day[:10]).start) if day else ""

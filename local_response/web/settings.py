"""Django settings of the web app for one person on one machine: no sign-in, the loopback address only."""

from __future__ import annotations

import os
from pathlib import Path

from local_response.evidence.places import default_home
from local_response.web.secret import secret_key
from local_response.workspace.configuration import workspace_settings

PACKAGE = Path(__file__).parent
HOME = default_home()
_WORKSPACE = workspace_settings(os.environ, HOME)

DEBUG = False
SECRET_KEY = secret_key(HOME)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]  # another site's name that leads here is refused
ROOT_URLCONF = "local_response.web.urls"
WSGI_APPLICATION = "local_response.web.wsgi.application"

DATABASES = _WORKSPACE["DATABASES"]
DEFAULT_AUTO_FIELD = _WORKSPACE["DEFAULT_AUTO_FIELD"]
INSTALLED_APPS = _WORKSPACE["INSTALLED_APPS"]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "local_response.web.caching.CachingMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "local_response.web.uploads.UploadLimitMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "local_response.web.problems.ProblemMiddleware",
]
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "DIRS": [],
        "APP_DIRS": False,
        "OPTIONS": {"environment": "local_response.web.environment.environment"},
    }
]

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
LOCALE_PATHS = [PACKAGE / "locale"]
TIME_ZONE = "Europe/London"
USE_TZ = True

# Files named by their content, built by scripts/frontend.sh.
STATIC_URL = "/assets/"
STATIC_ROOT = PACKAGE / "assets"
WHITENOISE_MAX_AGE = 365 * 24 * 3600
WHITENOISE_AUTOREFRESH = False

# The one cookie, set by the form that adds files: it proves that what is posted came from our own page.
CSRF_COOKIE_AGE = None
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "local_response.web.views.errors.refused"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "style-src-attr": ["'unsafe-inline'"],  # the width of a chart is set where it stands
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "loggers": {
        "django.request": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.server": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
        "django.security": {"handlers": ["stderr"], "level": "ERROR", "propagate": False},
    },
}

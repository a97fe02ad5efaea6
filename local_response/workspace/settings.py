"""Django settings for the workspace without pages: the command line and the tests use them."""

from __future__ import annotations

import os

from local_response.evidence.places import default_home
from local_response.workspace.configuration import workspace_settings

_SETTINGS = workspace_settings(os.environ, default_home())

DATABASES = _SETTINGS["DATABASES"]
DEFAULT_AUTO_FIELD = _SETTINGS["DEFAULT_AUTO_FIELD"]
INSTALLED_APPS = _SETTINGS["INSTALLED_APPS"]
LANGUAGE_CODE = _SETTINGS["LANGUAGE_CODE"]
SECRET_KEY = _SETTINGS["SECRET_KEY"]
TIME_ZONE = _SETTINGS["TIME_ZONE"]
USE_TZ = _SETTINGS["USE_TZ"]

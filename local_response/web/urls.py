"""Every address of the web app. tests/web/urls.txt lists them: one that goes needs a redirect."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from local_response.web.views import (
    about,
    adding,
    api,
    area,
    changes,
    compare,
    errors,
    evidence,
    figure,
    files,
    front,
    library,
    pack,
)

urlpatterns = [
    path("areas/", front.choose, name="areas"),
    path("areas/<slug:slug>/", area.brief, name="area"),
    path("areas/<slug:slug>/sources/", area.sources, name="area-sources"),
    path("areas/<slug:slug>/figures/<slug:key>/", figure.figure, name="figure"),
    path("areas/<slug:slug>/files/<str:name>", files.file, name="area-file"),
    path("areas/<slug:slug>/<slug:part>/", area.section, name="area-section"),
    path("compare/", compare.compare, name="compare"),
    path("compare/figures/<slug:key>/", compare.figure, name="compare-figure"),
    path("compare/files/<str:name>", compare.file, name="compare-file"),
    path("evidence/", evidence.releases, name="evidence"),
    path("evidence/checks/", evidence.checks, name="evidence-checks"),
    path("evidence/add/", adding.choose, name="evidence-add"),
    path("evidence/add/<str:token>/", adding.answer, name="evidence-add-preview"),
    path("evidence/<str:release>/", evidence.release, name="release"),
    path("evidence/<str:old>/changes/<str:new>/", changes.changes, name="changes"),
    path("library/", library.search, name="library"),
    path("library/pack/", pack.choose, name="pack"),
    path("library/pack/file/", pack.file, name="pack-file"),
    path("library/<slug:id>/", library.document, name="document"),
    path("methods/", about.methods, name="methods"),
    path("about/", about.about, name="about"),
    path("accessibility/", about.accessibility, name="accessibility"),
    path("privacy/", about.privacy, name="privacy"),
    path("api/", api.description_page, name="api"),
    path("api/openapi.json", api.description, name="api-description"),
    path("api/areas/", api.areas, name="api-areas"),
    path("api/areas/<str:code>/profile/", api.profile, name="api-profile"),
    path("api/figures/", api.figures, name="api-figures"),
    path("api/releases/", api.releases, name="api-releases"),
    path("api/library/", api.library, name="api-library"),
    path("api/library/<str:id>/", api.document, name="api-document"),
    *i18n_patterns(path("", front.front, name="front"), prefix_default_language=False),
]
handler404 = errors.not_found
handler500 = errors.broken

"""Our own name, colours and font: nothing of GOV.UK's crown, crest, logotype or Transport font is served."""

from __future__ import annotations

import json
import re

from django.test import Client

from tests.web.pages import PAGES

# Words of the notices that the Open Government Licence asks for name the Crown; nothing else may.
NOTICES = ("© Crown copyright and database right", "© Hawlfraint y Goron")
FOREIGN = re.compile(r"transport|govuk-crest|crown|logotype|rebrand|tudor", re.IGNORECASE)


def test_the_built_files_hold_no_crown_crest_or_transport_font(built):
    for name in json.loads((built / "manifest.json").read_text()).values():
        if name.endswith((".css", ".svg")):
            found = set(FOREIGN.findall((built / name).read_text()))
            assert found == set(), name
    assert not [path for path in built.rglob("*") if FOREIGN.search(path.name)]


def test_our_font_is_asked_for_first_everywhere(built):
    style = next(built.glob("app.*.css")).read_text()
    families = set(re.findall(r"font-family:\s*([^;}]+)", style))
    assert families
    for family in families - {"inherit"}:
        assert family.startswith(('"Local Response Sans"', "ui-monospace")), family


def test_no_page_shows_them_either(client):
    for page in PAGES.values():
        text = client.get(page).content.decode()
        for notice in NOTICES:
            text = text.replace(notice, "")
        assert FOREIGN.findall(text) == [], page


def test_everything_a_page_loads_is_our_own_and_there(built, client):
    assets = Client(SERVER_NAME="localhost")
    text = client.get("/").content.decode()
    loaded = re.findall(r'<(?:link rel="(?:icon|stylesheet)" href|script[^>]* src)="([^"]+)"', text)
    assert len(loaded) == 5
    for address in loaded:
        answer = assets.get(address)
        assert answer.status_code == 200, address
        assert "max-age=31536000" in answer["Cache-Control"]
        answer.close()
    assert not re.search(r'(?:src|action)="(?:https?:)?//', text)

"""Welsh: the machinery, and one page that is translated whole."""

from __future__ import annotations

import gettext
import importlib.util
import io
import subprocess
from pathlib import Path

import pytest
from django.conf import settings
from django.template import engines

ROOT = Path(__file__).parents[2]
CATALOGUE = Path(settings.LOCALE_PATHS[0]) / "cy" / "LC_MESSAGES" / "django.po"
TRANSLATED = ("base.html", "front.html")  # the templates of the one page that is in Welsh

_found = importlib.util.spec_from_file_location("messages", ROOT / "frontend" / "messages.py")
catalogues = importlib.util.module_from_spec(_found)
_found.loader.exec_module(catalogues)


def asked_for():
    environment = next(iter(engines.all())).env
    sources = [environment.loader.get_source(environment, name)[0] for name in TRANSLATED]
    return {message for source in sources for _, _, message in environment.extract_translations(source)}


def test_the_welsh_page_is_whole_and_says_that_it_is_welsh(client):
    text = client.get("/cy/").content.decode()
    assert '<html lang="cy"' in text
    for english in asked_for() - {"Menu"}:
        assert f">{english}<" not in text
    assert "Dewiswch eich ardal" in text


def test_every_message_of_the_page_is_in_the_catalogue_and_no_other():
    found = set(catalogues.messages(CATALOGUE.read_text())) - {""}
    assert found == asked_for()


def test_the_catalogue_says_that_a_translator_has_to_review_it(client):
    assert "needs review by a translator" in CATALOGUE.read_text()
    assert "drafft" in client.get("/cy/").content.decode()


def test_english_pages_do_not_depend_on_the_browser_s_language(client):
    text = client.get("/", headers={"accept-language": "cy"}).content.decode()
    assert '<html lang="en-GB"' in text
    assert "Choose your area" in text


def test_a_compiled_catalogue_is_what_gettext_reads():
    found = catalogues.messages(CATALOGUE.read_text())
    read = gettext.GNUTranslations(io.BytesIO(catalogues.compiled(found)))
    for message, translation in found.items():
        if message:
            assert read.gettext(message) == translation


def test_a_doubtful_translation_is_left_out_and_a_broken_catalogue_refused():
    assert catalogues.messages('#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr ""\n"d"\n') == {"c": "d"}
    with pytest.raises(ValueError, match="not a line of a catalogue"):
        catalogues.messages("msgid_plural 1")


def test_gnu_msgfmt_agrees(tmp_path):
    try:
        made = subprocess.run(["msgfmt", "-o", "-", str(CATALOGUE)], check=True, capture_output=True).stdout
    except FileNotFoundError:
        pytest.skip("GNU msgfmt is not installed")
    theirs = gettext.GNUTranslations(io.BytesIO(made))
    for message, translation in catalogues.messages(CATALOGUE.read_text()).items():
        if message:
            assert theirs.gettext(message) == translation

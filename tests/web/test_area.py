"""An area's pages say what its document says, lead to the cells, and follow the evidence."""

from __future__ import annotations

import html
import json
import re
import shutil
import zipfile
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from io import BytesIO

import pytest
from django.test import override_settings

from local_response.definitions.areas import resolve
from local_response.evidence.places import PACK
from local_response.evidence.store import open_store
from local_response.insight.profile.build import build_profile
from local_response.publish.composition import compose
from local_response.publish.document import written
from local_response.web import picture
from local_response.web.evidence import state
from local_response.web.views.files import OFFERED

TAGS = re.compile(r"<[^>]+>")


@pytest.fixture(scope="module")
def document():
    store = open_store()
    today = datetime.now().astimezone().date()
    return compose(build_profile(store, store.releases(), resolve("West Yorkshire"), today))


def text_of(answer):
    return " ".join(html.unescape(TAGS.sub("", answer.content.decode())).split())


def test_every_finding_of_the_document_stands_on_its_page(client, document):
    for section in document.sections:
        page = text_of(client.get(f"/areas/west-yorkshire/{section.id}/"))
        for block in section.blocks:
            if block.kind in ("finding", "paragraph"):
                assert " ".join(written(block.spans).split()) in page


def test_the_brief_is_the_document_s(client, document):
    page = text_of(client.get("/areas/west-yorkshire/"))
    for block in document.brief.blocks:
        for item in block.items:
            assert " ".join(written(item).split()) in page


def test_a_published_figure_leads_to_the_cell_and_the_value_that_stands_there(client):
    page = client.get("/areas/west-yorkshire/crime/").content.decode()
    link = re.search(r'href="([^"]+)">227</a>', page)[1]
    trail = client.get(link).content.decode()
    assert "Recorded modern slavery" in trail or "offences" in trail
    cells = re.findall(r'href="(/evidence/[^"?]+/\?[^"]+)"', trail)
    total = 0
    for cell in cells:
        inset = client.get(html.unescape(cell)).content.decode().split('id="cell"')[1]
        total += int(re.search(r"<strong>([\d,]+)</strong>", inset)[1].replace(",", ""))
    assert total == 227


def test_a_computed_figure_leads_to_what_it_was_made_from(client, document):
    link = next(name for name, figure in document.figures.items() if figure.unit.startswith("per 100,000"))
    page = client.get("/areas/west-yorkshire/compared/").content.decode()
    address = re.search(r'href="(/areas/west-yorkshire/figures/[^"]+)">7\.4</a>', page)[1]
    trail = client.get(address).content.decode()
    assert link
    assert "Made from" in trail
    assert ">177</a>" in trail
    assert "interval" in trail


def test_the_page_of_a_figure_keeps_its_address_when_other_areas_are_shown(client):
    find = re.compile(r'href="(/areas/west-yorkshire/figures/[^"]+)"')
    first = find.findall(client.get("/areas/west-yorkshire/").content.decode())
    client.get("/areas/kent/")
    assert find.findall(client.get("/areas/west-yorkshire/").content.decode()) == first


@pytest.mark.parametrize("offered", OFFERED, ids=lambda offered: offered.kind)
def test_a_file_of_each_kind_can_be_saved(client, offered):
    name = f"west-yorkshire{offered.ending}"
    answer = client.get(f"/areas/west-yorkshire/files/{name}")
    assert answer.status_code == 200
    assert answer["Content-Disposition"] == f'attachment; filename="{name}"'
    starts = {"PDF": b"%PDF-", "Word": b"PK", "Excel": b"PK", "HTML": b"<!doctype html>"}
    assert answer.content.lstrip().startswith(starts.get(offered.kind, b""))
    if offered.kind in ("Word", "Excel"):
        assert zipfile.ZipFile(BytesIO(answer.content)).testzip() is None
    if offered.ending.endswith("json"):
        json.loads(answer.content)


def test_no_other_file_is_handed_out(client):
    for name in ("kent.pdf", "west-yorkshire.exe", "..%2f..%2fsecret_key"):
        assert client.get(f"/areas/west-yorkshire/files/{name}").status_code == 404


def test_a_page_that_has_not_changed_is_not_sent_again(client):
    first = client.get("/areas/west-yorkshire/referrals/")
    again = client.get("/areas/west-yorkshire/referrals/", headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert again.content == b""


def test_a_release_that_another_process_adds_is_seen_at_once(client, tmp_path):
    with override_settings(HOME=tmp_path):
        before, page = state(), client.get("/areas/west-yorkshire/")
        added = tmp_path / "evidence" / "releases" / "copied"
        shutil.copytree(next(PACK.glob("crime.recorded_*")), added)
        manifest = json.loads((added / "manifest.json").read_text())
        (added / "manifest.json").write_text(json.dumps(manifest | {"id": "copied", "added": "2026-01-01T00:00:00Z"}))
        assert state() != before
        after = client.get("/areas/west-yorkshire/", headers={"if-none-match": page["ETag"]})
        assert after.status_code == 200
        assert "/evidence/copied/" in client.get("/evidence/").content.decode()
    assert "/evidence/copied/" not in client.get("/evidence/").content.decode()


def test_many_readers_at_once_have_a_picture_built_once(monkeypatch):
    built = []

    def build(*asked):
        built.append(asked)
        return build_profile(*asked)

    monkeypatch.setattr(picture, "build_profile", build)
    picture._kept.clear()
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(picture.picture_of, [resolve("Kent")] * 16))
    assert len(built) == 1
    assert all(one is found[0] for one in found)

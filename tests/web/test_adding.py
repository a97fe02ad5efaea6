"""Adding files: seen before they are accepted; refused, faulty or abandoned ones leave nothing behind."""

from __future__ import annotations

import io
import logging
import os
import re
import zipfile
from pathlib import Path
from time import sleep
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings

from local_response.evidence.store import open_store
from local_response.web import uploads
from tests.web.pages import faults

SOURCES = Path(__file__).parents[1] / "sources"
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
TIDY = "measure,area,period,value,edition,source\nhelpline.cases,K02000001,{year},{value},Annual assessment,page 7\n"


@pytest.fixture
def own(tmp_path):
    """A home of its own, so that what is added here is not evidence for other tests."""
    with override_settings(HOME=tmp_path):
        yield tmp_path
    uploads._clear_all()


def file(name="nrm_2023_q3.csv", content=None):
    return SimpleUploadedFile(
        name, (SOURCES / "fixtures" / "police_2023_q3.csv").read_bytes() if content is None else content
    )


def post(client, *files, **fields):
    return client.post("/evidence/add/", {"files": list(files), **fields})


def kept(home):
    """Every file under the home but locks."""
    return [path for path in home.rglob("*") if path.is_file() and path.suffix != ".lock"]


def test_a_file_is_seen_before_it_is_accepted_and_held_after(client, own):
    before = {release.id for release in open_store(own).releases()}
    sent = post(client, file(), published="2023-11-09", edition="July to September")
    assert sent.status_code == 302
    page = client.get(sent["Location"])
    text = page.content.decode()
    assert faults(text) == []
    assert "July to September 2023" in text
    assert "9 November 2023" in text
    assert {release.id for release in open_store(own).releases()} == before
    done = client.post(sent["Location"], {"answer": "add"})
    added = {release.id for release in open_store(own).releases()} - before
    assert len(added) == 1
    assert added.pop() in done["Location"]
    assert "Held now" in client.get(done["Location"]).content.decode()
    assert list((own / "uploads").iterdir()) == []


def test_the_preview_lists_the_figures_that_would_change(client, own):
    old = file("first.csv", TIDY.format(year=2021, value=100).encode())
    sent = post(client, old, published="2022-05-01")
    client.post(sent["Location"], {"answer": "add"})
    sent = post(client, file("second.csv", TIDY.format(year=2021, value=120).encode()), published="2023-05-01")
    text = " ".join(client.get(sent["Location"]).content.decode().split())
    assert "Figures changed: 1. New: 0. Gone: 0." in text
    assert '<td data-label="Held">100</td> <td data-label="In the file">120</td>' in text


def test_a_file_that_is_held_already_would_change_nothing(client, own):
    for _ in range(2):
        sent = post(client, file(), published="2023-11-09")
        text = client.get(sent["Location"]).content.decode()
        done = client.post(sent["Location"], {"answer": "add"})
        assert done.status_code == 302
    assert "held already" in text


def test_what_was_unusual_and_totals_that_disagree_are_said_before(client, own):
    sent = post(client, file("table.csv", (SOURCES / "broken" / "total_disagrees.csv").read_bytes()), period="2023-Q3")
    text = client.get(sent["Location"]).content.decode()
    assert "Totals that do not agree" in text


def test_refused_files_leave_nothing(client, own):
    sent = post(client, file())
    assert any(path.name == "nrm_2023_q3.csv" for path in kept(own))
    done = client.post(sent["Location"], {"answer": "refuse"})
    assert "nothing is kept" in client.get(done["Location"]).content.decode()
    assert kept(own) == []
    assert client.get(sent["Location"]).status_code == 404
    assert client.post(sent["Location"], {"answer": "add"}).status_code == 404


def test_abandoned_files_leave_nothing(client, own, monkeypatch):
    monkeypatch.setattr(uploads, "KEPT_SECONDS", 0.05)
    sent = post(client, file())
    for _ in range(200):
        if not list((own / "uploads").iterdir()):
            break
        sleep(0.05)
    assert kept(own) == []
    assert client.get(sent["Location"]).status_code == 404


def test_files_of_a_killed_process_go_with_the_next_upload(client, own):
    left = own / "uploads" / "waiting-killed"
    left.mkdir(parents=True)
    (left / "figures.csv").write_text("left")
    os.utime(left, (0, 0))
    post(client, file())
    assert not left.exists()


def test_no_more_than_a_few_lots_wait_at_once(client, own):
    sent = [post(client, file())["Location"] for _ in range(uploads.WAITING + 1)]
    assert client.get(sent[0]).status_code == 404
    assert client.get(sent[-1]).status_code == 200
    assert len(list((own / "uploads").iterdir())) == uploads.WAITING


def bomb():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", ODS)
        with archive.open("content.xml", "w", force_zip64=True) as part:
            for _ in range(1001):
                part.write(bytes(1_000_000))
    return out.getvalue()


VIRUS_TEST = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("empty.csv", b"", "the file is empty (0 bytes)"),
        ("paper.pdf", b"%PDF-1.7 a paper", "a PDF document"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old", "an old .xls workbook"),
        ("program.csv", b"MZ\x90\x00\x03\x00", "not text and not a workbook"),
        ("page.csv", b"<!doctype html><p>Sign in", "a web page, not a table"),
        ("virus.csv", VIRUS_TEST, "no reader knows this file"),
        ("letter.txt", b"Dear all", "Choose a publication that the evidence page lists"),
        ("cut.ods", b"PK\x03\x04 cut short", "damaged or cut short"),
        ("bomb.ods", bomb, "it would expand to"),
        ("undated.csv", None, "Give it with “Period”"),
    ],
)
def test_a_file_that_cannot_be_added_is_named_with_what_is_wrong(client, own, name, content, said):
    answer = post(client, file(name, content() if callable(content) else content))
    text = answer.content.decode()
    assert answer.status_code == 400
    assert faults(text) == []
    assert said in text
    assert f"{name}" in text
    assert kept(own) == []


def test_one_faulty_file_keeps_all_of_them_out(client, own):
    answer = post(client, file(), file("empty.csv", b""), file("paper.pdf", b"%PDF-1.7"))
    text = answer.content.decode()
    assert answer.status_code == 400
    assert "empty.csv" in text
    assert "paper.pdf" in text
    assert kept(own) == []


@pytest.mark.parametrize(
    "name", ["../../outside_2023_q3.csv", "..\\..\\outside_2023_q3.csv", "/etc/outside_2023_q3.csv"]
)
def test_folders_in_a_name_lead_nowhere(client, own, name):
    body = (
        (
            f'--b\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\nContent-Type: text/csv\r\n\r\n'
        ).encode()
        + (SOURCES / "fixtures" / "police_2023_q3.csv").read_bytes()
        + b"\r\n--b--\r\n"
    )
    sent = client.post("/evidence/add/", body, content_type="multipart/form-data; boundary=b")
    assert sent.status_code == 302
    (held,) = [path for path in kept(own) if path.suffix == ".csv"]
    assert held.name == "outside_2023_q3.csv"
    assert held.is_relative_to(own / "uploads")


def test_files_over_the_limit_are_refused_before_they_are_read(client, own):
    class Unread(io.RawIOBase):
        def read(self, size=-1):
            raise AssertionError("it was read")

    answer = client.generic(
        "POST",
        "/evidence/add/",
        content_type="multipart/form-data; boundary=b",
        CONTENT_LENGTH="2000000000",
        **{"wsgi.input": Unread()},
    )
    assert answer.status_code == 413
    assert "larger than 100 megabytes" in answer.content.decode()


def test_an_upload_that_breaks_off_leaves_nothing(client, own):
    body = b'--b\r\nContent-Disposition: form-data; name="files"; filename="a_2023_q3.csv"\r\n\r\nFirst respon'
    answer = client.post("/evidence/add/", body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 400
    assert kept(own) == []


def test_two_files_of_one_name_are_refused(client, own):
    assert "two files have this name" in post(client, file(), file()).content.decode()
    assert kept(own) == []


def test_a_tidy_file_is_read_with_what_lies_beside_it(client, own):
    beside = b'{"@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}], "url": "t.csv", "dc:title": "Helpline"}'
    sent = post(client, file("t.csv", TIDY.format(year=2021, value=100).encode()), file("t.csv-metadata.json", beside))
    assert "Helpline" in client.get(sent["Location"]).content.decode()
    alone = post(client, file("t.csv-metadata.json", beside))
    assert "Choose the file of figures with it" in alone.content.decode()


@pytest.mark.parametrize(("field", "value"), [("period", "last year"), ("published", "7 March 2024")])
def test_a_fault_in_a_field_is_said_beside_it_and_what_was_typed_is_kept(client, own, field, value):
    text = post(client, file(), **{field: value}).content.decode()
    assert f'href="#{field}"' in text
    assert f'id="{field}-error"' in text
    assert f'value="{value}"' in text


def test_no_file_is_a_fault(client, own):
    assert "Choose at least one file" in client.post("/evidence/add/", {}).content.decode()


def test_what_another_site_posts_is_refused(built, own):
    strict = Client(SERVER_NAME="localhost", enforce_csrf_checks=True)
    assert post(strict, file()).status_code == 403
    assert kept(own) == []
    page = strict.get("/evidence/add/").content.decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)[1]
    sent = post(strict, file(), csrfmiddlewaretoken=token)
    assert sent.status_code == 302
    assert strict.post(sent["Location"], {"answer": "add"}).status_code == 403
    elsewhere = strict.post(
        sent["Location"],
        {"answer": "add", "csrfmiddlewaretoken": token},
        headers={"origin": "https://elsewhere.example"},
    )
    assert elsewhere.status_code == 403
    assert strict.get(sent["Location"]).status_code == 200


def test_logs_hold_no_names_of_files_or_words_that_were_typed(client, own, caplog):
    caplog.set_level(logging.DEBUG)
    post(client, file("Jane_Doe_2023_q3.csv"), edition="told by Jane Doe")
    post(client, file("Jane_Doe.csv", b"%PDF"), edition="told by Jane Doe")
    assert "Jane" not in caplog.text


def test_a_name_that_nothing_waits_under_answers_not_found(client):
    assert client.get(f"/evidence/add/{quote('../x', safe='')}/").status_code == 404

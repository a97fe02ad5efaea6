"""Safe as it comes: one cookie for one form, strict policy, other sites' names refused, a key only its owner reads."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.test import Client

from local_response.model.errors import StoreError
from local_response.web.secret import secret_key
from tests.web.pages import PAGES


def test_no_page_sets_a_cookie_but_the_form_that_adds_files(client):
    for page in PAGES.values():
        cookies = client.get(page).cookies
        assert list(cookies) == (["csrftoken"] if page == PAGES["add files"] else []), page
    only = client.get(PAGES["add files"]).cookies["csrftoken"]
    assert only["httponly"]
    assert only["samesite"] == "Strict"
    assert not only["max-age"]


def test_answers_carry_the_headers_that_guard_them(client):
    answer = client.get("/")
    policy = dict(part.strip().split(" ", 1) for part in answer["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["Referrer-Policy"] == "same-origin"


def test_a_name_that_somebody_else_leads_here_is_refused(built, caplog):
    assert Client(SERVER_NAME="rebound.example").get("/").status_code == 400


def test_a_home_keeps_one_key_that_only_its_owner_reads(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: secret_key(tmp_path), range(8)))
    assert len(keys) == 1
    assert len(keys.pop()) > 50
    assert stat.S_IMODE((tmp_path / "secret_key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_a_home_that_cannot_be_written_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match="LOCAL_RESPONSE_HOME"):
        secret_key(tmp_path / "file")

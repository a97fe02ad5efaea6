"""Open data: answers are those of the command line, keep to their description, and say what is wrong in one form."""

from __future__ import annotations

import json

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, settings
from typer.testing import CliRunner

from local_response.cli.main import app
from local_response.web.openapi import description

QUESTION = {"measure": "nrm.referrals.made_by_force", "area": "Leeds", "period": "2023-Q3"}
SCHEMA = schemathesis.openapi.from_dict(description())
KEPT = (
    schemathesis.checks.not_a_server_error,
    schemathesis.specs.openapi.checks.status_code_conformance,
    schemathesis.specs.openapi.checks.content_type_conformance,
    schemathesis.specs.openapi.checks.response_schema_conformance,
)


def hosted(environ, start_response):
    """The app under a name that it answers to; the test client does not unpack what is packed."""
    environ = {name: value for name, value in environ.items() if name != "HTTP_ACCEPT_ENCODING"}
    return get_wsgi_application()({**environ, "HTTP_HOST": "localhost", "SERVER_NAME": "localhost"}, start_response)


SCHEMA.app = hosted


@SCHEMA.parametrize()
@settings(
    max_examples=15,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
def test_every_answer_keeps_to_the_description(case):
    response = case.call(base_url="http://localhost")
    case.validate_response(response, checks=KEPT)


def test_figures_are_those_of_the_command_line(client, home):
    options = [part for name, value in QUESTION.items() for part in (f"--{name}", value)]
    printed = CliRunner().invoke(
        app, ["evidence", "figures", *options, "--json"], env={"LOCAL_RESPONSE_HOME": str(home)}
    )
    assert client.get("/api/figures/", QUESTION).json()["figures"] == json.loads(printed.stdout)


def test_figures_come_in_pages(client):
    asked = {"measure": QUESTION["measure"], "period": "2023-Q3", "limit": 10}
    first = client.get("/api/figures/", asked).json()
    second = client.get("/api/figures/", asked | {"offset": 10}).json()
    assert first["total"] == second["total"] > 40
    assert len(first["figures"]) == len(second["figures"]) == 10
    assert first["figures"][-1] != second["figures"][0]


def test_a_profile_is_the_json_that_is_saved(client):
    saved = client.get("/areas/west-yorkshire/files/west-yorkshire.json").content
    assert client.get("/api/areas/E23000010/profile/").content == saved


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("/api/figures/", 400),
        ("/api/figures/?measure=nrm.referrals.made_by_force&limit=0", 400),
        ("/api/figures/?measure=nrm.referrals.made_by_force&offset=-1", 400),
        ("/api/figures/?measure=nrm.referrals.made_by_force&where=age", 400),
        ("/api/figures/?measure=nrm.referrals.made_by_force&area=Atlantis", 404),
        ("/api/library/?grade=Z", 400),
        ("/api/library/nothing-like-this/", 404),
        ("/api/areas/Atlantis/profile/", 404),
        ("/api/nothing/", 404),
    ],
)
def test_what_is_wrong_is_said_in_one_form(client, asked, status):
    answer = client.get(asked)
    assert answer.status_code == status
    assert answer.json()["error"]["status"] == status
    assert len(answer.json()["error"]["message"]) > 10


def test_nothing_can_be_changed(client):
    for page in ("/api/figures/", "/api/areas/", "/api/library/", "/api/releases/"):
        assert client.post(page, QUESTION).status_code in (403, 405)


def test_an_answer_that_has_not_changed_is_not_sent_again(client):
    first = client.get("/api/figures/", QUESTION)
    assert client.get("/api/figures/", QUESTION, headers={"if-none-match": first["ETag"]}).status_code == 304

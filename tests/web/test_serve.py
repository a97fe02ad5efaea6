"""`local-response serve`: this machine only, and clear about what is in its way."""

from __future__ import annotations

import re
import signal
import socket
import subprocess
import sys
import urllib.request

import pytest
import typer
from typer.testing import CliRunner

from local_response.cli.serve import serve
from local_response.model.errors import DocumentError

START = "import typer; from local_response.cli.serve import serve; typer.run(serve)"


@pytest.fixture
def command():
    app = typer.Typer(rich_markup_mode=None)
    app.command()(serve)
    return lambda *words: CliRunner().invoke(app, list(words))


@pytest.mark.parametrize("address", ["0.0.0.0", "192.168.1.4", "::", "example.org"])
def test_an_address_that_others_can_reach_is_refused(command, address):
    answer = command("--address", address, "--port", "0")
    assert answer.exit_code == 2
    assert "there is no sign-in" in " ".join(answer.output.split()) or "is not an address" in answer.output


def test_a_port_in_use_is_named_with_what_to_do(command, built):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        answer = command("--port", str(taken.getsockname()[1]), "--no-open")
    assert isinstance(answer.exception, DocumentError)
    assert "--port" in str(answer.exception)


def test_it_serves_the_app_and_stops_when_asked(built, tmp_path):
    environment = {"LOCAL_RESPONSE_HOME": str(tmp_path), "PATH": ""}
    command = [sys.executable, "-c", START, "--port", "0", "--no-open", "--area", "Leeds"]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, env=environment) as process:
        page = re.search(r"http://\S+", process.stderr.readline())[0]
        assert page.endswith("/areas/?area=Leeds")
        with urllib.request.urlopen(page.split("areas")[0]) as answer:
            assert b"Choose your area" in answer.read()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0

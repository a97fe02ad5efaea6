"""Writes notes until it is killed, and says what was acknowledged: run as a process of its own by the crash tests.

For each round it forks a child, which writes and reports on stdout, and kills it after a random time. A child's
report is "created ID" or "changed ID VERSION", sent only after the write has returned.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import time
from uuid import UUID

from local_response.workspace.opening import set_up_django

set_up_django()

from django.db import connections  # noqa: E402

from local_response.workspace import editing  # noqa: E402
from local_response.workspace.access import Actor  # noqa: E402
from local_response.workspace.models import Note, Office  # noqa: E402

WRITER = Actor("writer", operator=True)


def say(line: str) -> None:
    os.write(1, f"{line}\n".encode())


def write_for_ever(office: Office) -> None:
    content = {"area_code": "E23000010", "finding": "referrals.trend", "releases": [], "text": "version 1"}
    while True:
        written = editing.create(WRITER, Note(office=office), content)
        say(f"created {written.pk}")
        for version in (1, 2, 3):
            editing.change(WRITER, Note, written.pk, version, {"text": f"version {version + 1}"})
            say(f"changed {written.pk} {version + 1}")


def main() -> None:
    office = Office.objects.get(pk=UUID(sys.argv[1]))
    rounds, seed = int(sys.argv[2]), int(sys.argv[3])
    if not rounds:
        write_for_ever(office)
    connections.close_all()
    chance = random.Random(seed)
    for _ in range(rounds):
        child = os.fork()
        if not child:
            write_for_ever(office)
        time.sleep(chance.uniform(0.01, 0.09))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)


if __name__ == "__main__":
    main()

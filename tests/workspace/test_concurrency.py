"""Many writers at once: every acknowledged word is there, every conflict is told, and the chain holds."""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connections

from local_response.model.errors import EditConflictError, InvalidContentError, WorkspaceBusyError
from local_response.workspace import editing, trail
from local_response.workspace.access import Actor
from local_response.workspace.models import Membership, Note, Office, TrailEntry
from local_response.workspace.offices import open_office
from local_response.workspace.verification import verify
from tests.workspace.conftest import Database
from tests.workspace.factory import KENT, OPERATOR, note


def together(workers: list[Callable[[], Any]]) -> list[Any]:
    """Run each in its own thread, all let go at once; returns what each returned, or raises what one raised."""
    start, results, faults = threading.Barrier(len(workers)), [None] * len(workers), []

    def run(place: int, worker: Callable[[], Any]) -> None:
        try:
            start.wait()
            results[place] = worker()
        except BaseException as fault:  # noqa: BLE001  raised again in the test's own thread
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    return results


def test_ten_people_write_one_note_and_no_acknowledged_word_is_lost(office: Office) -> None:
    written = note(office, text="start")

    def person(number: int) -> Callable[[], int]:
        def write() -> int:
            conflicts, seen, text = 0, 1, "start"
            for word in (f"p{number}w{turn}" for turn in range(3)):
                while True:
                    try:
                        kept = editing.change(
                            Actor(f"person {number}", operator=True), Note, written.pk, seen, {"text": f"{text} {word}"}
                        )
                    except EditConflictError as conflict:
                        conflicts += 1
                        seen, text = conflict.version, str(conflict.theirs["text"])
                        continue
                    seen, text = kept.version, kept.text
                    break
            return conflicts

        return write

    conflicts = sum(together([person(number) for number in range(10)]))
    final = Note.objects.get(pk=written.pk)
    assert sorted(final.text.split()) == sorted(["start", *(f"p{n}w{t}" for n in range(10) for t in range(3))])
    assert final.version == 31
    assert TrailEntry.objects.filter(action="refused").count() == conflicts
    verify()


def test_of_two_edits_of_one_version_exactly_one_is_kept(office: Office) -> None:
    written = note(office, text="start")

    def edit(text: str) -> Callable[[], str]:
        def write() -> str:
            try:
                editing.change(OPERATOR, Note, written.pk, 1, {"text": text})
            except EditConflictError as conflict:
                return f"{conflict.mine['text']} met {conflict.theirs['text']}"
            return "kept"

        return write

    outcomes = sorted(together([edit("one"), edit("two")]))
    assert outcomes in (["kept", "one met two"], ["kept", "two met one"])


def test_writers_in_many_offices_keep_every_chain_whole(office: Office) -> None:
    offices = [office, open_office(OPERATOR, [KENT])]

    def write(place: Office) -> Callable[[], None]:
        return lambda: [note(place) for _ in range(8)] and None

    together([write(offices[number % 2]) for number in range(6)])
    assert Note.objects.count() == 48
    lengths = {one.id: one.length for one in verify()}
    assert lengths == {place.pk: 3 + 24 for place in offices}


def test_two_administrators_appoint_one_person_once(office: Office) -> None:
    def appoint() -> str:
        try:
            editing.create(OPERATOR, Membership(office=office, username="kim", role=1))
        except InvalidContentError as fault:
            return str(fault)
        return "appointed"

    outcomes = sorted(together([appoint, appoint]))
    assert outcomes[0] == "appointed"
    assert "already has a role" in outcomes[1]
    assert Membership.objects.count() == 1


def test_a_writer_that_waits_too_long_is_told_and_nothing_is_written(
    office: Office, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with trail.writing():
            trail.hold(office.pk)
            held.set()
            done.wait(10)

    def write() -> str:
        held.wait(10)
        with connections["default"].cursor() as cursor:
            impatient = {"sqlite": "PRAGMA busy_timeout = 50", "postgresql": "SET lock_timeout = 50"}
            cursor.execute(impatient[database.vendor])
        try:
            note(office)
        except WorkspaceBusyError as fault:
            return str(fault)
        finally:
            done.set()
        return "written"

    assert "Nothing was written" in together([hold, write])[1]
    assert not Note.objects.exists()
    verify()


def test_an_edit_that_fails_half_way_leaves_no_trace(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    written = note(office, text="as it was")
    chance = random.Random(1)

    def killed(*_: object) -> str:
        raise KeyboardInterrupt(chance.random())

    monkeypatch.setattr(trail, "digest_of", killed)
    with pytest.raises(KeyboardInterrupt):
        editing.change(OPERATOR, Note, written.pk, 1, {"text": "half"})
    monkeypatch.undo()
    assert Note.objects.get(pk=written.pk).text == "as it was"
    verify()


def test_a_check_while_others_write_finds_no_break_and_holds_nobody_up(office: Office) -> None:
    def write() -> None:
        for _ in range(15):
            written = note(office)
            editing.change(OPERATOR, Note, written.pk, 1, {"text": "second"})

    def check() -> None:
        for _ in range(6):
            verify()

    together([write, check, check])

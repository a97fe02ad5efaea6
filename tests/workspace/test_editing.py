"""Every edit is kept, two editors lose nothing, and what is purged is gone from everywhere."""

from __future__ import annotations

import json
from uuid import uuid4

import pytest
from django.db import connection
from django.db.utils import IntegrityError
from hypothesis import HealthCheck, given, settings, strategies

from local_response.model.errors import (
    EditConflictError,
    InvalidContentError,
    ItemNotFoundError,
    NotAllowedError,
)
from local_response.workspace import attachments, editing, reading, trail
from local_response.workspace.access import VISITOR, Role
from local_response.workspace.models import (
    AttachedFile,
    Attachment,
    Note,
    Office,
    Partner,
    SavedComparison,
    TrailContent,
    TrailEntry,
)
from local_response.workspace.verification import verify
from tests.workspace.factory import KENT, OPERATOR, WEST_YORKSHIRE, member, note, only_postgresql


def test_an_edit_keeps_who_when_what_before_and_after(office: Office) -> None:
    editor = member(office, Role.EDITOR, "sam")
    written = note(office, editor, "first")
    editing.change(editor, Note, written.pk, 1, {"text": "second"})
    (created, began), (changed, edit) = trail.history(written)
    assert (created.action, changed.action) == ("create", "change")
    assert (changed.actor, changed.version) == ("sam", 2)
    assert changed.at >= created.at
    assert began["before"] is None
    assert edit["before"]["content"]["text"] == "first"
    assert edit["after"]["content"]["text"] == "second"


def test_the_second_of_two_editors_is_shown_both_versions_and_neither_is_lost(office: Office) -> None:
    written = note(office, text="as it was")
    editing.change(OPERATOR, Note, written.pk, 1, {"text": "theirs"})
    with pytest.raises(EditConflictError) as raised:
        editing.change(OPERATOR, Note, written.pk, 1, {"text": "mine", "finding": "mine.too"})
    conflict = raised.value
    assert (conflict.base["text"], conflict.theirs["text"], conflict.mine["text"]) == ("as it was", "theirs", "mine")
    assert (conflict.version, conflict.clashing) == (2, ("text",))
    assert (conflict.merged["text"], conflict.merged["finding"]) == ("theirs", "mine.too")
    assert Note.objects.get(pk=written.pk).text == "theirs"
    refused, about = trail.history(written)[-1]
    assert refused.action == "refused"
    assert about["details"]["mine"]["text"] == "mine"
    settled = editing.change(OPERATOR, Note, written.pk, conflict.version, {"text": "both"})
    assert (settled.version, settled.text) == (3, "both")


def test_two_editors_who_write_the_same_are_not_in_conflict(office: Office) -> None:
    written = note(office)
    editing.change(OPERATOR, Note, written.pk, 1, {"text": "agreed"})
    assert editing.change(OPERATOR, Note, written.pk, 1, {"text": "agreed"}).version == 2


def test_an_edit_that_changes_nothing_makes_no_version(office: Office) -> None:
    written = note(office, text="same")
    assert editing.change(OPERATOR, Note, written.pk, 1, {"text": "same"}).version == 1
    assert len(trail.history(written)) == 1


def test_what_was_published_is_the_version_that_the_approver_saw(office: Office) -> None:
    written = note(office)
    editing.change(OPERATOR, Note, written.pk, 1, {"text": "changed since"})
    with pytest.raises(EditConflictError):
        editing.publish(OPERATOR, Note, written.pk, 1)
    assert editing.publish(OPERATOR, Note, written.pk, 2).visibility == "published"
    assert editing.withdraw(OPERATOR, Note, written.pk, 3).visibility == "office"


def test_archiving_loses_nothing_and_an_item_comes_back_private(office: Office) -> None:
    written = note(office, text="kept")
    editing.publish(OPERATOR, Note, written.pk, 1)
    editing.archive(OPERATOR, Note, written.pk, 2)
    with pytest.raises(NotAllowedError):
        editing.change(OPERATOR, Note, written.pk, 3, {"text": "no"})
    back = editing.unarchive(OPERATOR, Note, written.pk, 3)
    assert (back.text, back.archived, back.visibility) == ("kept", False, "office")


def test_a_purge_takes_every_word_and_the_trail_still_holds(office: Office) -> None:
    written = note(office, text="a name that should not be here")
    attachments.attach(OPERATOR, written, "list.txt", "text/plain", b"more names")
    editing.change(OPERATOR, Note, written.pk, 1, {"text": "a name that is another"})
    with pytest.raises(EditConflictError):
        editing.change(OPERATOR, Note, written.pk, 1, {"text": "a name that was refused"})
    editing.archive(OPERATOR, Note, written.pk, 2)
    editing.purge(OPERATOR, Note, written.pk, "It named a person")
    assert not Note.objects.filter(pk=written.pk).exists()
    assert (Attachment.objects.count(), AttachedFile.objects.count()) == (0, 0)
    assert not TrailContent.objects.filter(text__contains="a name that").exists()
    assert not TrailContent.objects.filter(text__contains="list.txt").exists()
    last = TrailEntry.objects.get(action="purge", item_id=written.pk)
    assert (last.actor, last.reason) == ("operator", "It named a person")
    verify()


def test_nothing_is_purged_without_a_reason_or_before_it_is_archived(office: Office) -> None:
    written = note(office)
    with pytest.raises(NotAllowedError):
        editing.purge(OPERATOR, Note, written.pk, "because")
    editing.archive(OPERATOR, Note, written.pk, 1)
    with pytest.raises(InvalidContentError, match="Say why"):
        editing.purge(OPERATOR, Note, written.pk, " ")
    assert Note.objects.filter(pk=written.pk).exists()


@pytest.mark.parametrize(
    ("content", "faults"),
    [
        ({"text": "  "}, {"text"}),
        ({"text": "a\x00b"}, {"text"}),
        ({"text": "half \ud83d of a pair"}, {"text"}),
        ({"text": 5}, {"text"}),
        ({"text": "x" * 20_001}, {"text"}),
        ({"releases": "not a list"}, {"releases"}),
        ({"releases": ["a\x00"]}, {"releases"}),
        ({"area_code": "E99999999", "finding": "", "text": ""}, {"area_code", "finding", "text"}),
    ],
)
def test_content_that_does_not_fit_is_refused_with_every_fault(office: Office, content: dict, faults: set) -> None:
    good = {"area_code": WEST_YORKSHIRE, "finding": "referrals.trend", "releases": [], "text": "good"}
    with pytest.raises(InvalidContentError) as raised:
        editing.create(OPERATOR, Note(office=office), good | content)
    assert set(raised.value.faults) == faults
    assert not Note.objects.exists()


def test_a_comparison_names_a_known_measure_areas_and_period(office: Office) -> None:
    good = {"name": "Neighbours", "measure": "nrm.referrals.made_by_force", "areas": [WEST_YORKSHIRE, KENT]}
    kept = editing.create(OPERATOR, SavedComparison(office=office), good | {"period": "2023-Q4", "state": "order=name"})
    assert SavedComparison.objects.get(pk=kept.pk).areas == [WEST_YORKSHIRE, KENT]
    with pytest.raises(InvalidContentError) as raised:
        editing.change(
            OPERATOR, SavedComparison, kept.pk, 1, {"measure": "nrm.nothing", "areas": ["X"], "period": "last year"}
        )
    assert set(raised.value.faults) == {"measure", "areas", "period"}


@pytest.mark.parametrize("name", ["../etc/passwd", "a/b", "a\\b", "..", "", "a\n", "a\x07"])
def test_a_file_with_a_path_in_its_name_is_not_attached(office: Office, name: str) -> None:
    written = note(office)
    with pytest.raises(InvalidContentError):
        attachments.attach(OPERATOR, written, name, "text/plain", b"x")
    assert not AttachedFile.objects.exists()


def test_an_empty_or_too_large_file_is_not_attached(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "LARGEST", 10)
    written = note(office)
    for content in (b"", b"x" * 11):
        with pytest.raises(InvalidContentError):
            attachments.attach(OPERATOR, written, "a.txt", "text/plain", content)
    kept = attachments.attach(OPERATOR, written, "a.txt", "text/plain", b"\x00\xff" * 5)
    assert attachments.content_of_file(OPERATOR, kept) == b"\x00\xff" * 5


def test_what_belongs_to_an_attachment_never_changes(office: Office) -> None:
    kept = attachments.attach(OPERATOR, note(office), "a.txt", "text/plain", b"x")
    with pytest.raises(ValueError, match="sha256 cannot change"):
        editing.change(OPERATOR, Attachment, kept.pk, 1, {"sha256": "0" * 64})


def test_items_are_not_written_or_deleted_outside_the_trail(office: Office) -> None:
    written = note(office)
    with pytest.raises(TypeError, match="editing"):
        written.save()
    with pytest.raises(TypeError, match="editing"):
        written.delete()
    with pytest.raises(TypeError, match="editing"):
        Partner.objects.create(office=office, name="x")


def test_reading_a_draft_is_noted_once_a_day_and_reading_public_work_is_not(office: Office) -> None:
    reader = member(office, Role.READER, "kim")
    draft, public = note(office), note(office)
    editing.publish(OPERATOR, Note, public.pk, 1)
    for _ in range(3):
        reading.read(reader, Note, draft.pk)
        reading.read(reader, Note, public.pk)
    reading.read(VISITOR, Note, public.pk)
    assert list(TrailEntry.objects.filter(action="read").values_list("actor", "item_id")) == [("kim", draft.pk)]
    editing.change(OPERATOR, Note, draft.pk, 1, {"text": "newer"})
    reading.read(reader, Note, draft.pk)
    assert TrailEntry.objects.filter(action="read", version=2).count() == 1
    verify()


def test_exporting_drafts_is_noted_with_what_left(office: Office) -> None:
    reader = member(office, Role.READER, "kim")
    draft, public = note(office), note(office)
    editing.publish(OPERATOR, Note, public.pk, 1)
    reading.note_export(reader, [draft, Note.objects.get(pk=public.pk)], "DOCX")
    entry = TrailEntry.objects.get(action="export")
    assert (entry.actor, entry.reason) == ("kim", "DOCX")
    assert trail.contents(entry)["details"]["items"] == [{"kind": "note", "item": str(draft.pk), "version": 1}]
    with pytest.raises(NotAllowedError):
        reading.note_export(VISITOR, [draft], "DOCX")
    verify()


def test_what_may_not_be_seen_is_not_found(office: Office) -> None:
    draft = note(office)
    with pytest.raises(ItemNotFoundError):
        reading.read(VISITOR, Note, draft.pk)
    with pytest.raises(ItemNotFoundError):
        reading.read(OPERATOR, Note, uuid4())
    with pytest.raises(ItemNotFoundError):
        editing.change(OPERATOR, Note, uuid4(), 1, {"text": "x"})


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE workspace_trailentry SET actor = 'nobody'",
        "DELETE FROM workspace_trailentry",
        "UPDATE workspace_trailcontent SET text = '{}'",
        "DELETE FROM workspace_trailcontent",
        "UPDATE workspace_trailchain SET length = 0",
        "UPDATE workspace_trailchain SET length = length + 1",
        "DELETE FROM workspace_trailchain",
    ],
)
def test_the_database_itself_refuses_to_alter_the_trail(office: Office, statement: str) -> None:
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute(statement)
    verify()


@only_postgresql
def test_the_trail_cannot_be_emptied_at_one_stroke(office: Office) -> None:
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("TRUNCATE workspace_trailcontent")


def test_the_trail_keeps_words_in_one_written_form(office: Office) -> None:
    written = note(office, text="Ünïcode — “quoted” 🙂")
    entry = TrailEntry.objects.get(item_id=written.pk)
    text = TrailContent.objects.get(entry=entry).text
    assert text == json.dumps(json.loads(text), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    assert "Ünïcode — “quoted” 🙂".replace('"', '\\"') in text


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=strategies.text(max_size=200), release=strategies.text(max_size=20))
def test_any_words_are_kept_exactly_or_refused(office: Office, text: str, release: str) -> None:
    if not text.strip() or "\x00" in text + release or not _encodes(text + release):
        with pytest.raises(InvalidContentError):
            note(office, text=text, releases=[release])
        return
    kept = note(office, text=text, releases=[release])
    found = Note.objects.get(pk=kept.pk)
    assert (found.text, found.releases) == (text, [release])
    last = trail.history(found)[-1][1]
    assert last["after"]["content"]["text"] == text
    verify()


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True

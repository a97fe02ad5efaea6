"""The check names the first broken link, wherever somebody with the database in hand reached in."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import connection

from local_response.model.errors import TrailBrokenError
from local_response.workspace import attachments, editing
from local_response.workspace.guards import lift_guards
from local_response.workspace.models import AttachedFile, Note, Office, Partner, TrailChain, TrailEntry
from local_response.workspace.offices import open_office
from local_response.workspace.verification import verify, verify_noted
from tests.workspace.factory import KENT, OPERATOR, note, tamper


@pytest.fixture
def written(office: Office) -> Note:
    """A note with three edits: links 4 to 6 of its office's chain, after the office, its area and its holder."""
    kept = note(office)
    for version, text in ((1, "second"), (2, "third")):
        editing.change(OPERATOR, Note, kept.pk, version, {"text": text})
    return Note.objects.get(pk=kept.pk)


def test_a_trail_that_nobody_touched_holds(written: Note) -> None:
    open_office(OPERATOR, [KENT])
    found = {one.id: one.length for one in verify()}
    assert sorted(found.values()) == [3, 6]
    assert found[written.office_id] == 6


@pytest.mark.parametrize(
    ("column", "value"),
    [("actor", "nobody"), ("action", "read"), ("version", 9), ("reason", "made up"), ("digest", "0" * 64)],
)
def test_an_altered_link_is_named(written: Note, column: str, value: object) -> None:
    tamper(f"UPDATE workspace_trailentry SET {column} = %s WHERE sequence = 5", value)
    with pytest.raises(TrailBrokenError, match=f"chain {written.office_id}: link 5 was altered"):
        verify()


def test_a_link_altered_with_its_own_hash_breaks_the_next(written: Note) -> None:
    from local_response.workspace.trail import hash_of

    entry = TrailEntry.objects.get(sequence=5)
    entry.actor = "nobody"
    tamper("UPDATE workspace_trailentry SET actor = 'nobody', hash = %s WHERE sequence = 5", hash_of(entry))
    with pytest.raises(TrailBrokenError, match="link 6 does not follow"):
        verify()


def test_altered_words_are_named(written: Note) -> None:
    entry = TrailEntry.objects.get(sequence=5)
    tamper("UPDATE workspace_trailcontent SET text = '{}' WHERE entry_id = %s", entry.pk)
    with pytest.raises(TrailBrokenError, match="link 5: the words beside it were altered"):
        verify()


def test_words_taken_away_without_a_purge_are_named(written: Note) -> None:
    entry = TrailEntry.objects.get(sequence=5)
    tamper("DELETE FROM workspace_trailcontent WHERE entry_id = %s", entry.pk)
    with pytest.raises(TrailBrokenError, match="link 5 has lost its words"):
        verify()


@pytest.mark.parametrize(("sequence", "said"), [(5, "link 5 is missing"), (6, "link 6 is missing")])
def test_a_missing_link_is_named(written: Note, sequence: int, said: str) -> None:
    entry = TrailEntry.objects.get(sequence=sequence)
    tamper("DELETE FROM workspace_trailcontent WHERE entry_id = %s", entry.pk)
    tamper("DELETE FROM workspace_trailentry WHERE id = %s", entry.pk)
    with pytest.raises(TrailBrokenError, match=said):
        verify()


def test_a_whole_chain_taken_away_is_named(written: Note) -> None:
    for table in ("trailcontent", "trailentry", "trailchain"):
        tamper(f"DELETE FROM workspace_{table}")
    with pytest.raises(TrailBrokenError, match=f"office {written.office_id} has no chain"):
        verify()


def test_an_item_changed_behind_the_trail_is_named(written: Note) -> None:
    Note.objects.filter(pk=written.pk).update(text="changed in the database")
    with pytest.raises(TrailBrokenError, match=f"note {written.pk} is not as the trail left it"):
        verify()


@pytest.mark.parametrize("mark", [{"visibility": "published"}, {"archived": True}, {"author": "me"}, {"version": 9}])
def test_an_item_marked_behind_the_trail_is_named(written: Note, mark: dict[str, object]) -> None:
    Note.objects.filter(pk=written.pk).update(**mark)
    with pytest.raises(TrailBrokenError, match=f"note {written.pk} is not as the trail left it"):
        verify()


def test_an_item_taken_away_or_put_in_behind_the_trail_is_named(written: Note) -> None:
    Note.objects.filter(pk=written.pk).delete()
    with pytest.raises(TrailBrokenError, match=f"note {written.pk} was taken away"):
        verify()
    written.keep(new=True)
    verify()
    written.pk = uuid4()
    written.keep(new=True)
    with pytest.raises(TrailBrokenError, match=f"note {written.pk} was added"):
        verify()


def test_guards_that_were_lifted_are_named(written: Note) -> None:
    lift_guards(connection)
    with pytest.raises(TrailBrokenError, match="workspace_guard_entry_update"):
        verify()


def test_a_trail_rewritten_from_its_start_is_found_against_a_noted_head(written: Note) -> None:
    chain = TrailChain.objects.get(pk=written.office_id)
    verify_noted(chain.pk, chain.length, chain.head)
    editing.change(OPERATOR, Note, written.pk, 3, {"text": "goes on"})
    verify_noted(chain.pk, chain.length, chain.head)
    for length, head in ((chain.length, "0" * 64), (99, chain.head)):
        with pytest.raises(TrailBrokenError, match="rewritten"):
            verify_noted(chain.pk, length, head)


def test_forged_or_lost_bytes_of_an_attachment_are_named(written: Note) -> None:
    kept = attachments.attach(OPERATOR, written, "a.txt", "text/plain", b"as attached")
    verify()
    AttachedFile.objects.filter(pk=kept.pk).update(content=b"forged")
    with pytest.raises(TrailBrokenError, match=f"attachment {kept.pk} no longer has the bytes"):
        verify()
    AttachedFile.objects.filter(pk=kept.pk).delete()
    with pytest.raises(TrailBrokenError, match=f"attachment {kept.pk} has lost its bytes"):
        verify()


def test_a_field_that_a_later_program_adds_is_no_break_while_nobody_has_written_in_it(
    written: Note, monkeypatch: pytest.MonkeyPatch
) -> None:
    partner = editing.create(OPERATOR, Partner(office=written.office), {"name": "Example", "sector": "health"})
    monkeypatch.setattr(Partner, "CONTENT", ("name", "sector"))
    earlier = editing.change(OPERATOR, Partner, partner.pk, 1, {"name": "Example charity"})
    monkeypatch.undo()
    verify()
    Partner.objects.filter(pk=earlier.pk).update(role="written behind the trail")
    with pytest.raises(TrailBrokenError, match=f"partner {partner.pk} is not as the trail left it"):
        verify()

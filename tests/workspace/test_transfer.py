"""An office's file goes out of one workspace and into another whole; nothing unsafe, altered or newer comes in."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User

from local_response.model.errors import NotAllowedError, TransferError
from local_response.workspace import attachments, editing, people, trail
from local_response.workspace.access import Actor, Role
from local_response.workspace.models import (
    AttachedFile,
    Attachment,
    Holder,
    Membership,
    Note,
    Office,
    Partner,
    SavedComparison,
    TrailEntry,
)
from local_response.workspace.offices import holder_on, open_office
from local_response.workspace.transfer import importing, reading, upgrades
from local_response.workspace.transfer.archive import read_archive
from local_response.workspace.transfer.exporting import export_office, hand_over
from local_response.workspace.transfer.importing import import_office
from local_response.workspace.transfer.package import carried, record_of
from local_response.workspace.verification import verify
from tests.workspace.conftest import Database, use
from tests.workspace.factory import KENT, OPERATOR, WEST_YORKSHIRE, member, note

GOLDEN = Path(__file__).parent / "fixtures" / "office_schema_1.zip"


@pytest.fixture
def elsewhere(database: Database, sqlite_template: Path, tmp_path: Path) -> Callable[[], None]:
    """Points Django at another, empty workspace: the work leaves one database and enters the next."""

    def go() -> None:
        file = tmp_path / "elsewhere" / "workspace" / "workspace.sqlite3"
        file.parent.mkdir(parents=True)
        shutil.copy(sqlite_template, file)
        use({}, tmp_path / "elsewhere")

    return go


@pytest.fixture
def full(office: Office) -> Office:
    """An office with something of every kind, in every state."""
    User.objects.create_user("alex")
    people.appoint(OPERATOR, office, "alex", Role.EDITOR)
    editing.create(OPERATOR, Partner(office=office), {"name": "Example charity", "sector": "voluntary"})
    comparison = {"name": "All", "measure": "nrm.referrals.made_by_force", "areas": [WEST_YORKSHIRE], "period": ""}
    editing.create(OPERATOR, SavedComparison(office=office), comparison)
    draft = note(office, member(office, Role.EDITOR, "alex"), "Ünïcode, 🙂 and\nlines")
    attachments.attach(OPERATOR, draft, "minutes.txt", "text/plain", bytes(range(256)))
    editing.change(OPERATOR, Note, draft.pk, 1, {"text": "changed"})
    public, archived, purged = note(office), note(office), note(office, text="gone for good")
    editing.publish(OPERATOR, Note, public.pk, 1)
    editing.archive(OPERATOR, Note, archived.pk, 1)
    editing.archive(OPERATOR, Note, purged.pk, 1)
    editing.purge(OPERATOR, Note, purged.pk, "asked to")
    return office


def everything(office_id: object) -> dict[str, Any]:
    found: dict[str, Any] = {
        word: [record_of(item) for item in kind._default_manager.order_by("pk") if item.owner_id == office_id]
        for word, kind in carried().items()
    }
    found["files"] = {file.pk: bytes(file.content) for file in AttachedFile.objects.all()}
    entries = TrailEntry.objects.filter(chain_id=office_id).order_by("sequence").select_related("content")
    found["trail"] = [(entry.hash, trail.contents(entry)) for entry in entries]
    return found


def test_an_office_comes_in_as_it_went_out(full: Office, tmp_path: Path, elsewhere: Callable[[], None]) -> None:
    exported = export_office(OPERATOR, full, tmp_path / "office.zip")
    before = everything(full.pk)
    elsewhere()
    assert not Office.objects.exists()
    brought = import_office(OPERATOR, tmp_path / "office.zip")
    after = everything(full.pk)
    imported = after["trail"].pop()
    assert after == before
    assert imported[1]["details"] == {"head": exported.head, "schema": 1}
    assert brought.items == exported.items
    assert "gone for good" not in json.dumps(after["trail"])
    verify()


def test_an_office_can_go_back_and_forth(full: Office, tmp_path: Path, elsewhere: Callable[[], None]) -> None:
    export_office(OPERATOR, full, tmp_path / "first.zip")
    elsewhere()
    brought = import_office(OPERATOR, tmp_path / "first.zip").office
    written = Note.objects.filter(archived=False, visibility="office").get()
    editing.change(OPERATOR, Note, written.pk, written.version, {"text": "goes on here"})
    export_office(OPERATOR, brought, tmp_path / "second.zip")
    assert reading.read_package(tmp_path / "second.zip").length > reading.read_package(tmp_path / "first.zip").length


def test_members_come_without_their_accounts_until_somebody_ties_them(
    full: Office, tmp_path: Path, elsewhere: Callable[[], None]
) -> None:
    export_office(OPERATOR, full, tmp_path / "office.zip")
    elsewhere()
    somebody_else = User.objects.create_user("alex")
    brought = import_office(OPERATOR, tmp_path / "office.zip")
    assert people.actor_for(somebody_else).roles == {}
    assert [one.username for one in brought.untied] == ["alex"]
    people.tie(OPERATOR, brought.untied[0].pk)
    assert people.actor_for(somebody_else).roles == {full.pk: Role.EDITOR}
    verify()


def test_only_who_may_hand_over_an_office_exports_it_and_the_trail_says_so(full: Office, tmp_path: Path) -> None:
    for who in (member(full, Role.APPROVER), Actor("it", service_administrator=True)):
        with pytest.raises(NotAllowedError):
            export_office(who, full, tmp_path / "office.zip")
    assert not TrailEntry.objects.filter(action="export").exists()
    export_office(member(full, Role.OFFICE_ADMINISTRATOR, "jo"), full, tmp_path / "office.zip")
    entry = TrailEntry.objects.get(action="export")
    assert (entry.actor, trail.contents(entry)["details"]["items"]["note"]) == ("jo", 3)
    assert (tmp_path / "office.zip").stat().st_mode & 0o077 == 0


def test_an_export_that_cannot_be_written_is_not_noted(full: Office, tmp_path: Path) -> None:
    (tmp_path / "there.zip").write_bytes(b"mine")
    for path in (tmp_path / "there.zip", tmp_path / "no" / "folder.zip"):
        with pytest.raises(TransferError):
            export_office(OPERATOR, full, path)
    assert (tmp_path / "there.zip").read_bytes() == b"mine"
    assert not TrailEntry.objects.filter(action="export").exists()
    assert [one.name for one in tmp_path.glob("*.zip*")] == ["there.zip"]


def test_other_offices_stay_out_of_the_file(full: Office, tmp_path: Path) -> None:
    other = open_office(OPERATOR, [KENT])
    secret = note(other, text="the other office's draft")
    export_office(OPERATOR, full, tmp_path / "office.zip")
    _, parts = read_archive(tmp_path / "office.zip")
    for data in parts.values():
        assert str(other.pk).encode() not in data
        assert str(secret.pk).encode() not in data
        assert b"the other office" not in data


def test_the_handover_pack_passes_the_post_and_tells_who_held_it(
    full: Office, tmp_path: Path, elsewhere: Callable[[], None]
) -> None:
    board = Holder(holder="board", title="Police and Crime Board", body="Example Board", source="Example order")
    hand_over(OPERATOR, full, date(2028, 5, 8), board, tmp_path / "pack.zip")
    elsewhere()
    import_office(OPERATOR, tmp_path / "pack.zip")
    last, first = holder_on(full.pk, date(2028, 5, 7)), holder_on(full.pk, date(2028, 5, 8))
    assert last is not None
    assert first is not None
    assert (last.holder, first.holder, first.title) == ("mayor", "board", "Police and Crime Board")
    about = read_archive(tmp_path / "pack.zip")[1]["about.txt"].decode()
    assert "Mayor of West Yorkshire, West Yorkshire Combined Authority from 10 May 2021 until 8 May 2028" in about
    assert "Police and Crime Board, Example Board from 8 May 2028" in about
    assert "- notes: 3 (1 published, 1 archived)" in about
    assert "alex, editor" in about


def test_a_handover_that_cannot_be_written_passes_nothing(full: Office, tmp_path: Path) -> None:
    board = Holder(holder="board", title="Police and Crime Board")
    with pytest.raises(TransferError):
        hand_over(OPERATOR, full, date(2028, 5, 8), board, tmp_path / "no" / "pack.zip")
    assert list(Holder.objects.values_list("holder", "until")) == [("mayor", None)]
    verify()


def test_an_office_that_is_here_is_not_imported_over(full: Office, tmp_path: Path) -> None:
    export_office(OPERATOR, full, tmp_path / "office.zip")
    before = everything(full.pk)
    with pytest.raises(TransferError, match="already"):
        import_office(OPERATOR, tmp_path / "office.zip")
    assert everything(full.pk) == before


def test_who_may_not_open_an_office_imports_none(full: Office, tmp_path: Path, elsewhere: Callable[[], None]) -> None:
    export_office(OPERATOR, full, tmp_path / "office.zip")
    elsewhere()
    with pytest.raises(NotAllowedError):
        import_office(Actor("jo", {uuid4(): Role.OFFICE_ADMINISTRATOR}), tmp_path / "office.zip")
    assert not TrailEntry.objects.exists()
    import_office(Actor("it", service_administrator=True), tmp_path / "office.zip")


def test_a_file_of_the_first_schema_can_still_be_read(database: Database) -> None:
    brought = import_office(OPERATOR, GOLDEN)
    assert brought.office.name == "Example office"
    kept = Note.objects.get()
    assert (kept.text, kept.version, kept.author) == ("As it was written in the first schema.", 2, "operator")
    assert attachments.content_of_file(OPERATOR, Attachment.objects.get()) == b"attached in the first schema\n"
    assert Membership.objects.get().username == "alex"
    verify()


def test_what_an_upgrade_rewrites_is_a_version_that_the_trail_tells(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def shout(items: Any) -> Any:
        loud = [one | {"content": one["content"] | {"text": one["content"]["text"].upper()}} for one in items["note"]]
        return {**items, "note": loud}

    monkeypatch.setattr(reading, "upgraded", lambda items, schema: upgrades.upgraded(items, schema, {1: shout}, 2))
    import_office(OPERATOR, GOLDEN)
    kept = Note.objects.get()
    assert (kept.text, kept.version) == ("AS IT WAS WRITTEN IN THE FIRST SCHEMA.", 3)
    entry, about = trail.history(kept)[-1]
    assert (entry.action, about["before"]["content"]["text"]) == ("change", "As it was written in the first schema.")
    verify()


def rewritten(source: Path, target: Path, edit: Callable[[dict[str, bytes]], None], *, honest: bool = True) -> Path:
    """A copy of an office's file with its parts edited; honest: the manifest's hashes are made to fit."""
    with zipfile.ZipFile(source) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    edit(parts)
    if honest:
        manifest = json.loads(parts["manifest.json"])
        files = {name: data for name, data in parts.items() if name != "manifest.json"}
        manifest["files"] = {name: {"sha256": sha256(data).hexdigest()} for name, data in files.items()}
        parts["manifest.json"] = json.dumps(manifest).encode()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return target


def edited(part: str, change: Callable[[Any], object]) -> Callable[[dict[str, bytes]], None]:
    """Changes a part's JSON in place."""

    def edit(parts: dict[str, bytes]) -> None:
        found = json.loads(parts[part])
        change(found)
        parts[part] = json.dumps(found).encode()

    return edit


def _members(name: str) -> Callable[[dict[str, bytes]], None]:
    return lambda parts: parts.update({name: b"x"})


ALTERED = {
    "a note's words": edited("items/note.json", lambda rows: rows[0]["content"].update(text="forged")),
    "a note made public": edited("items/note.json", lambda rows: rows[0].update(visibility="published")),
    "a note left out": edited("items/note.json", lambda rows: rows.clear()),
    "a note put in": edited(
        "items/note.json", lambda rows: rows.append(rows[0] | {"id": "00000000-0000-0000-0000-000000000001"})
    ),
    "a note twice": edited("items/note.json", lambda rows: rows.append(rows[0])),
    "a role raised": edited("items/membership.json", lambda rows: rows[0]["content"].update(role=5)),
    "a link's actor": edited("trail.json", lambda rows: rows[2].update(actor="nobody")),
    "a link left out": edited("trail.json", lambda rows: rows.pop(2)),
    "the last link left out": edited("trail.json", lambda rows: rows.pop()),
    "a link's words": edited("trail.json", lambda rows: rows[2]["content"].update(text="{}")),
    "words taken away": edited("trail.json", lambda rows: rows[2].update(content=None)),
    "an attachment's bytes": lambda parts: parts.update(
        {name: b"forged" for name in parts if name.startswith("attachments/")}
    ),
    "an attachment left out": lambda parts: [parts.pop(n) for n in list(parts) if n.startswith("attachments/")],
    "another office's name": edited(
        "manifest.json", lambda found: found["office"].update(id="00000000-0000-0000-0000-000000000001")
    ),
    "the trail taken out": lambda parts: parts.pop("trail.json"),
    "an unknown kind": _members("items/spell.json"),
    "a kind that no office owns": lambda parts: parts.update({"items/serviceappointment.json": b"[]"}),
    "not a list": lambda parts: parts.update({"items/note.json": b"{}"}),
    "not JSON": lambda parts: parts.update({"items/note.json": b"\xff"}),
    "not a number": lambda parts: parts.update({"items/note.json": b"[NaN]"}),
    "too deep": lambda parts: parts.update({"items/note.json": b"[" * 100_000}),
    "a record of the wrong shape": edited("items/note.json", lambda rows: rows[0].update(version="1")),
    "a link of the wrong shape": edited("trail.json", lambda rows: rows[0].update(sequence=True)),
    "a path that leads outside": _members("../../outside.json"),
    "a path from the root": _members("/etc/outside"),
    "a path with backslashes": _members("items\\..\\..\\outside.json"),
    "a folder in a folder": _members("items/../note.json"),
    "a schema that is no number": edited("manifest.json", lambda found: found.update(schema="1")),
    "a schema before the first": edited("manifest.json", lambda found: found.update(schema=0)),
    "another format": edited("manifest.json", lambda found: found.update(format="something-else")),
    "no manifest": lambda parts: parts.pop("manifest.json"),
}


@pytest.mark.parametrize("what", list(ALTERED))
def test_an_altered_file_is_refused_and_nothing_is_kept(database: Database, tmp_path: Path, what: str) -> None:
    forged = rewritten(GOLDEN, tmp_path / "forged.zip", ALTERED[what], honest=what != "no manifest")
    with pytest.raises(TransferError):
        import_office(OPERATOR, forged)
    assert not Office.objects.exists()
    assert not TrailEntry.objects.exists()
    assert sorted(tmp_path.rglob("outside*")) == []


def test_a_part_that_differs_from_the_manifest_is_named(database: Database, tmp_path: Path) -> None:
    edit = edited("items/note.json", lambda rows: rows[0]["content"].update(text="forged"))
    forged = rewritten(GOLDEN, tmp_path / "forged.zip", edit, honest=False)
    with pytest.raises(TransferError, match=r"items/note\.json is not as it was exported"):
        import_office(OPERATOR, forged)


def test_a_newer_program_s_file_says_to_update(database: Database, tmp_path: Path) -> None:
    edit = edited("manifest.json", lambda found: found.update(schema=7, program="9.1"))
    newer = rewritten(GOLDEN, tmp_path / "newer.zip", edit)
    with pytest.raises(TransferError, match=r"newer program \(9\.1, schema 7\).*Update Local Response"):
        import_office(OPERATOR, newer)


@pytest.mark.parametrize("content", [b"", b"PK", b"not a zip", b"PK\x05\x06" + b"\x00" * 18])
def test_what_is_no_office_s_file_is_refused(database: Database, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.zip").write_bytes(content)
    with pytest.raises(TransferError):
        import_office(OPERATOR, tmp_path / "x.zip")
    with pytest.raises(TransferError, match="cannot be read"):
        import_office(OPERATOR, tmp_path / "absent.zip")


def test_a_file_cut_short_anywhere_is_refused(tmp_path: Path) -> None:
    whole = GOLDEN.read_bytes()
    for end in range(0, len(whole) - 1, 97):
        (tmp_path / "cut.zip").write_bytes(whole[:end])
        with pytest.raises(TransferError):
            reading.read_package(tmp_path / "cut.zip")


def test_a_file_with_one_flipped_bit_is_refused_or_reads_the_same(tmp_path: Path) -> None:
    whole, same = GOLDEN.read_bytes(), reading.read_package(GOLDEN)
    for place in range(0, len(whole), 31):
        (tmp_path / "flipped.zip").write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
        try:
            found = reading.read_package(tmp_path / "flipped.zip")
        except TransferError:
            continue
        assert (found.items, found.head, found.attachments) == (same.items, same.head, same.attachments)


def test_a_zip_bomb_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("trail.json", b"0" * 5_000_000)
    with pytest.raises(TransferError, match="expand past the limit"):
        read_archive(tmp_path / "bomb.zip", limit=1_000_000)


def test_a_part_that_is_there_twice_is_refused(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("trail.json", b"[]")
        with pytest.warns(UserWarning, match="Duplicate"):
            archive.writestr("trail.json", b"[]")
    (tmp_path / "twice.zip").write_bytes(buffer.getvalue())
    with pytest.raises(TransferError, match="twice"):
        read_archive(tmp_path / "twice.zip")


def test_content_that_no_field_takes_is_refused_even_with_a_trail_that_fits(
    full: Office, tmp_path: Path, elsewhere: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editing, "check", lambda _item: None)  # a program that checks nothing wrote the file
    script = {"name": "x", "sector": "voluntary", "website": "javascript:alert(1)"}
    editing.create(OPERATOR, Partner(office=full), script)
    export_office(OPERATOR, full, tmp_path / "office.zip")
    elsewhere()
    with pytest.raises(TransferError, match="website"):
        import_office(OPERATOR, tmp_path / "office.zip")
    assert not Office.objects.exists()


def test_an_area_that_the_definitions_no_longer_know_does_not_keep_work_out(
    full: Office, tmp_path: Path, elsewhere: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(editing, "check", lambda _item: None)
    note(full, area_code="E23009999")
    export_office(OPERATOR, full, tmp_path / "office.zip")
    elsewhere()
    import_office(OPERATOR, tmp_path / "office.zip")
    old = Note.objects.get(area_code="E23009999")
    editing.archive(OPERATOR, Note, old.pk, 1)
    verify()


def test_an_import_killed_half_way_leaves_nothing(
    full: Office, tmp_path: Path, elsewhere: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    export_office(OPERATOR, full, tmp_path / "office.zip")
    elsewhere()

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(importing.trail, "append", killed)
    with pytest.raises(KeyboardInterrupt):
        import_office(OPERATOR, tmp_path / "office.zip")
    assert not Office.objects.exists()
    assert not TrailEntry.objects.exists()

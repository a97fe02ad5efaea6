"""The whole matrix of access: every role, own or another office, every state, every action."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import product
from uuid import UUID

import pytest

from local_response.model.errors import NotAllowedError
from local_response.workspace import editing, reading
from local_response.workspace.access import LEAST_ROLE, VISITOR, Action, Actor, Role, Subject, may
from local_response.workspace.models import Membership, Note, Office, Partner
from local_response.workspace.offices import open_office
from local_response.workspace.states import kinds
from tests.workspace.factory import KENT, OPERATOR, member, note

OWN, OTHER = UUID(int=1), UUID(int=2)
ACTIONS: tuple[Action, ...] = (
    "read",
    "export",
    "create",
    "change",
    "archive",
    "publish",
    "purge",
    "hand_over",
    "read_trail",
)
EXPORTED = {"read", "export"}
STATES = {
    "draft": ("office", False),
    "published": ("published", False),
    "archived draft": ("office", True),
    "archived published": ("published", True),
}


@dataclass(frozen=True)
class Thing:
    subject: Subject
    visibility: str
    archived: bool
    author: str = "somebody else"
    owner_id: UUID = OWN


def actors() -> dict[str, Actor]:
    own = {role.title: Actor("me", {OWN: role}) for role in Role}
    elsewhere = {f"{role.title} elsewhere": Actor("me", {OTHER: role}) for role in Role}
    return {
        **own,
        **elsewhere,
        "visitor": VISITOR,
        "account without a role": Actor("me"),
        "service administrator": Actor("me", service_administrator=True),
        "operator": OPERATOR,
    }


# What each may do with the work of an office, by state; written out, not computed from the rules under test.
WORK = {
    ("draft", "reader"): "read export",
    ("draft", "contributor"): "read export create",
    ("draft", "editor"): "read export create change archive",
    ("draft", "approver"): "read export create change archive publish",
    ("draft", "office administrator"): "read export create change archive publish",
    ("draft", "operator"): "read export create change archive publish",
    ("published", "reader"): "read export",
    ("published", "contributor"): "read export create",
    ("published", "editor"): "read export create",
    ("published", "approver"): "read export create change archive publish",
    ("published", "office administrator"): "read export create change archive publish",
    ("published", "operator"): "read export create change archive publish",
    ("archived draft", "reader"): "read export",
    ("archived draft", "contributor"): "read export",
    ("archived draft", "editor"): "read export archive",
    ("archived draft", "approver"): "read export archive",
    ("archived draft", "office administrator"): "read export archive purge",
    ("archived draft", "operator"): "read export archive purge",
    ("archived published", "reader"): "read export",
    ("archived published", "contributor"): "read export",
    ("archived published", "editor"): "read export",
    ("archived published", "approver"): "read export archive",
    ("archived published", "office administrator"): "read export archive purge",
    ("archived published", "operator"): "read export archive purge",
}


@pytest.mark.parametrize(("who", "state"), list(product(actors(), STATES)))
def test_an_office_sees_its_own_drafts_and_everyones_published_work_and_nothing_else(who: str, state: str) -> None:
    expected = WORK.get((state, who), "read export" if state == "published" else "")
    thing = Thing("work", *STATES[state])
    assert [action for action in ACTIONS if may(actors()[who], action, thing)] == expected.split()


@pytest.mark.parametrize(
    ("state", "may_do"),
    [
        ("draft", "read export create change archive"),
        ("published", "read export create"),
        ("archived draft", "read export archive"),
        ("archived published", "read export"),
    ],
)
def test_a_contributor_sees_to_the_drafts_that_they_began(state: str, may_do: str) -> None:
    thing = Thing("work", *STATES[state], author="me")
    assert [one for one in ACTIONS if may(Actor("me", {OWN: Role.CONTRIBUTOR}), one, thing)] == may_do.split()
    assert not may(Actor("me", {OWN: Role.READER}), "change", thing)
    assert not may(Actor("me", {OTHER: Role.CONTRIBUTOR}), "change", thing)


PEOPLE = {
    "reader": "read",
    "contributor": "read",
    "editor": "read",
    "approver": "read",
    "office administrator": "read export create change archive",
    "service administrator": "read create change archive",
    "operator": "read export create change archive",
}


@pytest.mark.parametrize("who", list(actors()))
def test_members_are_seen_in_their_office_and_appointed_by_administrators(who: str) -> None:
    thing = Thing("people", "office", False)
    assert [one for one in ACTIONS if may(actors()[who], one, thing)] == PEOPLE.get(who, "").split()


OFFICE = {
    "office administrator": "read export create change archive hand_over read_trail",
    "service administrator": "read export create change archive",
    "operator": "read export create change archive hand_over read_trail",
}


@pytest.mark.parametrize("who", list(actors()))
def test_an_office_is_public_and_seen_to_by_administrators(who: str) -> None:
    thing = Thing("office", "published", False)
    assert [one for one in ACTIONS if may(actors()[who], one, thing)] == OFFICE.get(who, "read export").split()


@pytest.mark.parametrize("who", list(actors()))
def test_only_who_administers_the_service_sees_who_else_does(who: str) -> None:
    found = [one for one in ACTIONS if may(actors()[who], one, Thing("service", "office", False))]
    allowed = ["read", "export", "create", "change", "archive", "read_trail"]
    assert found == (allowed if who in ("service administrator", "operator") else [])


def test_every_kind_of_item_has_rules() -> None:
    assert {kind.subject for kind in kinds().values()} <= set(LEAST_ROLE)


def test_a_role_needs_a_name() -> None:
    with pytest.raises(ValueError, match="name"):
        Actor("", {OWN: Role.READER})


def test_lists_show_what_the_rules_allow_to_read(office: Office) -> None:
    other = open_office(OPERATOR, [KENT])
    places = {OWN: office.pk, OTHER: other.pk}
    for place in (office, other):
        for state in STATES.values():
            _in_state(note(place), *state)
    for who, described in actors().items():
        actor = Actor(
            described.name,
            {places[one]: role for one, role in described.roles.items()},
            described.service_administrator,
            described.operator,
        )
        for kind in (Note, Office, Partner, Membership):
            for archived in (False, True):
                expected = {one.pk for one in kind.objects.filter(archived=archived) if may(actor, "read", one)}
                assert {one.pk for one in reading.visible(actor, kind, archived=archived)} == expected, who


def _in_state(written: Note, visibility: str, archived: bool) -> None:
    if visibility == "published":
        editing.publish(OPERATOR, Note, written.pk, 1)
    if archived:
        editing.archive(OPERATOR, Note, written.pk, 2 if visibility == "published" else 1)


@pytest.mark.parametrize(
    ("too_little", "act"),
    [
        (Role.READER, lambda who, written: note(written.office, who)),
        (Role.CONTRIBUTOR, lambda who, written: editing.change(who, Note, written.pk, 1, {"text": "x"})),
        (Role.CONTRIBUTOR, lambda who, written: editing.archive(who, Note, written.pk, 1)),
        (Role.EDITOR, lambda who, written: editing.publish(who, Note, written.pk, 1)),
        (Role.APPROVER, lambda who, written: editing.change(who, Office, written.office_id, 1, {"name": "x"})),
    ],
)
def test_writing_asks_the_rules(office: Office, too_little: Role, act: Callable[[Actor, Note], object]) -> None:
    written = note(office)
    with pytest.raises(NotAllowedError):
        act(member(office, too_little), written)
    act(member(office, Role(too_little + 1)), written)

"""Offices outlive their holders; an account may do what its membership says today."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser, User

from local_response.model.errors import (
    InvalidContentError,
    ItemNotFoundError,
    NotAllowedError,
    UnknownAreaError,
)
from local_response.workspace import editing, people
from local_response.workspace.access import VISITOR, Actor, Role
from local_response.workspace.models import Holder, Membership, Office, OfficeArea, ServiceAppointment
from local_response.workspace.offices import holder_on, office_named, open_office, pass_post, serving
from local_response.workspace.verification import verify
from tests.workspace.conftest import Database
from tests.workspace.factory import KENT, OPERATOR, WEST_YORKSHIRE, member


def test_a_new_office_knows_its_area_and_who_holds_the_post(database: Database) -> None:
    office = open_office(OPERATOR, [KENT], on=date(2025, 1, 1))
    assert office.name == "Police and Crime Commissioner: Kent"
    assert [one.pk for one in serving(KENT, date(2025, 1, 1))] == [office.pk]
    held = holder_on(office.pk, date(2025, 1, 1))
    assert held is not None
    assert (held.holder, held.since, held.until) == ("commissioner", None, None)


def test_an_office_needs_an_area_that_is_known(database: Database) -> None:
    with pytest.raises(InvalidContentError):
        open_office(OPERATOR, [])
    with pytest.raises(InvalidContentError):
        open_office(OPERATOR, [KENT, "E99999999"])
    with pytest.raises(UnknownAreaError):
        open_office(OPERATOR, ["E99999999"])
    assert not Office.objects.exists()


def test_only_who_administers_the_service_opens_an_office(database: Database) -> None:
    with pytest.raises(NotAllowedError):
        open_office(VISITOR, [KENT])
    open_office(Actor("it", service_administrator=True), [KENT])
    verify()


def test_a_post_passes_on_a_day_from_commissioner_to_mayor_to_board(database: Database) -> None:
    office = open_office(OPERATOR, [KENT])
    pass_post(OPERATOR, office, date(2027, 5, 7), Holder(holder="mayor", title="Mayor", body="Authority"))
    pass_post(OPERATOR, office, date(2028, 5, 8), Holder(holder="board", title="Board"))
    days = (date(2027, 5, 6), date(2027, 5, 7), date(2028, 5, 7), date(2028, 5, 8))
    found = [holder_on(office.pk, day) for day in days]
    assert [one.holder for one in found if one] == ["commissioner", "mayor", "mayor", "board"]
    verify()


def test_a_post_has_one_holder_on_a_day(database: Database) -> None:
    office = open_office(OPERATOR, [KENT])
    with pytest.raises(InvalidContentError, match="holds the post"):
        editing.create(OPERATOR, Holder(office=office, holder="mayor", title="Mayor", since=date(2027, 5, 7)))
    pass_post(OPERATOR, office, date(2027, 5, 7), Holder(holder="mayor", title="Mayor"))
    with pytest.raises(InvalidContentError, match="after the first"):
        pass_post(OPERATOR, office, date(2027, 5, 7), Holder(holder="board", title="Board"))
    assert Holder.objects.count() == 2


def test_an_office_serves_an_area_between_its_days(database: Database) -> None:
    office = open_office(OPERATOR, [KENT])
    more = {"area_code": WEST_YORKSHIRE, "since": "2027-04-01", "until": "2028-04-01"}
    editing.create(OPERATOR, OfficeArea(office=office), more)
    days = (date(2027, 3, 31), date(2027, 4, 1), date(2028, 3, 31), date(2028, 4, 1))
    assert [len(serving(WEST_YORKSHIRE, day)) for day in days] == [0, 1, 1, 0]


def test_an_office_answers_to_id_name_and_area(office: Office) -> None:
    for words in (str(office.pk), "mayor of WEST yorkshire", WEST_YORKSHIRE):
        assert office_named(words).pk == office.pk
    with pytest.raises(ItemNotFoundError, match="No office"):
        office_named("nobody")
    open_office(OPERATOR, [WEST_YORKSHIRE], "Another")
    with pytest.raises(ItemNotFoundError, match="2 offices"):
        office_named(WEST_YORKSHIRE)


def test_an_account_may_do_what_its_membership_says_today(office: Office) -> None:
    user = User.objects.create_user("kim")
    assert people.actor_for(user) == Actor("kim")
    held = people.appoint(OPERATOR, office, "kim", Role.READER)
    people.appoint(OPERATOR, office, "kim", Role.APPROVER)
    assert people.actor_for(user) == Actor("kim", {office.pk: Role.APPROVER})
    editing.archive(OPERATOR, Membership, held.pk, 2)
    assert people.actor_for(user).roles == {}


def test_no_account_a_closed_account_and_a_closed_office_give_no_role(office: Office) -> None:
    user = User.objects.create_user("kim")
    people.appoint(OPERATOR, office, "kim", Role.EDITOR)
    assert people.actor_for(None) == VISITOR
    assert people.actor_for(AnonymousUser()) == VISITOR
    editing.archive(OPERATOR, Office, office.pk, 1)
    assert people.actor_for(user).roles == {}
    user.is_active = False
    assert people.actor_for(user) == VISITOR


def test_a_role_does_not_pass_to_another_name(office: Office) -> None:
    user = User.objects.create_user("kim")
    people.appoint(OPERATOR, office, "kim", Role.EDITOR)
    people.appoint_to_service(OPERATOR, "kim")
    user.username = "alex"
    user.save()
    assert people.actor_for(user) == Actor("alex")


def test_members_are_appointed_by_administrators_only(office: Office) -> None:
    User.objects.create_user("kim")
    with pytest.raises(NotAllowedError):
        people.appoint(member(office, Role.APPROVER), office, "kim", Role.OFFICE_ADMINISTRATOR)
    with pytest.raises(ItemNotFoundError):
        people.appoint(OPERATOR, office, "nobody", Role.READER)
    people.appoint(member(office, Role.OFFICE_ADMINISTRATOR), office, "kim", Role.READER)
    with pytest.raises(NotAllowedError):
        people.appoint_to_service(member(office, Role.OFFICE_ADMINISTRATOR), "kim")


def test_a_service_administrator_is_appointed_once_and_leaves_a_trail(database: Database) -> None:
    user = User.objects.create_user("kim")
    people.appoint_to_service(OPERATOR, "kim")
    assert people.actor_for(user).service_administrator
    with pytest.raises(InvalidContentError, match="already administers"):
        people.appoint_to_service(OPERATOR, "kim")
    assert ServiceAppointment.objects.count() == 1
    verify()

"""Accounts and what they may do: an actor for an account, and appointing members."""

from __future__ import annotations

import getpass
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, User

from local_response.model.errors import ItemNotFoundError
from local_response.workspace import editing
from local_response.workspace.access import VISITOR, Actor, Role
from local_response.workspace.models.office import Office
from local_response.workspace.models.people import Membership, ServiceAppointment


def actor_for(user: AbstractBaseUser | None) -> Actor:
    """What an account may do today. No account, or one that is switched off, is a visitor.

    A role counts only while the account has the name that it was given to: the trail tells of names.
    """
    if user is None or not user.is_authenticated or not user.is_active:
        return VISITOR
    own = {"user_id": user.pk, "username": user.get_username(), "archived": False}
    held = Membership.objects.filter(**own, office__archived=False)
    return Actor(
        user.get_username(),
        roles={office: Role(role) for office, role in held.values_list("office_id", "role")},
        service_administrator=ServiceAppointment.objects.filter(**own).exists(),
    )


def operator() -> Actor:
    """Who runs the program on the machine that holds the database, by the name of their account there."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError):  # a container may run under a number without a name
        name = "operator"
    return Actor(f"{name} (on this machine)", operator=True)


def appoint(actor: Actor, office: Office, username: str, role: Role) -> Membership:
    """Give an account a role in an office; where it has one, change it.

    Raises ItemNotFoundError for no such account, NotAllowedError, InvalidContentError.
    """
    held = Membership.objects.filter(office=office, username=username, archived=False, user__isnull=False).first()
    if held is not None:
        return editing.change(actor, Membership, held.pk, held.version, {"role": role.value})
    user = account(username)
    return editing.create(actor, Membership(office=office, user=user, username=username, role=role.value))


def appoint_to_service(actor: Actor, username: str) -> ServiceAppointment:
    """Let an account administer the service. Raises ItemNotFoundError for no such account, NotAllowedError."""
    return editing.create(actor, ServiceAppointment(user=account(username), username=username))


def tie(actor: Actor, membership_id: UUID) -> Membership:
    """Tie a membership that came in a file to the account of the same name here, once somebody has checked it.

    Raises ItemNotFoundError for no such membership or account, NotAllowedError.
    """
    brought = Membership.objects.filter(pk=membership_id).first()
    if brought is None:
        raise editing.missing(Membership, membership_id)
    office, role, name = brought.office, Role(brought.role), brought.username
    editing.archive(actor, Membership, brought.pk, brought.version)
    return appoint(actor, office, name, role)


def account(username: str) -> User:
    """The account of a name. Raises ItemNotFoundError where there is none."""
    if (user := User.objects.filter(username=username).first()) is None:
        raise ItemNotFoundError(f"There is no account {username!r}. Make the account first, then appoint it.")
    return user

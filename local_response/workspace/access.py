"""Who may do what: one function over role, office and the state of an item. Knows no database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Literal, Protocol
from uuid import UUID

Action = Literal["read", "export", "create", "change", "archive", "publish", "purge", "hand_over", "read_trail"]
Subject = Literal["work", "office", "people", "service"]
Visibility = Literal["office", "published"]

SERVICE = UUID(int=0)
"""Owner of what belongs to the service as a whole and to no office."""


class Role(IntEnum):
    """What a member may do in an office; each may do all that the ones before it may."""

    READER = 1
    CONTRIBUTOR = 2
    EDITOR = 3
    APPROVER = 4
    OFFICE_ADMINISTRATOR = 5

    @property
    def title(self) -> str:
        """As written in a sentence."""
        return self.name.replace("_", " ").lower()


class Restricted(Protocol):
    """What the rules need to know of an item."""

    @property
    def owner_id(self) -> UUID: ...
    @property
    def subject(self) -> Subject: ...
    @property
    def visibility(self) -> str: ...
    @property
    def archived(self) -> bool: ...
    @property
    def author(self) -> str: ...


@dataclass(frozen=True)
class Actor:
    """Who acts. name: of the account, kept in the trail; "" for a visitor without one.

    roles: by office. service_administrator: opens offices and appoints members, and reads no draft.
    operator: runs the program on the machine that holds the database (one person on one machine, or the command
    line), and may do everything that the state of an item allows.
    """

    name: str
    roles: Mapping[UUID, Role] = field(default_factory=dict)
    service_administrator: bool = False
    operator: bool = False

    def __post_init__(self) -> None:
        if not self.name and (self.roles or self.service_administrator or self.operator):
            raise ValueError("somebody with a role has a name")


VISITOR = Actor("")

LEAST_ROLE: Mapping[Subject, Mapping[Action, Role]] = {
    "work": {
        "read": Role.READER,
        "export": Role.READER,
        "create": Role.CONTRIBUTOR,
        "change": Role.EDITOR,
        "archive": Role.EDITOR,
        "publish": Role.APPROVER,
        "purge": Role.OFFICE_ADMINISTRATOR,
    },
    "office": {
        "read": Role.READER,
        "export": Role.READER,
        "create": Role.OFFICE_ADMINISTRATOR,
        "change": Role.OFFICE_ADMINISTRATOR,
        "archive": Role.OFFICE_ADMINISTRATOR,
        "hand_over": Role.OFFICE_ADMINISTRATOR,
        "read_trail": Role.OFFICE_ADMINISTRATOR,
    },
    "people": {
        "read": Role.READER,
        "export": Role.OFFICE_ADMINISTRATOR,
        "create": Role.OFFICE_ADMINISTRATOR,
        "change": Role.OFFICE_ADMINISTRATOR,
        "archive": Role.OFFICE_ADMINISTRATOR,
        "purge": Role.OFFICE_ADMINISTRATOR,
    },
    "service": {},
}
"""The least role in the item's own office that may do an action. What is not listed, no role may do."""

SERVICE_ADMINISTRATOR: Mapping[Subject, frozenset[Action]] = {
    "work": frozenset(),
    "office": frozenset(("read", "create", "change", "archive")),
    "people": frozenset(("read", "create", "change", "archive")),
    "service": frozenset(("read", "export", "create", "change", "archive", "purge", "read_trail")),
}
"""What a service administrator may do in any office: see to offices and people, never to their work."""

_OPERATOR: Mapping[Subject, frozenset[Action]] = {
    subject: frozenset(least) | SERVICE_ADMINISTRATOR[subject] for subject, least in LEAST_ROLE.items()
}
_WHEN_ARCHIVED: frozenset[Action] = frozenset(("read", "export", "archive", "purge", "hand_over", "read_trail"))
_BY_ITS_AUTHOR: frozenset[Action] = frozenset(("change", "archive"))
_OF_EVERYONES: frozenset[Action] = frozenset(("read", "export"))


def may(actor: Actor, action: Action, item: Restricted) -> bool:
    """Whether an actor may do something with an item, by role, office and the item's state.

    An office sees its own drafts and everyone's published work, nothing else. "archive" is also the undoing of it,
    "publish" also the taking back. Published work is changed or archived only by who may publish. A contributor may
    change and archive the private work they began. Archived items are read, exported, brought back or purged, and
    only in their own office; nothing is purged that is not archived.
    """
    if (item.archived and action not in _WHEN_ARCHIVED) or (action == "purge" and not item.archived):
        return False
    if actor.operator:
        return action in _OPERATOR[item.subject]
    if actor.service_administrator and action in SERVICE_ADMINISTRATOR[item.subject]:
        return True
    published = item.visibility == "published" and not item.archived
    if published and action in _OF_EVERYONES:
        return True
    role = actor.roles.get(item.owner_id)
    least = LEAST_ROLE[item.subject].get(action)
    if role is None or least is None:
        return False
    if item.subject == "work" and action in _BY_ITS_AUTHOR:
        if item.visibility == "published":
            return role >= Role.APPROVER
        if item.author == actor.name and role >= Role.CONTRIBUTOR:
            return True
    return role >= least

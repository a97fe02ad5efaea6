"""One small factory for each noun, and the hand that tampers."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection

from local_response.workspace import editing
from local_response.workspace.access import Actor, Role
from local_response.workspace.guards import lift_guards, set_guards
from local_response.workspace.models import Note, Office

WEST_YORKSHIRE, KENT = "E23000010", "E23000032"
OPERATOR = Actor("operator", operator=True)
IN_POSTGRESQL = pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))  # one server for all of them
only_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
only_postgresql = pytest.mark.parametrize("database", [IN_POSTGRESQL], indirect=True)


def member(office: Office, role: Role, name: str = "") -> Actor:
    """Somebody with a role in an office, as the rules of access see them."""
    return Actor(name or role.title, {office.pk: role})


def note(office: Office, actor: Actor = OPERATOR, text: str = "Ask the force about this.", **content: Any) -> Note:
    """A note that an actor has written."""
    given = {"area_code": WEST_YORKSHIRE, "finding": "referrals.trend", "releases": ["release-1"], "text": text}
    return editing.create(actor, Note(office=office), given | content)


def tamper(statement: str, *values: Any) -> None:
    """Change the database behind the program's back, with the guards off and on again."""
    lift_guards(connection)
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
    set_guards(connection)

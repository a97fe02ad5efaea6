"""Triggers that make the trail append-only: the database itself refuses to change or delete what was written."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

ENTRY, CONTENT, CHAIN = "workspace_trailentry", "workspace_trailcontent", "workspace_trailchain"
NAMES = (
    "workspace_guard_entry_update",
    "workspace_guard_entry_delete",
    "workspace_guard_content_update",
    "workspace_guard_content_delete",
    "workspace_guard_chain_update",
    "workspace_guard_chain_delete",
)
_TABLES = dict(zip(NAMES, (ENTRY, ENTRY, CONTENT, CONTENT, CHAIN, CHAIN), strict=True))
_REFUSED = "the audit trail is append-only"

_NOT_PURGED = f"NOT EXISTS (SELECT 1 FROM {ENTRY} WHERE item_id = OLD.item_id AND action = 'purge')"  # noqa: S608
_NOT_ONE_AHEAD = "NEW.id <> OLD.id OR NEW.length <> OLD.length + 1 OR NEW.head = OLD.head"
_WHEN = {NAMES[3]: _NOT_PURGED, NAMES[4]: _NOT_ONE_AHEAD}


def set_guards(connection: BaseDatabaseWrapper) -> None:
    """Make the triggers; those that are there stay. Migrations that rebuild a table of the trail call it again."""
    with connection.cursor() as cursor:
        for statement in _STATEMENTS[connection.vendor]:
            cursor.execute(statement)


def lift_guards(connection: BaseDatabaseWrapper) -> None:
    """Take the triggers away: only for a migration backwards, and for tests."""
    with connection.cursor() as cursor:
        for name in NAMES:
            suffix = f" ON {_TABLES[name]}" if connection.vendor == "postgresql" else ""
            cursor.execute(f"DROP TRIGGER IF EXISTS {name}{suffix}")
        if connection.vendor == "postgresql":
            for table in (ENTRY, CONTENT, CHAIN):
                cursor.execute(f"DROP TRIGGER IF EXISTS {table}_guard_truncate ON {table}")
            for name in (*NAMES, "workspace_guard_truncate"):
                cursor.execute(f"DROP FUNCTION IF EXISTS {name}()")


def missing_guards(connection: BaseDatabaseWrapper) -> list[str]:
    """Names of the triggers that should be there and are not, or that are switched off."""
    query = (
        "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')"
        if connection.vendor == "postgresql"
        else "SELECT name FROM sqlite_master WHERE type = 'trigger'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        there = {str(row[0]) for row in cursor.fetchall()}
    return [name for name in NAMES if name not in there]


def _sqlite(name: str) -> str:
    event = name.rsplit("_", 1)[1].upper()
    when = f" WHEN {_WHEN[name]}" if name in _WHEN else ""
    return (
        f"CREATE TRIGGER IF NOT EXISTS {name} BEFORE {event} ON {_TABLES[name]}{when} "
        f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
    )


def _postgresql(name: str) -> list[str]:
    event = name.rsplit("_", 1)[1].upper()
    refuse = f"RAISE EXCEPTION '{_REFUSED}' USING ERRCODE = 'integrity_constraint_violation';"
    body = f"IF {_WHEN[name]} THEN {refuse} END IF;" if name in _WHEN else refuse
    row = "OLD" if event == "DELETE" else "NEW"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN {row}; END $$",
        f"CREATE OR REPLACE TRIGGER {name} BEFORE {event} ON {_TABLES[name]} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def _no_truncate() -> list[str]:
    """PostgreSQL empties a table without asking the triggers of its rows."""
    name = "workspace_guard_truncate"
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{_REFUSED}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        *(
            f"CREATE OR REPLACE TRIGGER {table}_guard_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {name}()"
            for table in (ENTRY, CONTENT, CHAIN)
        ),
    ]


_STATEMENTS = {
    "sqlite": [_sqlite(name) for name in NAMES],
    "postgresql": [*(statement for name in NAMES for statement in _postgresql(name)), *_no_truncate()],
}

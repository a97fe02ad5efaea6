"""Triggers that keep the trail append-only."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from local_response.workspace.guards import lift_guards, set_guards


def forwards(_apps: Any, schema_editor: Any) -> None:
    """Set the guards."""
    set_guards(schema_editor.connection)


def backwards(_apps: Any, schema_editor: Any) -> None:
    """Take them away; nothing that is kept changes."""
    lift_guards(schema_editor.connection)


class Migration(migrations.Migration):
    """Reversible; holds no data."""

    dependencies = [("workspace", "0003_trail")]  # noqa: RUF012
    operations = [migrations.RunPython(forwards, backwards)]  # noqa: RUF012

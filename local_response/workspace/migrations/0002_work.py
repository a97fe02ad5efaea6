"""Notes, saved comparisons and attachments."""

from __future__ import annotations

import uuid
from typing import Any

from django.core.validators import MaxLengthValidator, RegexValidator
from django.db import migrations, models
from django.db.models.deletion import CASCADE, PROTECT

import local_response.workspace.models.checks as checks


def item() -> list[tuple[str, Any]]:
    """The columns of every item, as at this migration."""
    shown = [("office", "Private to the office"), ("published", "Published")]
    return [
        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
        ("version", models.PositiveIntegerField(default=1, editable=False)),
        ("archived", models.BooleanField(default=False, editable=False)),
        ("visibility", models.CharField(choices=shown, editable=False, max_length=10)),
        ("author", models.CharField(editable=False, max_length=150)),
        ("created", models.DateTimeField(editable=False)),
        ("changed", models.DateTimeField(editable=False)),
        ("office", models.ForeignKey(editable=False, on_delete=PROTECT, related_name="+", to="workspace.office")),
    ]


FILE_NAME = RegexValidator(r"\A[^/\\\x00-\x1f\x7f]+\Z", "A file's name holds no slash and no control character.")
MEDIA_TYPE = RegexValidator(r"\A[a-z]+/[a-z0-9.+-]+\Z", "Say what the file is, such as application/pdf.")


class Migration(migrations.Migration):
    """Forwards makes the tables; backwards takes them away with what they hold."""

    dependencies = [("workspace", "0001_offices")]  # noqa: RUF012
    operations = [  # noqa: RUF012
        migrations.CreateModel(
            name="Note",
            fields=[
                *item(),
                ("area_code", models.CharField(max_length=40, validators=[checks.known_area])),
                ("finding", models.CharField(max_length=200)),
                ("releases", models.JSONField(blank=True, default=list, validators=[checks.texts])),
                ("text", models.TextField(validators=[MaxLengthValidator(20000)])),
            ],
            options={
                "ordering": ("-created",),
                "indexes": [
                    models.Index(
                        condition=models.Q(archived=False),
                        fields=["area_code", "finding"],
                        name="workspace_note_pinned",
                    ),
                    models.Index(
                        condition=models.Q(archived=False),
                        fields=["office", "-created"],
                        name="workspace_note_of_office",
                    ),
                    models.Index(
                        condition=models.Q(archived=False),
                        fields=["visibility", "-created"],
                        name="workspace_note_shown",
                    ),
                    models.Index(condition=models.Q(archived=False), fields=["-created"], name="workspace_note_recent"),
                ],
            },
        ),
        migrations.CreateModel(
            name="SavedComparison",
            fields=[
                *item(),
                ("name", models.CharField(max_length=200)),
                ("measure", models.CharField(max_length=200, validators=[checks.known_measure])),
                ("areas", models.JSONField(blank=True, default=list, validators=[checks.known_areas])),
                ("period", models.CharField(blank=True, max_length=20, validators=[checks.written_period])),
                ("state", models.CharField(blank=True, max_length=20000)),
            ],
            options={
                "ordering": ("name",),
                "indexes": [
                    models.Index(
                        condition=models.Q(archived=False),
                        fields=["office", "name"],
                        name="workspace_comparison_of_office",
                    ),
                    models.Index(
                        condition=models.Q(archived=False),
                        fields=["visibility", "name"],
                        name="workspace_comparison_shown",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                *item(),
                ("name", models.CharField(max_length=200, validators=[FILE_NAME])),
                ("description", models.CharField(blank=True, max_length=200)),
                ("media_type", models.CharField(max_length=100, validators=[MEDIA_TYPE])),
                ("about_kind", models.CharField(max_length=50)),
                ("about_id", models.UUIDField()),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveIntegerField()),
            ],
            options={
                "ordering": ("name",),
                "indexes": [models.Index(fields=["about_id"], name="workspace_attachment_about")],
            },
        ),
        migrations.CreateModel(
            name="AttachedFile",
            fields=[
                (
                    "attachment",
                    models.OneToOneField(
                        on_delete=CASCADE,
                        primary_key=True,
                        related_name="file",
                        serialize=False,
                        to="workspace.attachment",
                    ),
                ),
                ("content", models.BinaryField()),
            ],
        ),
    ]

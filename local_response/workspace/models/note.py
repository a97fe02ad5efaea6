"""A note pinned to a finding."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.db import models

from local_response.workspace.models.base import LONG, NOT_ARCHIVED, SHORT, Item
from local_response.workspace.models.checks import known_area, texts


class Note(Item):
    """What somebody adds to a finding of an area's local picture.

    finding: id of the finding. releases: ids of the releases that its figures came from when the note was written,
    so that a later reader sees whether the figures have moved since.
    """

    CONTENT = ("area_code", "finding", "releases", "text")

    area_code = models.CharField(max_length=40, validators=[known_area])
    finding = models.CharField(max_length=SHORT)
    releases = models.JSONField(default=list, validators=[texts], blank=True)
    text = models.TextField(validators=[MaxLengthValidator(LONG)])

    class Meta:
        ordering = ("-created",)
        indexes = (
            models.Index(
                fields=(
                    "area_code",
                    "finding",
                ),
                condition=NOT_ARCHIVED,
                name="workspace_note_pinned",
            ),
            models.Index(
                fields=(
                    "office",
                    "-created",
                ),
                condition=NOT_ARCHIVED,
                name="workspace_note_of_office",
            ),
            models.Index(
                fields=(
                    "visibility",
                    "-created",
                ),
                condition=NOT_ARCHIVED,
                name="workspace_note_shown",
            ),
            models.Index(fields=("-created",), condition=NOT_ARCHIVED, name="workspace_note_recent"),
        )

    def clean(self) -> None:
        """Refuse a note without words."""
        if not self.text.strip():
            raise ValidationError({"text": "Write the note."})

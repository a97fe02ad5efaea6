"""An organisation that an office works with."""

from __future__ import annotations

from django.core.validators import MaxLengthValidator
from django.db import models

from local_response.workspace.models.base import LONG, NOT_ARCHIVED, SHORT, Item


class Partner(Item):
    """A partner organisation. Organisations only: no person's name, number or address."""

    CONTENT = ("name", "sector", "role", "website")

    name = models.CharField(max_length=SHORT)
    sector = models.CharField(
        max_length=20,
        choices=(
            ("police", "Police"),
            ("local_authority", "Local authority"),
            ("health", "Health"),
            ("central_government", "Central government"),
            ("voluntary", "Charity or voluntary group"),
            ("business", "Business"),
            ("education", "Education"),
            ("other", "Other"),
        ),
    )
    role = models.TextField(
        validators=[MaxLengthValidator(LONG)], blank=True, help_text="What it does about modern slavery here."
    )
    website = models.URLField(max_length=500, blank=True)

    class Meta:
        ordering = ("name",)
        indexes = (
            models.Index(
                fields=(
                    "office",
                    "name",
                ),
                condition=NOT_ARCHIVED,
                name="workspace_partner_of_office",
            ),
            models.Index(
                fields=(
                    "visibility",
                    "name",
                ),
                condition=NOT_ARCHIVED,
                name="workspace_partner_shown",
            ),
        )

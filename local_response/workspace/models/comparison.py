"""A comparison of areas that somebody wants to come back to."""

from __future__ import annotations

from django.db import models

from local_response.workspace.models.base import LONG, NOT_ARCHIVED, SHORT, Item
from local_response.workspace.models.checks import known_areas, known_measure, written_period


class SavedComparison(Item):
    """One measure over some areas. state: the query part of the page's URL, which holds all of its choices.

    areas: ONS codes; none means all. period: "" means the newest.
    """

    CONTENT = ("name", "measure", "areas", "period", "state")

    name = models.CharField(max_length=SHORT)
    measure = models.CharField(max_length=SHORT, validators=[known_measure])
    areas = models.JSONField(default=list, validators=[known_areas], blank=True)
    period = models.CharField(max_length=20, validators=[written_period], blank=True)
    state = models.CharField(max_length=LONG, blank=True)

    class Meta:
        ordering = ("name",)
        indexes = (
            models.Index(
                fields=(
                    "office",
                    "name",
                ),
                condition=NOT_ARCHIVED,
                name="workspace_comparison_of_office",
            ),
            models.Index(
                fields=(
                    "visibility",
                    "name",
                ),
                condition=NOT_ARCHIVED,
                name="workspace_comparison_shown",
            ),
        )

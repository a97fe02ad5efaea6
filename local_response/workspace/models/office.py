"""An office, the areas it serves, and who holds the functions of the local policing body there, with dates."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import models

from local_response.workspace.access import Subject
from local_response.workspace.models.base import SHORT, Item, Kept
from local_response.workspace.models.checks import known_area


class Office(Kept):
    """The people who work for one local policing body. It outlives a change of holder."""

    CONTENT = ("name",)
    subject: ClassVar[Subject] = "office"
    starts = "published"

    name = models.CharField(max_length=SHORT, help_text="As written in a heading.")

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name

    @property
    def owner_id(self) -> UUID:
        """An office belongs to itself."""
        found: UUID = self.pk
        return found


class _Dated(Item):
    """True from one day until the day before another; without a day, always or still."""

    subject: ClassVar[Subject] = "office"
    starts = "published"

    since = models.DateField(null=True, blank=True, help_text="First day; empty where it is not known.")
    until = models.DateField(null=True, blank=True, help_text="First day on which it is over; empty while it lasts.")

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse a time that ends before it begins."""
        if self.since and self.until and self.until <= self.since:
            raise ValidationError({"until": "The last day must come after the first."})


class OfficeArea(_Dated):
    """An area that an office serves."""

    CONTENT = ("area_code", "since", "until")

    area_code = models.CharField(max_length=40, validators=[known_area], help_text="ONS code.")

    class Meta:
        ordering = ("area_code", "since")


class Holder(_Dated):
    """The body or post that holds the functions of the local policing body: a commissioner, a mayor, later a board.

    title: of the post, never a person's name. body: that they lead, "" where the post stands alone. source: where
    the change is written down.
    """

    CONTENT = ("holder", "title", "body", "since", "until", "source")

    holder = models.CharField(
        max_length=20,
        choices=(("commissioner", "Commissioner"), ("mayor", "Mayor"), ("board", "Board"), ("other", "Other")),
    )
    title = models.CharField(max_length=SHORT)
    body = models.CharField(max_length=SHORT, blank=True)
    source = models.CharField(max_length=SHORT, blank=True)

    class Meta:
        ordering = (models.F("since").asc(nulls_first=True),)

    def clean(self) -> None:
        """Refuse two holders on one day."""
        super().clean()
        others = Holder.objects.filter(office_id=self.office_id, archived=False).exclude(pk=self.pk)
        for other in others:
            starts_before = other.until is None or self.since is None or self.since < other.until
            ends_after = self.until is None or other.since is None or other.since < self.until
            if starts_before and ends_after:
                raise ValidationError(
                    f"{other.title} holds the post from {other.since or 'the start'} to {other.until or 'now'}. "
                    "End that first."
                )

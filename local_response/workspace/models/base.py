"""What every kept thing has: id, owner, version, whether it is archived, who may see it."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID, uuid4

from django.db import models

from local_response.workspace.access import Subject

SHORT, LONG = 200, 20_000
"""Characters that a line and a text may hold."""

NOT_ARCHIVED = models.Q(archived=False)
"""Condition of the indexes behind lists: Django asks for NOT archived, which only a partial index answers."""

_THROUGH_EDITING = "items are written through local_response.workspace.editing, which keeps the trail"


class Kept(models.Model):
    """A thing people edit. Every edit makes a version and an entry in the trail, so it is written by `editing` only.

    CONTENT: names of the fields that people write; the rest is kept by the program. FIXED: those of them that are
    written once. They hold text, whole numbers,
    dates, truth values, lists and objects of these, or a link to another kept thing. subject: which rules of
    access apply. starts: visibility of a new one.
    """

    CONTENT: ClassVar[tuple[str, ...]] = ()
    FIXED: ClassVar[tuple[str, ...]] = ()
    subject: ClassVar[Subject] = "work"
    starts: ClassVar[str] = "office"

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    archived = models.BooleanField(default=False, editable=False)
    visibility = models.CharField(
        max_length=10, choices=(("office", "Private to the office"), ("published", "Published")), editable=False
    )
    author = models.CharField(max_length=150, editable=False)
    created = models.DateTimeField(editable=False)
    changed = models.DateTimeField(editable=False)

    class Meta:
        abstract = True

    @property
    def owner_id(self) -> UUID:
        """Id of the office it belongs to, or SERVICE."""
        raise TypeError(f"{type(self).__name__} does not say whose it is")

    @classmethod
    def kind(cls) -> str:
        """The one word for its kind, in the trail, in files and on the command line."""
        return str(cls._meta.model_name)

    def keep(self, *, new: bool = False) -> None:
        """Write the row. For `editing` and `transfer` only."""
        super().save(force_insert=new, force_update=not new)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse: a row written alone would not be in the trail."""
        raise TypeError(_THROUGH_EDITING)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Refuse: things are archived, or purged with an entry in the trail."""
        raise TypeError(_THROUGH_EDITING)


class Item(Kept):
    """A kept thing of one office. Later issues' nouns begin here."""

    office = models.ForeignKey("workspace.Office", on_delete=models.PROTECT, related_name="+", editable=False)

    class Meta:
        abstract = True

    @property
    def owner_id(self) -> UUID:
        """Id of its office."""
        found: UUID = self.office_id
        return found

"""A file that belongs to an item."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from local_response.workspace.models.base import SHORT, Item

LARGEST = 10_000_000
"""Bytes of one attachment."""
FILE_NAME = RegexValidator(r"\A[^/\\\x00-\x1f\x7f]+\Z", "A file's name holds no slash and no control character.")
MEDIA_TYPE = RegexValidator(r"\A[a-z]+/[a-z0-9.+-]+\Z", "Say what the file is, such as application/pdf.")


class Attachment(Item):
    """What a file is and what it belongs to. Its bytes never change: a new edition is a new attachment.

    about_kind, about_id: the item it belongs to. sha256, size (bytes): of the file.
    """

    CONTENT = ("name", "description", "media_type", "about_kind", "about_id", "sha256", "size")
    FIXED = ("about_kind", "about_id", "sha256", "size")

    name = models.CharField(
        max_length=SHORT,
        validators=[FILE_NAME],
    )
    description = models.CharField(max_length=SHORT, blank=True)
    media_type = models.CharField(max_length=100, validators=[MEDIA_TYPE])
    about_kind = models.CharField(max_length=50)
    about_id = models.UUIDField()
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()

    class Meta:
        ordering = ("name",)
        indexes = (models.Index(fields=("about_id",), name="workspace_attachment_about"),)

    def clean(self) -> None:
        """Refuse a file that is too large, and names that are only dots."""
        if not self.name.strip("."):
            raise ValidationError({"name": "Give the file a name."})
        if self.size > LARGEST:
            raise ValidationError({"size": f"The file has {self.size:,} bytes; at most {LARGEST:,} are kept."})


class AttachedFile(models.Model):
    """The bytes of an attachment, apart from it so that lists do not load them."""

    attachment = models.OneToOneField(Attachment, on_delete=models.CASCADE, primary_key=True, related_name="file")
    content = models.BinaryField()

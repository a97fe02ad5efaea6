"""The audit trail: one hash chain an office, and the words beside it that a purge may take away."""

from __future__ import annotations

from django.db import models


class TrailChain(models.Model):
    """How long a chain is and the hash of its newest entry. Whoever writes locks this row first.

    id: of the office, or SERVICE. Triggers let it move one entry ahead and nothing else.
    """

    id = models.UUIDField(primary_key=True)
    length = models.PositiveBigIntegerField(default=0)
    head = models.CharField(max_length=64)


class TrailEntry(models.Model):
    """One act. hash covers every other field and the hash before, so that no entry can be altered or left out.

    digest: salted hash of the content beside it, which is all that stays after a purge. Never changed or deleted;
    triggers refuse both.
    """

    chain = models.ForeignKey(TrailChain, on_delete=models.PROTECT, related_name="entries")
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=20)
    kind = models.CharField(max_length=50)
    item_id = models.UUIDField()
    version = models.PositiveIntegerField()
    reason = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        ordering = ("chain", "sequence")
        constraints = (models.UniqueConstraint(fields=("chain", "sequence"), name="workspace_trail_in_order"),)
        indexes = (models.Index(fields=("item_id", "version"), name="workspace_trail_of_item"),)


class TrailContent(models.Model):
    """What an entry is about: canonical JSON with before, after and details. Deleted only by a purge.

    salt: makes the digest useless for guessing purged words.
    """

    entry = models.OneToOneField(TrailEntry, on_delete=models.PROTECT, primary_key=True, related_name="content")
    item_id = models.UUIDField(db_index=True)
    salt = models.CharField(max_length=32)
    text = models.TextField()

"""Members of an office and their roles; the service's own administrators."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q

from local_response.workspace.access import SERVICE, Role, Subject
from local_response.workspace.models.base import Item, Kept

USERNAME = 150
"""Characters of a user name, as in Django's own user."""


class Membership(Item):
    """An account's role in one office. It counts only while it is tied to an account and not archived.

    A membership that came in a file from another database keeps its user name but is tied to nobody, because the
    same name may be somebody else here.
    """

    CONTENT = ("username", "role")
    FIXED = ("username",)
    subject: ClassVar[Subject] = "people"

    username = models.CharField(max_length=USERNAME)
    role = models.PositiveSmallIntegerField(choices=[(role.value, role.title) for role in Role])
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="memberships"
    )

    class Meta:
        ordering = ("username",)
        constraints = (
            models.UniqueConstraint(
                fields=("office", "username"),
                condition=Q(archived=False),
                name="workspace_one_membership",
                violation_error_message="This person already has a role in the office. Change it instead.",
            ),
        )


class ServiceAppointment(Kept):
    """An account that administers the service: opens offices and appoints members, and reads no draft."""

    CONTENT = ("username",)
    FIXED = ("username",)
    subject: ClassVar[Subject] = "service"

    username = models.CharField(max_length=USERNAME)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="service_appointments"
    )

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("username",),
                condition=Q(archived=False),
                name="workspace_one_appointment",
                violation_error_message="This person already administers the service.",
            ),
        )

    @property
    def owner_id(self) -> UUID:
        """It belongs to the service."""
        return SERVICE

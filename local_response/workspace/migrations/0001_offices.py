"""Offices, the areas they serve, who holds the post, members and partners."""

from __future__ import annotations

import uuid
from typing import Any

import django.core.validators
from django.conf import settings
from django.db import migrations, models
from django.db.models.deletion import PROTECT, SET_NULL

import local_response.workspace.models.checks as checks


def kept() -> list[tuple[str, Any]]:
    """The columns of everything that is kept, as at this migration."""
    shown = [("office", "Private to the office"), ("published", "Published")]
    return [
        ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
        ("version", models.PositiveIntegerField(default=1, editable=False)),
        ("archived", models.BooleanField(default=False, editable=False)),
        ("visibility", models.CharField(choices=shown, editable=False, max_length=10)),
        ("author", models.CharField(editable=False, max_length=150)),
        ("created", models.DateTimeField(editable=False)),
        ("changed", models.DateTimeField(editable=False)),
    ]


def office() -> tuple[str, Any]:
    """The link from an item to its office, as at this migration."""
    link = models.ForeignKey(editable=False, on_delete=PROTECT, related_name="+", to="workspace.office")
    return ("office", link)


def dated() -> list[tuple[str, Any]]:
    """The columns of what is true for a time."""
    first = "First day; empty where it is not known."
    last = "First day on which it is over; empty while it lasts."
    return [
        ("since", models.DateField(blank=True, help_text=first, null=True)),
        ("until", models.DateField(blank=True, help_text=last, null=True)),
    ]


def account(related_name: str) -> tuple[str, Any]:
    """The link to an account."""
    link = models.ForeignKey(
        blank=True, null=True, on_delete=SET_NULL, related_name=related_name, to=settings.AUTH_USER_MODEL
    )
    return ("user", link)


HOLDERS = [("commissioner", "Commissioner"), ("mayor", "Mayor"), ("board", "Board"), ("other", "Other")]
ROLES = [(1, "reader"), (2, "contributor"), (3, "editor"), (4, "approver"), (5, "office administrator")]
SECTORS = [
    ("police", "Police"),
    ("local_authority", "Local authority"),
    ("health", "Health"),
    ("central_government", "Central government"),
    ("voluntary", "Charity or voluntary group"),
    ("business", "Business"),
    ("education", "Education"),
    ("other", "Other"),
]


class Migration(migrations.Migration):
    """Forwards makes the tables; backwards takes them away with what they hold."""

    initial = True
    dependencies = [migrations.swappable_dependency(settings.AUTH_USER_MODEL)]  # noqa: RUF012
    operations = [  # noqa: RUF012
        migrations.CreateModel(
            name="Office",
            fields=[
                *kept(),
                ("name", models.CharField(help_text="As written in a heading.", max_length=200)),
            ],
            options={"ordering": ("name",)},
        ),
        migrations.CreateModel(
            name="OfficeArea",
            fields=[
                *kept(),
                *dated(),
                ("area_code", models.CharField(help_text="ONS code.", max_length=40, validators=[checks.known_area])),
                office(),
            ],
            options={"ordering": ("area_code", "since")},
        ),
        migrations.CreateModel(
            name="Holder",
            fields=[
                *kept(),
                *dated(),
                ("holder", models.CharField(choices=HOLDERS, max_length=20)),
                ("title", models.CharField(max_length=200)),
                ("body", models.CharField(blank=True, max_length=200)),
                ("source", models.CharField(blank=True, max_length=200)),
                office(),
            ],
            options={"ordering": (models.OrderBy(models.F("since"), nulls_first=True),)},
        ),
        migrations.CreateModel(
            name="Membership",
            fields=[
                *kept(),
                ("username", models.CharField(max_length=150)),
                ("role", models.PositiveSmallIntegerField(choices=ROLES)),
                account("memberships"),
                office(),
            ],
            options={"ordering": ("username",)},
        ),
        migrations.AddConstraint(
            model_name="membership",
            constraint=models.UniqueConstraint(
                condition=models.Q(("archived", False)),
                fields=("office", "username"),
                name="workspace_one_membership",
                violation_error_message="This person already has a role in the office. Change it instead.",
            ),
        ),
        migrations.CreateModel(
            name="ServiceAppointment",
            fields=[
                *kept(),
                ("username", models.CharField(max_length=150)),
                account("service_appointments"),
            ],
        ),
        migrations.AddConstraint(
            model_name="serviceappointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("archived", False)),
                fields=("username",),
                name="workspace_one_appointment",
                violation_error_message="This person already administers the service.",
            ),
        ),
        migrations.CreateModel(
            name="Partner",
            fields=[
                *kept(),
                ("name", models.CharField(max_length=200)),
                ("sector", models.CharField(choices=SECTORS, max_length=20)),
                (
                    "role",
                    models.TextField(
                        blank=True,
                        help_text="What it does about modern slavery here.",
                        validators=[django.core.validators.MaxLengthValidator(20000)],
                    ),
                ),
                ("website", models.URLField(blank=True, max_length=500)),
                office(),
            ],
            options={
                "ordering": ("name",),
                "indexes": [
                    models.Index(
                        condition=models.Q(archived=False),
                        fields=["office", "name"],
                        name="workspace_partner_of_office",
                    ),
                    models.Index(
                        condition=models.Q(archived=False),
                        fields=["visibility", "name"],
                        name="workspace_partner_shown",
                    ),
                ],
            },
        ),
    ]

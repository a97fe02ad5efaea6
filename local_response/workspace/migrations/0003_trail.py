"""The audit trail: chains, their entries, and the words beside them."""

from __future__ import annotations

from django.db import migrations, models
from django.db.models.deletion import PROTECT


class Migration(migrations.Migration):
    """Forwards makes the tables; backwards takes them away with what they hold."""

    dependencies = [("workspace", "0002_work")]  # noqa: RUF012
    operations = [  # noqa: RUF012
        migrations.CreateModel(
            name="TrailChain",
            fields=[
                ("id", models.UUIDField(primary_key=True, serialize=False)),
                ("length", models.PositiveBigIntegerField(default=0)),
                ("head", models.CharField(max_length=64)),
            ],
        ),
        migrations.CreateModel(
            name="TrailEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("sequence", models.PositiveBigIntegerField()),
                ("at", models.DateTimeField()),
                ("actor", models.CharField(max_length=150)),
                ("action", models.CharField(max_length=20)),
                ("kind", models.CharField(max_length=50)),
                ("item_id", models.UUIDField()),
                ("version", models.PositiveIntegerField()),
                ("reason", models.TextField(blank=True)),
                ("digest", models.CharField(max_length=64)),
                ("previous", models.CharField(max_length=64)),
                ("hash", models.CharField(max_length=64)),
                (
                    "chain",
                    models.ForeignKey(on_delete=PROTECT, related_name="entries", to="workspace.trailchain"),
                ),
            ],
            options={
                "ordering": ("chain", "sequence"),
                "indexes": [models.Index(fields=["item_id", "version"], name="workspace_trail_of_item")],
            },
        ),
        migrations.AddConstraint(
            model_name="trailentry",
            constraint=models.UniqueConstraint(fields=("chain", "sequence"), name="workspace_trail_in_order"),
        ),
        migrations.CreateModel(
            name="TrailContent",
            fields=[
                (
                    "entry",
                    models.OneToOneField(
                        on_delete=PROTECT,
                        primary_key=True,
                        related_name="content",
                        serialize=False,
                        to="workspace.trailentry",
                    ),
                ),
                ("item_id", models.UUIDField(db_index=True)),
                ("salt", models.CharField(max_length=32)),
                ("text", models.TextField()),
            ],
        ),
    ]

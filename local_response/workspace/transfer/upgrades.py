"""Files of older programs brought to this one's schema, a step at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from local_response.workspace.transfer.package import SCHEMA, Record

Items = Mapping[str, Sequence[Record]]
Upgrade = Callable[[Items], Items]

UPGRADES: Mapping[int, Upgrade] = {}
"""By schema, the step from it to the next. Steps rewrite records only: the trail stays as it was written."""


def upgraded(items: Items, schema: int, steps: Mapping[int, Upgrade] = UPGRADES, to: int = SCHEMA) -> Items:
    """Records of a schema as this program writes them. Raises KeyError where a step is missing."""
    for number in range(schema, to):
        items = steps[number](items)
    return items


def changed_ids(before: Items, after: Items) -> frozenset[str]:
    """Ids of the records that an upgrade rewrote."""
    old = {record["id"]: record for records in before.values() for record in records}
    return frozenset(
        record["id"] for records in after.values() for record in records if old.get(record["id"]) != record
    )

"""Labels that no reviewer has seen: accepted as printed, and said in a warning."""

from __future__ import annotations

from collections.abc import Mapping

from local_response.definitions.labels import known
from local_response.model.measures import ALL
from local_response.sources.table import Labels


def new_labels(sheet: str, dimensions: Mapping[str, Labels]) -> tuple[str, ...]:
    """A warning for each label of a dimension that definitions/labels.toml does not have. sheet: where they stand."""
    return tuple(
        f"{sheet}: {label!r} is a new label of {name}; it was read as printed."
        for name, labels in dimensions.items()
        for label in labels.values
        if label != ALL and not known(name, label)
    )

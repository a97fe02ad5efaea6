"""Preview: what adding files would change, worked out in a folder of its own while the store stays as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from pathlib import Path

from local_response.evidence.adding import Outcome, add_files
from local_response.evidence.places import releases_folder
from local_response.evidence.reading import Observations
from local_response.evidence.revisions import Change, Kind, changes
from local_response.evidence.store import Store
from local_response.model.releases import Release
from local_response.sources.recognise import read


@dataclass(frozen=True)
class Revision:
    """A release in the store that states some of the same figures, and every figure that differs from it."""

    release: Release
    changes: tuple[Change, ...]

    @cached_property
    def counts(self) -> dict[Kind, int]:
        """How many figures changed, were added or are gone."""
        found = Counter(change.kind for change in self.changes)
        return {"changed": found["changed"], "added": found["added"], "gone": found["gone"]}


@dataclass(frozen=True)
class Preview:
    """What adding one table of a file would come to. revisions: of the releases that it would supersede."""

    outcome: Outcome
    revisions: tuple[Revision, ...]


def preview(
    store: Store, paths: Sequence[Path], folder: Path, *, period: str = "", published: str = "", edition: str = ""
) -> list[Preview]:
    """What `store.add` would do with the files. folder: an empty one, in which releases are written and stay.

    Raises LocalResponseError of the kind that fits where a file would be refused.
    """
    reader = partial(read, period=period, published=published, edition=edition)
    held = [store.manifest(release.id) for release in store.releases()]
    outcomes, added = add_files(paths, reader, held, releases_folder(folder))
    new = {manifest.release.id: manifest for manifest in added}
    observations = Observations([*held, *added])
    try:
        return [
            Preview(
                outcome,
                tuple(
                    Revision(
                        store.release(older),
                        tuple(changes(observations, store.manifest(older), new[outcome.release.id])),
                    )
                    for older in outcome.supersedes
                ),
            )
            for outcome in outcomes
        ]
    finally:
        observations.close()

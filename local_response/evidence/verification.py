"""Whether the releases are as they were written, and their figures agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from local_response.evidence.checks import Disagreement, parts_and_totals
from local_response.evidence.manifests import Manifest, sha256_of
from local_response.evidence.reading import Observations, damaged, file_of
from local_response.model.errors import StoreError


@dataclass(frozen=True)
class Verified:
    """What was found of one release. damage: "" where its files are as they were written."""

    release: str
    damage: str
    disagreements: tuple[Disagreement, ...] = ()


def verified(
    observations: Observations, manifests: Sequence[Manifest], unreadable: Mapping[str, StoreError]
) -> list[Verified]:
    """Every release re-hashed, and the totals of those that are whole checked again.

    unreadable: release id -> what is wrong with its manifest.
    """
    found = [Verified(release, str(damage)) for release, damage in unreadable.items()]
    return found + [_verified(observations, manifest) for manifest in manifests]


def _verified(observations: Observations, manifest: Manifest) -> Verified:
    try:
        if sha256_of(manifest.observations) != manifest.observations_sha256:
            raise damaged(manifest, "its observations are not those that were written")
        (rows,) = observations.run("SELECT count(*) FROM read_parquet($file)", {"file": file_of(manifest)}, [manifest])
        if rows[0] != manifest.release.observations:
            raise damaged(manifest, f"it holds {rows[0]} observations and its manifest says otherwise")
        return Verified(manifest.release.id, "", tuple(parts_and_totals(observations, manifest)))
    except StoreError as damage:
        return Verified(manifest.release.id, str(damage))

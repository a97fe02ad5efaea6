"""The evidence store: the bundled pack and the releases that were added to it, read as one."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from local_response.definitions import measures
from local_response.evidence.cells import Observation, observations_at
from local_response.evidence.checks import RESPONDER_TABLES, Disagreement, national_disagreements
from local_response.evidence.editions import Coverage, coverage
from local_response.evidence.lookups import LOCAL_AUTHORITY, Lookup, local_authorities
from local_response.evidence.manifests import Manifest, read_manifests
from local_response.evidence.places import PACK, default_home, releases_folder
from local_response.evidence.query import Answers, Question
from local_response.evidence.reading import Observations
from local_response.evidence.revisions import Change, changes
from local_response.evidence.verification import Verified, verified
from local_response.model.errors import FigureNotFoundError, StoreError
from local_response.model.figures import Citation, Figure
from local_response.model.measures import Measure
from local_response.model.periods import Period
from local_response.model.releases import Release

if TYPE_CHECKING:  # adding brings numpy and the readers, which a question does not need
    from local_response.evidence.adding import Outcome

_CELLS_KEPT = 150_000  # of the answers that are kept: many areas' profiles ask for the same national figures


class Store:
    """Releases of published figures, and the figures in them. Made by open_store().

    home: folder that new releases are added under. Satisfies model.figures.FigureSource.
    """

    def __init__(self, home: Path, pack: Path | None = PACK) -> None:
        self.home, self._pack = home, pack
        self._load()

    def _load(self) -> None:
        bundled, damaged = read_manifests(self._pack, bundled=True) if self._pack else ([], {})
        added, damaged_too = read_manifests(releases_folder(self.home), bundled=False)
        self.damaged: dict[str, StoreError] = damaged | damaged_too
        # A pack of a later version may hold what a user had added before.
        known = {manifest.release.id for manifest in bundled}
        added = [manifest for manifest in added if manifest.release.id not in known]
        self._manifests = tuple(sorted([*bundled, *added], key=lambda manifest: manifest.added_order))
        self._observations = Observations(self._manifests)
        self._answered: dict[tuple[object, ...], list[Figure]] = {}
        self._coverage: dict[tuple[str, frozenset[str]], Coverage] = {}
        self._cells_kept = 0

    # Figures ----------------------------------------------------------------------------------------------------

    def figures(
        self,
        measure: str,
        *,
        areas: Sequence[str] | None = None,
        periods: Sequence[str] | None = None,
        by: Sequence[str] = (),
        where: Mapping[str, str] | None = None,
    ) -> list[Figure]:
        """Exactly one figure for each combination of area, period and value of the dimensions in by.

        measure: id. areas: codes; periods: written periods; None for all that have figures. where: dimension -> value.
        Of several editions the newest that states the breakdown answers. What no release states is zero where the
        publication leaves out zeros. Elsewhere it is missing, with the reason, where area and period are named and no
        breakdown is asked for; it is left out of breakdowns and lists.
        Raises ValueError for a measure, dimension or period that cannot be; StoreError where a release is damaged.
        """
        question = Question(
            _measure(measure),
            None if areas is None else tuple(areas),
            None if periods is None else tuple(periods),
            tuple(by),
            dict(where or {}),
        )
        asked = (measure, question.areas, question.periods, question.by, tuple(question.where.items()))
        if asked not in self._answered:
            found = self._answers(question).figures()
            self._cells_kept += sum(len(figure.citations) for figure in found)
            if self._cells_kept > _CELLS_KEPT:
                self._answered.clear()
                self._cells_kept = 0
            self._answered[asked] = found
        return list(self._answered[asked])

    def figure(self, measure: str, area: str, period: str, **breakdown: str) -> Figure:
        """One figure; status "missing", with the reason, where no release holds it. Raises as figures()."""
        return self.figures(measure, areas=[area], periods=[period], where=breakdown)[0]

    def periods(self, measure: str, area: str | None = None) -> list[str]:
        """Periods for which the measure has figures (of the area, where given), in order of time."""
        return self._answers(Question(_measure(measure), None, None, (), {})).periods(area)

    def local_authorities(self) -> Mapping[str, Lookup]:
        """Year of a lookup -> code of a police force area -> codes of the local authorities in it."""
        return local_authorities(self._whole())

    def local_authority_names(self) -> Mapping[str, str]:
        """Code of each local authority in the lookups -> its name."""
        lookups = (found for found in self._manifests if LOCAL_AUTHORITY in found.release.measures)
        return {code: name for lookup in lookups for code, name in lookup.notes.items()}

    def force_area_of_local_authority(self, name: str) -> str:
        """Code of the police force area that a local authority, by name or ONS code, lies in; "" where unknown."""
        wanted = " ".join(name.casefold().split())
        codes = {code for code, named in self.local_authority_names().items() if named.casefold() == wanted}
        codes.add(name.strip().upper())
        for _, vintage in sorted(self.local_authorities().items(), reverse=True):
            for force, members in vintage.items():
                if not codes.isdisjoint(members):
                    return force
        return ""

    # Releases ---------------------------------------------------------------------------------------------------

    def releases(self) -> list[Release]:
        """Every release, the bundled ones first, in the order in which they were added."""
        return [manifest.release for manifest in self._manifests]

    def release(self, release_id: str) -> Release:
        """The release with that id. Raises FigureNotFoundError."""
        return self.manifest(release_id).release

    def manifest(self, release_id: str) -> Manifest:
        """The manifest of the release with that id. Raises FigureNotFoundError."""
        for manifest in self._manifests:
            if manifest.release.id == release_id:
                return manifest
        raise FigureNotFoundError(
            f"{release_id}: no release in the store has this id. `local-response evidence list` shows those there are."
        )

    def add(
        self,
        paths: Sequence[Path],
        *,
        period: str = "",
        published: str = "",
        edition: str = "",
        progress: Callable[[Path], None] = lambda path: None,
    ) -> list[Outcome]:
        """Add published files: all of them, or none where one cannot be read.

        period, published, edition: what the files do not say of themselves. A table that is held already changes
        nothing. Raises LocalResponseError of the kind that fits, with the store as it was.
        """
        from local_response.evidence.adding import add_files
        from local_response.sources.recognise import read

        reader = partial(read, period=period, published=published, edition=edition)
        bundled = [manifest for manifest in self._manifests if manifest.release.bundled]
        outcomes, _ = add_files(paths, reader, bundled, releases_folder(self.home), progress=progress)
        self._observations.close()
        self._load()
        return outcomes

    def cell(self, citation: Citation) -> list[Observation]:
        """What the store read from the cell a citation names: none for a citation by a rule, else one or more.

        Raises FigureNotFoundError for a release that is not in the store; StoreError where it is damaged.
        """
        manifest = self.manifest(citation.release)
        if citation.row is None or citation.column is None:
            return []
        return observations_at(self._observations, manifest, citation.sheet, citation.row, citation.column)

    def diff(self, old: str, new: str) -> list[Change]:
        """Every figure that changed, was added or is gone from one release to another.

        Raises FigureNotFoundError for an id that is not in the store, or releases without a figure in common.
        """
        return changes(self._observations, self.manifest(old), self.manifest(new))

    def verify(self) -> list[Verified]:
        """Each release re-hashed and its totals checked again."""
        return verified(self._observations, self._manifests, self.damaged)

    def disagreements(self, periods: Sequence[str] | None = None) -> list[Disagreement]:
        """Quarters (of the periods, where given) in which the tables by first responder miss the national table."""
        held = self.periods(RESPONDER_TABLES[0])
        quarters = [text for text in held if Period.parse(text).kind == "quarter"]
        return national_disagreements(self.figure, [text for text in quarters if periods is None or text in periods])

    def _answers(self, question: Question) -> Answers:
        observations = self._whole()
        key = (question.measure.id, question.wanted)
        if key not in self._coverage:
            self._coverage[key] = coverage(observations, question.measure, question.wanted)
        return Answers(observations, question, self._coverage[key])

    def _whole(self) -> Observations:
        """The observations, unless a release is damaged: what it held cannot be told, so nothing is answered."""
        for damage in self.damaged.values():
            raise damage
        return self._observations


def open_store(home: Path | None = None, *, pack: Path | None = PACK) -> Store:
    """The store under a home (LOCAL_RESPONSE_HOME or the platform's data folder unless given), over the bundled pack.

    The pack is read where it lies and never copied. A home that is not there yet is an empty one.
    """
    return Store(home or default_home(), pack)


def _measure(measure_id: str) -> Measure:
    if not measures.is_measure(measure_id):
        raise ValueError(f"{measure_id!r} is not a measure; local_response/definitions/measures.toml lists them")
    return measures.measure(measure_id)

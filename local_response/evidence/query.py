"""Figures out of observations: exactly one for each combination of area, period and breakdown that is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from local_response.definitions import areas as known_areas
from local_response.definitions import labels
from local_response.evidence.editions import Coverage, Edition, newest_first
from local_response.evidence.lookups import authorities_of
from local_response.evidence.reading import Filter, Observations, Row
from local_response.evidence.sums import Combination, Subject, absent, figure_of_parts, figure_of_rows, left_out
from local_response.model.areas import UNITED_KINGDOM
from local_response.model.figures import Figure
from local_response.model.measures import Measure
from local_response.model.periods import Period, in_order

_OLDEST_COUNTED = 130  # single years of age that a publication could print
_AGE_GROUPS = {
    "child": tuple(str(age) for age in range(18)),
    "adult": tuple(f"{age}{plus}" for age in range(18, _OLDEST_COUNTED) for plus in ("", "+")),
}


@dataclass(frozen=True)
class Question:
    """What is asked of the store: a figure for each area, period and value of the dimensions in by.

    areas, periods: None for all that have figures. where: dimension -> our word, the same in every answer.
    """

    measure: Measure
    areas: tuple[str, ...] | None
    periods: tuple[str, ...] | None
    by: tuple[str, ...]
    where: Mapping[str, str]

    def __post_init__(self) -> None:
        asked = [*self.by, *self.where]
        if unknown := [name for name in asked if name not in self.measure.dimensions]:
            known = ", ".join(self.measure.dimensions) or "no dimension"
            raise ValueError(f"{self.measure.id} is broken down by {known}, not by {', '.join(unknown)}")
        if len(set(asked)) != len(asked):
            raise ValueError(f"a dimension is asked for twice: {', '.join(asked)}")
        for period in self.periods or ():
            Period.parse(period)

    @property
    def wanted(self) -> frozenset[str]:
        """The dimensions that an answer is broken down by."""
        return frozenset(self.by) | frozenset(self.where)

    @cached_property
    def words(self) -> dict[str, str]:
        """Our word for each value in where."""
        return {name: labels.harmonised(name, value) for name, value in self.where.items()}


class Answers:
    """The answers of a store to one question."""

    def __init__(self, observations: Observations, question: Question, coverage: Coverage) -> None:
        self.observations, self.question = observations, question
        self._whole, self._editions = coverage.whole_tables, coverage.editions
        self._stated_at = coverage.stated_at
        self._lookups = coverage.lookups
        self._ranked: dict[tuple[str, str], list[Edition]] = {}
        self._found: dict[tuple[str, str], dict[tuple[int, str, str, str], list[Row]]] = {}
        self._by: dict[str, list[int]] = {}  # level -> places of the dimensions in by in the breakdown of its rows
        self._known = all(self._is_stated(name, word) for name, word in question.words.items())

    def figures(self) -> list[Figure]:
        """In the order of areas, then periods, then of the combinations as the publication prints them."""
        areas, periods = self.question.areas, self.question.periods
        if areas is None:
            areas = tuple(sorted(area for area in self._stated_at if self._has_answer(area)))
        if periods is None:
            found = [period for area in areas for period in self.periods(area) if self._answerable(area, period)]
            periods = tuple(in_order(found))
        self._fetch(areas, periods)
        # A list of all that is held holds what was published; sums over areas are for who asks for the bigger area.
        answer_of = self._own if self.question.areas is None else self._answer
        places = {(area, period): answer_of(area, period) for area in areas for period in periods}
        combinations = self._combinations(places.values())
        named = not self.question.by and self.question.areas is not None and self.question.periods is not None
        filled = named or self.question.measure.absent_means_zero
        return [
            (answer or {}).get(combination) or self._lacking(area, period, combination)
            for (area, period), answer in places.items()
            for combination in combinations
            if filled or combination in (answer or {})
        ]

    def periods(self, area: str | None) -> list[str]:
        """Periods that have figures for the area (for any area where None), in order of time."""
        if area is None:
            return in_order([period for periods in self._stated_at.values() for period in periods])
        found = {period for part in (area, *self._parts_anywhere(area)) for period in self._stated_at.get(part, ())}
        if self._may_be_left_out(area):
            found |= set(self._whole)
        return in_order(list(found))

    def _has_answer(self, area: str) -> bool:
        return any((area, period) in self._editions for period in self._stated_at[area])

    def _answerable(self, area: str, period: str) -> bool:
        parts = (area, *self._parts_anywhere(area))
        return any((part, period) in self._editions for part in parts) or (
            period in self._whole and self._may_be_left_out(area)
        )

    def _is_stated(self, dimension: str, word: str) -> bool:
        """Whether any release knows the value: an absent row counts zero only of a value that can be counted."""
        stated = self.observations.values(self.question.measure.id, dimension)
        return not stated.isdisjoint(self._values(dimension, word))

    def _values(self, dimension: str, word: str) -> tuple[str, ...]:
        if dimension == "age" and self.question.measure.geography == "local_authority":
            return _AGE_GROUPS.get(word, (word,))
        return (word,)

    # Rows -------------------------------------------------------------------------------------------------------

    def _fetch(self, areas: Sequence[str], periods: Sequence[str]) -> None:
        chosen = {part for area in areas for part in (area, *self._parts_anywhere(area))}
        levels = {
            edition.level
            for area in chosen
            for period in periods
            for edition in self._editions.get((area, period), ())
            if edition.level is not None
        }
        where = tuple((name, self._values(name, word)) for name, word in self.question.words.items())
        for level in sorted(levels):
            wanted = Filter(self.question.measure.id, level, tuple(sorted(chosen)), tuple(periods), where)
            self._by[level] = [wanted.dimensions.index(name) for name in self.question.by]
            for row in self.observations.rows(wanted):
                key = (row.release, row.edition, row.published, level)
                self._found.setdefault((row.area, row.period), {}).setdefault(key, []).append(row)

    def _rows(self, area: str, period: str, edition: Edition) -> dict[Combination, list[Row]]:
        """The rows of an edition for a place, by combination."""
        if edition.level is None:
            return {}
        key = (edition.release, edition.edition, edition.published, edition.level)
        found: dict[Combination, list[Row]] = {}
        for row in self._found.get((area, period), {}).get(key, ()):
            found.setdefault(tuple([row.breakdown[place] for place in self._by[edition.level]]), []).append(row)
        return found

    # Answers ----------------------------------------------------------------------------------------------------

    def _answer(self, area: str, period: str) -> dict[Combination, Figure] | None:
        own = self._own(area, period)
        if own is not None or not self.question.measure.additive:
            return own
        parts = {part: self._stated(part, period) for part in self._parts(area, period)}
        if all(stated is None for stated in parts.values()):
            return None
        answer = {}
        for combination in self._combinations(parts.values()):
            rows = [row for stated in parts.values() for row in (stated or {}).get(combination, ())]
            silent = [part for part, stated in parts.items() if combination not in (stated or {})]
            lacking = [self._lacking(part, period, combination) for part in silent]
            subject = self._subject(area, period, combination)
            answer[combination] = figure_of_parts(rows, lacking, subject, self.observations.manifests)
        return answer

    def _own(self, area: str, period: str) -> dict[Combination, Figure] | None:
        """Answers that the publications state for the area itself; None where none of them does."""
        stated = self._stated(area, period)
        if stated is None:
            return None
        manifests = self.observations.manifests
        return {
            combination: figure_of_rows(rows, self._subject(area, period, combination), manifests)
            for combination, rows in stated.items()
        }

    def _stated(self, area: str, period: str) -> dict[Combination, list[Row]] | None:
        """The rows that answer for the area itself; empty where the edition that answers leaves all out."""
        candidates = self._candidates(area, period)
        whole_breakdown = self.question.by and any(edition.complete for edition in candidates)
        found: dict[Combination, list[Row]] = {}
        for edition in candidates:
            if whole_breakdown and not edition.complete:
                continue  # copied figures never stand among those of a whole breakdown
            found = self._rows(area, period, edition) | found
            if edition.complete:
                return found
        return found or None

    def _candidates(self, area: str, period: str) -> list[Edition]:
        """Editions that can answer for a place, whole tables that leave it out among them, the newest first."""
        if (area, period) not in self._ranked:
            stated = list(self._editions.get((area, period), ()))
            if self._may_be_left_out(area):
                known = {(edition.release, edition.edition) for edition in stated}
                whole = self._whole.get(period, ())
                stated += [edition for edition in whole if (edition.release, edition.edition) not in known]
            self._ranked[area, period] = newest_first(stated, self.observations.manifests)
        return self._ranked[area, period]

    def _lacking(self, area: str, period: str, combination: Combination) -> Figure:
        """The figure of a combination that the editions for the place do not state: zero or missing."""
        subject = self._subject(area, period, combination)
        candidates = self._candidates(area, period)
        if self.question.measure.absent_means_zero and self._known:
            for edition in candidates:
                if edition.complete:
                    return self._zero(area, period, combination, edition)
            parts = self._parts(area, period)
            if parts and any((part, period) in self._editions for part in parts):
                lacking = [self._lacking(part, period, combination) for part in parts]
                return figure_of_parts((), lacking, subject, self.observations.manifests)
        if not self._known:
            return absent(subject, "no release held names this value")
        if candidates:
            return absent(subject, "the publication has no such row")
        if period in self._stated_at.get(area, ()):
            return absent(subject, "the releases held do not break it down this way")
        return absent(subject, "no release held states it for this area and period")

    def _zero(self, area: str, period: str, combination: Combination, edition: Edition) -> Figure:
        manifest = self.observations.manifests[edition.release]
        return left_out(self._subject(area, period, combination), edition, manifest)

    def _subject(self, area: str, period: str, combination: Combination) -> Subject:
        breakdown = self.question.words | dict(zip(self.question.by, combination, strict=True))
        return Subject(self.question.measure.unit, self.question.measure.id, area, period, breakdown)

    def _combinations(self, answers: Iterable[Mapping[Combination, object] | None]) -> list[Combination]:
        if not self.question.by:
            return [()]
        return list(dict.fromkeys(combination for answer in answers for combination in answer or ()))

    # Parts ------------------------------------------------------------------------------------------------------

    def _may_be_left_out(self, area: str) -> bool:
        if not self._whole or area == UNITED_KINGDOM:
            return False
        return known_areas.area(area).kind in ("police_force_area", "body")

    def _parts(self, area: str, period: str) -> tuple[str, ...]:
        """Areas whose figures add up to the area's in a period, () where there are none."""
        if self.question.measure.geography == "local_authority":
            return self._vintage(area, period)
        if area == UNITED_KINGDOM and period in self._whole:
            return tuple(part for part in self._stated_at if part != area)
        return tuple(part for part in known_areas.members(area) if part != area)

    def _parts_anywhere(self, area: str) -> tuple[str, ...]:
        """Areas that may be parts of the area in any period."""
        if self.question.measure.geography == "local_authority":
            found = (code for vintage in self._lookups.values() for code in authorities_of(vintage, area))
            return tuple(dict.fromkeys(found))
        if area == UNITED_KINGDOM and self._whole:
            return tuple(part for part in self._stated_at if part != area)
        return tuple(part for part in known_areas.members(area) if part != area)

    def _vintage(self, area: str, period: str) -> tuple[str, ...]:
        """Local authorities of the area by the lookup nearest in time whose codes the figures use."""
        year = Period.parse(period).end.year
        nearest = sorted(self._lookups, key=lambda vintage: (abs(int(vintage) - year), vintage))
        by_vintage = [authorities_of(self._lookups[vintage], area) for vintage in nearest]
        for authorities in by_vintage:
            if authorities and all((code, period) in self._editions for code in authorities):
                return authorities
        return by_vintage[0] if by_vintage else ()

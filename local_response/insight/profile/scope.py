"""Scope: one area, one day, and the figures at hand; what every section asks for first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache

from local_response.definitions import areas
from local_response.definitions.measures import breaks_of, stretches
from local_response.insight.computed import total
from local_response.model.areas import ENGLAND_AND_WALES, UNITED_KINGDOM, Area
from local_response.model.figures import Figure, FigureSource
from local_response.model.periods import Period
from local_response.model.profiles import BreakMark

MADE_BY_FORCE = "nrm.referrals.made_by_force"
RESIDENTS = "population.residents"
RECENT_QUARTERS = 4


@dataclass(frozen=True)
class Scope:
    """What a profile is about.

    source: where figures come from. as_of: the day governance is stated for. weights: by feature of similar areas,
    1 for those not named.
    """

    source: FigureSource
    area: Area
    as_of: date
    weights: Mapping[str, float] = field(default_factory=dict)

    @property
    def code(self) -> str:
        """ONS code of the area."""
        return self.area.code

    @cached_property
    def region(self) -> Area:
        """The region of England the area lies in, or Wales."""
        return areas.area(self.area.parent)

    @cached_property
    def quarters(self) -> list[str]:
        """Every quarter for which referrals made by forces are loaded, oldest first."""
        return self.periods(MADE_BY_FORCE)

    @cached_property
    def recent(self) -> list[str]:
        """The newest quarters, four at most, that no break in the series lies in: they may be added."""
        return stretches(MADE_BY_FORCE, self.quarters)[-1][-RECENT_QUARTERS:] if self.quarters else []

    @property
    def newest(self) -> str:
        """The newest quarter of referrals made by forces."""
        return self.recent[-1]

    @cached_property
    def made(self) -> Figure:
        """Referrals made by the force in the recent quarters together."""
        return self.made_in(self.code)

    @cached_property
    def made_everywhere(self) -> Figure:
        """Referrals made by the forces of England and Wales in the recent quarters together."""
        return self.made_in(ENGLAND_AND_WALES)

    def made_in(self, code: str, periods: Sequence[str] | None = None, **breakdown: str) -> Figure:
        """Referrals made by the force or forces of an area in quarters of one stretch together (recent unless said)."""
        chosen = self.recent if periods is None else periods
        return self.summed(MADE_BY_FORCE, [code], chosen, **breakdown)[code]

    def summed(self, measure: str, codes: Sequence[str], periods: Sequence[str], **where: str) -> dict[str, Figure]:
        """A measure's figures of several periods of one stretch added up, by code of area; one question for all."""
        return _summed(self.source, measure, tuple(codes), tuple(periods), tuple(sorted(where.items())))

    def quarter_by_quarter(
        self, measure: str, codes: Sequence[str], periods: Sequence[str], **where: str
    ) -> list[list[Figure]]:
        """A measure's figures, a row an area and a column a period, in the order given."""
        table = _table(self.source, measure, tuple(codes), tuple(periods), tuple(sorted(where.items())))
        return [[table[code, period] for period in periods] for code in codes]

    def periods(self, measure: str, area: str | None = None) -> list[str]:
        """Periods for which the measure has figures, in order of time."""
        return list(_periods(self.source, measure, area))

    def made_by(self, dimension: str, code: str | None = None) -> dict[str, Figure]:
        """Referrals made in the recent quarters together, by the values of a dimension; zeros left out."""
        return self.added(MADE_BY_FORCE, code or self.code, self.recent, dimension)

    def made_by_area(self, dimension: str) -> dict[str, dict[str, Figure]]:
        """Referrals made in the recent quarters together by every force, by the values of a dimension."""
        codes = tuple(area.code for area in areas.force_areas())
        return _added_by_area(self.source, MADE_BY_FORCE, codes, tuple(self.recent), dimension)

    def added(
        self,
        measure: str,
        code: str,
        periods: Sequence[str],
        dimension: str,
        where: Mapping[str, str] | None = None,
    ) -> dict[str, Figure]:
        """Figures of several periods of one stretch added up, by the values of a dimension; zeros left out."""
        asked = tuple(sorted((where or {}).items()))
        return _added(self.source, measure, code, tuple(periods), dimension, asked)

    def residents(self, code: str, period: str) -> Figure:
        """Residents at the mid-year nearest to a period; status "missing" where no population is loaded."""
        return self.residents_of([code], period)[code]

    def residents_of(self, codes: Sequence[str], period: str) -> dict[str, Figure]:
        """Residents of several areas at the mid-year nearest to a period, by code."""
        wanted = Period.parse(period).end
        loaded = self.periods(RESIDENTS)
        nearest = min(loaded, key=lambda year: abs(Period.parse(year).end - wanted), default=f"mid-{wanted.year}")
        return self.summed(RESIDENTS, codes, [nearest])

    @cached_property
    def everyone(self) -> Figure:
        """Residents of the area at the mid-year nearest to the newest quarter."""
        return self.residents(self.code, self.newest)

    def national(self, measure: str, period: str, **breakdown: str) -> Figure:
        """A figure of the whole United Kingdom."""
        return self.source.figure(measure, UNITED_KINGDOM, period, **breakdown)


@lru_cache(maxsize=256)
def _summed(
    source: FigureSource,
    measure: str,
    codes: tuple[str, ...],
    periods: tuple[str, ...],
    where: tuple[tuple[str, str], ...],
) -> dict[str, Figure]:
    parts: dict[str, list[Figure]] = {code: [] for code in codes}
    for figure in source.figures(measure, areas=codes, periods=periods, where=dict(where)):
        parts[figure.area].append(figure)
    return {code: total(figures) for code, figures in parts.items()}


@lru_cache(maxsize=64)
def _table(
    source: FigureSource,
    measure: str,
    codes: tuple[str, ...],
    periods: tuple[str, ...],
    where: tuple[tuple[str, str], ...],
) -> dict[tuple[str, str], Figure]:
    found = source.figures(measure, areas=codes, periods=periods, where=dict(where))
    return {(figure.area, figure.period): figure for figure in found}


@lru_cache(maxsize=64)
def _added(
    source: FigureSource,
    measure: str,
    code: str,
    periods: tuple[str, ...],
    dimension: str,
    where: tuple[tuple[str, str], ...],
) -> dict[str, Figure]:
    groups: dict[str, list[Figure]] = {}
    for figure in source.figures(measure, areas=[code], periods=periods, by=(dimension,), where=dict(where)):
        groups.setdefault(figure.breakdown[dimension], []).append(figure)
    sums = {value: total(parts) for value, parts in groups.items()}
    return {value: figure for value, figure in sums.items() if figure.value != 0}


@lru_cache(maxsize=16)
def _added_by_area(
    source: FigureSource, measure: str, codes: tuple[str, ...], periods: tuple[str, ...], dimension: str
) -> dict[str, dict[str, Figure]]:
    groups: dict[str, dict[str, list[Figure]]] = {code: {} for code in codes}
    for figure in source.figures(measure, areas=codes, periods=periods, by=(dimension,)):
        groups[figure.area].setdefault(figure.breakdown[dimension], []).append(figure)
    return {code: {value: total(parts) for value, parts in by.items()} for code, by in groups.items()}


@lru_cache(maxsize=256)
def _periods(source: FigureSource, measure: str, area: str | None) -> tuple[str, ...]:
    return tuple(source.periods(measure, area))


def break_marks(measure: str, periods: Sequence[str]) -> tuple[BreakMark, ...]:
    """Where the breaks of a measure lie between periods that a chart shows, oldest first."""
    ordered = [Period.parse(text) for text in periods]
    marks = []
    for found in breaks_of(measure):
        after = next((period for period in ordered if period.end >= found.day), None)
        if after is not None and after != ordered[0]:
            marks.append(BreakMark(after.text, found.label))
    return tuple(marks)

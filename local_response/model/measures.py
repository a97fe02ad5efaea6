"""Measure: what is counted, of whom, and what the count can and cannot tell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

# Every dimension a figure can be broken down by. A figure that is summed over a dimension holds ALL there.
DIMENSIONS = (
    "exploitation",
    "age",
    "gender",
    "nationality",
    "responder",
    "location",
    "outcome",
    "offence",
    "rank",
    "worker_type",
    "within",
    "topic",
)
ALL = "all"


@dataclass(frozen=True)
class SeriesBreak:
    """A day from which a series is counted differently: no sum, trend or forecast may cross it."""

    day: date
    label: str
    reason: str
    source: str


@dataclass(frozen=True)
class Measure:
    """What is counted.

    id: such as `nrm.referrals.made_by_force`. unit: plural noun of one count, such as "referrals".
    geography: the kind of area whose figures are published; bigger areas are sums of it where additive.
    absent_means_zero: the publisher leaves out combinations with no events, so an absent row counts 0.
    breaks: ids of the breaks in definitions/breaks.toml that this measure's series has.
    """

    id: str
    name: str
    unit: str
    counts: str
    can_tell: str
    cannot_tell: str
    geography: str
    additive: bool
    absent_means_zero: bool
    dimensions: tuple[str, ...]
    breaks: tuple[str, ...]
    publisher: str
    where_found: str
    owner: str
    reviewed: date
    review_due: date
    periods: Literal["quarter", "year", "financial_year", "mid_year", "day", "any"]

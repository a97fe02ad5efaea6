"""Estimate: a computed number that carries its interval and the name of its method."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Estimate:
    """A computed number.

    value, lower, upper: in one unit; None where not calculable, and then reason says why.
    level: coverage of the interval, between 0 and 1 (0.95 unless said); None where there is no interval.
    method: id of the method in local_response/definitions/methods.toml.
    """

    value: float | None
    lower: float | None
    upper: float | None
    level: float | None
    method: str
    reason: str = ""

    def __post_init__(self) -> None:
        if (self.value is None) != bool(self.reason):
            raise ValueError(f"an estimate has a value or a reason, got {self.value!r} and {self.reason!r}")
        if self.lower is not None and self.upper is not None and self.lower > self.upper:
            raise ValueError(f"limits out of order: {self.lower}, {self.upper}")


def not_calculable(method: str, reason: str) -> Estimate:
    """An estimate without a value. reason: a clause in plain English, such as "no resident population"."""
    return Estimate(None, None, None, None, method, reason)

"""Where a force's rate lies among those of all forces, once chance and their ordinary spread are allowed for."""

from __future__ import annotations

from dataclasses import dataclass

from local_response.definitions.areas import force_areas, members
from local_response.definitions.phrases import phrase
from local_response.insight.computed import usual_rates
from local_response.insight.profile.scope import Scope
from local_response.model.areas import ENGLAND_AND_WALES
from local_response.model.figures import Figure
from local_response.model.profiles import Strength
from local_response.model.sentences import Cited, Fact, Text, plain, say

NARROW, WIDE = 0.95, 0.998


@dataclass(frozen=True)
class Usual:
    """A force's rate with the range that is usual for a force of its size.

    mine: its rate. limits: rate of all forces together, with the range in which 95 of 100 forces of this size would
    lie. wide: the same for 998 of 1,000.
    """

    mine: Figure
    limits: Figure
    wide: Figure

    @property
    def strength(self) -> Strength:
        """strong outside the wide range, moderate outside the narrow one, none inside both."""
        if _outside(self.mine, self.wide):
            return "strong"
        return "moderate" if _outside(self.mine, self.limits) else "none"

    @property
    def sentence(self) -> Text:
        """Where the rate lies, in words no stronger than the ranges allow."""
        if self.mine.value is None or self.limits.value is None:
            return plain("It cannot be set beside other forces.")
        word = phrase("usual", self.strength, above=self.mine.known > self.limits.known)
        return say(
            "That is {word} what is usual: once chance and the ordinary differences between forces are allowed for, "
            "about {level} of forces of this size would lie between {lower} and {upper}.",
            word=word,
            level=Fact(f"{NARROW * 100:g}%", "share of forces that the range is for"),
            lower=Cited(self.limits, "lower"),
            upper=Cited(self.limits, "upper"),
        )


def usual(scope: Scope, mine: Figure, counts: dict[str, Figure], residents: dict[str, Figure]) -> Usual:
    """Place a rate among all forces that have a resident rate. counts, residents: by code of force area."""
    codes = comparable()
    limits = [
        usual_rates(residents[scope.code], [counts[c] for c in codes], [residents[c] for c in codes], level)
        for level in (NARROW, WIDE)
    ]
    return Usual(mine, *limits)


def comparable() -> list[str]:
    """Codes of the force areas for which a rate per resident means something."""
    inside = set(members(ENGLAND_AND_WALES))
    return [area.code for area in force_areas() if area.resident_rates and area.code in inside]


def _outside(mine: Figure, limits: Figure) -> bool:
    if mine.value is None or limits.lower is None or limits.upper is None:
        return False
    return not limits.lower <= mine.value <= limits.upper


PER = Fact("100,000", "base of the rate")

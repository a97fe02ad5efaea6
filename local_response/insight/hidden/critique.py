"""What has been published for and against such estimates, and the refusal to carry one over to an area."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import NoReturn

from local_response.model.errors import CannotEstimateError


@dataclass(frozen=True)
class Work:
    """A published work. says: what it found, in our words. critical: whether it warns about the method."""

    key: str
    citation: str
    url: str
    says: str
    critical: bool


@lru_cache(maxsize=1)
def works() -> tuple[Work, ...]:
    """The works shown beside every estimate, in the order of definitions/hidden/critiques.toml."""
    text = files("local_response.definitions").joinpath("hidden", "critiques.toml").read_text(encoding="utf-8")
    return tuple(Work(**work) for work in tomllib.loads(text)["works"])


AREA_REASONS = (
    "the lists say who was seen, and forces differ in how much they see: sharing a total out by residents, referrals "
    "or crimes takes it that the unseen are spread like the seen, which is what nobody knows",
    "for the UK in 2013 the models that fit the lists about equally well differ by a factor of more than two, and an "
    "area's share would add its own error to that",
    "of 2,744 people on those lists 252 were on more than one; an area's part of them is a handful, too few to check "
    "any share against",
)
"""Why a national estimate is not scaled to an area; each a clause."""


def refuse_area(area: str) -> NoReturn:
    """Always raises CannotEstimateError: a national estimate is not scaled to a force area.

    area: what the user called it. An area may be estimated from lists of its own, where the same people can be found
    on several of them; that is another table, not a share of this one.
    """
    reasons = "; ".join(f"({number}) {reason}" for number, reason in enumerate(AREA_REASONS, 1))
    raise CannotEstimateError(
        f"{area}: the hidden population of an area cannot be estimated from these lists, because {reasons}. "
        "Use the national figure as national. If the area has lists of its own that share people, give those lists "
        "as a file without --area."
    )

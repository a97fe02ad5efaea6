"""Match a need to the practices that fit it, in order, each with the reasons and the grade of its evidence."""

from __future__ import annotations

from dataclasses import dataclass

from local_response.library.documents import CaseStudy, Library
from local_response.library.vocabulary import choices, grade_meaning

# What each part of a need counts for. A case for another exploitation type, or for other people, does not fit at all.
_EXPLOITATION, _ANY_EXPLOITATION = 4, 1
_VICTIMS, _LEVER, _KIND_OF_AREA = 3, 3, 1
_ALIASES = {"domestic": "domestic-servitude", "organ harvesting": "organ-harvesting", "unknown": ""}


@dataclass(frozen=True)
class Need:
    """What a local picture calls for; "" for a part that does not matter.

    exploitation, victims, lever, kind_of_area: codes of definitions/vocabulary/choices.toml; the exploitation words of
    the NRM figures ("domestic", "organ harvesting") are taken too. Raises ValueError for a code not known.
    """

    exploitation: str = ""
    victims: str = ""
    lever: str = ""
    kind_of_area: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "exploitation", _ALIASES.get(self.exploitation, self.exploitation))
        lists = {
            "exploitation": "exploitation",
            "victims": "victims",
            "lever": "levers",
            "kind_of_area": "kind_of_area",
        }
        for name, field in lists.items():
            if (value := getattr(self, name)) and value not in choices(field):
                raise ValueError(f"{name} {value!r} is not one of {', '.join(choices(field))}")


@dataclass(frozen=True)
class Practice:
    """A case study that fits a need. reasons: what fits. limits: what does not, or is not known."""

    case: CaseStudy
    fit: int
    reasons: tuple[str, ...]
    limits: tuple[str, ...]

    @property
    def grade_meaning(self) -> str:
        """What the case's grade means."""
        return grade_meaning(self.case.grade)


def match(held: Library, need: Need) -> tuple[Practice, ...]:
    """The practices that fit, nearest first; of equal fit, the better grade first, then by id.

    A case about another exploitation type or other people is left out, and so is one that fits in nothing.
    """
    practices = [practice for case in held.cases if (practice := _practice(case, need)) is not None]
    return tuple(sorted(practices, key=lambda p: (-p.fit, p.case.grade, p.case.id)))


def _practice(case: CaseStudy, need: Need) -> Practice | None:
    fit = 0
    reasons: list[str] = []
    limits: list[str] = []
    for wanted, judge in (
        (need.exploitation, _exploitation),
        (need.victims, _victims),
        (need.lever, _lever),
        (need.kind_of_area, _kind_of_area),
    ):
        if wanted in ("", "any"):
            continue
        if (points := judge(case, wanted)) is None:
            return None
        fit += points[0]
        (reasons if points[0] else limits).append(points[1])
    asked = any((need.exploitation not in ("", "any"), need.victims, need.lever, need.kind_of_area))
    if asked and not reasons:
        return None
    return Practice(case, fit, tuple(reasons), tuple(limits))


def _exploitation(case: CaseStudy, wanted: str) -> tuple[int, str] | None:
    name = choices("exploitation")[wanted].casefold()
    if wanted in case.exploitation:
        return _EXPLOITATION, f"it is about {name} exploitation" if wanted in _ADJECTIVES else f"it is about {name}"
    if "any" in case.exploitation:
        return _ANY_EXPLOITATION, "it is for any type of exploitation"
    return None


def _victims(case: CaseStudy, wanted: str) -> tuple[int, str] | None:
    name = _in_sentence(choices("victims")[wanted])
    if wanted in case.victims:
        return _VICTIMS, f"it is for {name}"
    return None if case.victims else (0, f"the source does not say whether it is for {name}")


def _lever(case: CaseStudy, wanted: str) -> tuple[int, str]:
    name = _in_sentence(choices("levers")[wanted])
    return (_LEVER, f"its lever is to {name}") if wanted in case.levers else (0, f"its lever is not to {name}")


def _kind_of_area(case: CaseStudy, wanted: str) -> tuple[int, str]:
    if case.kind_of_area == wanted:
        return _KIND_OF_AREA, "it was done in the same kind of area"
    return 0, f"it was done in another kind of area ({_in_sentence(choices('kind_of_area')[case.kind_of_area])})"


def _in_sentence(name: str) -> str:
    return name[:1].lower() + name[1:]


_ADJECTIVES = ("labour", "sexual", "criminal")

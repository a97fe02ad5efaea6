"""Build the profile of an area: every section in order, and the releases that its figures cite."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from local_response.insight.profile import (
    brief,
    compared,
    crime,
    exploitation,
    hidden_population,
    national,
    organised_crime,
    people,
    places,
    referrals,
    responders,
    responsible,
    sources_compared,
    unknowns,
)
from local_response.insight.profile.scope import MADE_BY_FORCE, Scope
from local_response.insight.profile.similar_features import FEATURE_NAMES
from local_response.model.areas import Area
from local_response.model.errors import FigureNotFoundError
from local_response.model.figures import Figure, FigureSource
from local_response.model.profiles import Block, Bullets, Chart, Finding, Paragraph, Profile, Section, Table
from local_response.model.releases import Release
from local_response.model.sentences import Cited, Text

SECTIONS = (
    responsible,
    referrals,
    exploitation,
    people,
    responders,
    places,
    crime,
    sources_compared,
    compared,
    national,
    organised_crime,
    hidden_population,
    unknowns,
)


def build_profile(
    source: FigureSource,
    releases: Sequence[Release],
    area: Area,
    as_of: date,
    weights: Mapping[str, float] | None = None,
) -> Profile:
    """The local picture of a police force area from the figures of a source.

    releases: those of the source; the profile keeps the ones it cites. as_of: the day governance is stated for.
    weights: how much each feature counts when similar areas are found, 0 or more; 1 for those not named.
    Raises ValueError for an area that is not a police force area, FigureNotFoundError where no referrals are loaded.
    """
    if area.kind != "police_force_area":
        raise ValueError(f"{area.name} is a {area.kind}; a profile is of a police force area")
    if unknown := set(weights or {}) - set(FEATURE_NAMES):
        raise ValueError(f"no feature {sorted(unknown)[0]!r} of similar areas; there are {', '.join(FEATURE_NAMES)}")
    scope = Scope(source, area, as_of, weights or {})
    if not scope.quarters:
        raise FigureNotFoundError(
            "The evidence store holds no referrals made by police forces. Add the NRM police first responder table "
            "with `local-response evidence add FILE`."
        )
    summary = brief.section(scope)
    sections = tuple(module.section(scope) for module in SECTIONS)
    cited = {c.release for figure in figures_in((summary, *sections)) for c in figure.citations}
    return Profile(
        area,
        responsible.holder(scope),
        as_of.isoformat(),
        source.periods(MADE_BY_FORCE)[-1],
        f"Modern slavery in {area.name}: a local picture",
        summary,
        sections,
        tuple(release for release in releases if release.id in cited),
    )


def figures_in(sections: Sequence[Section]) -> Iterator[Figure]:
    """Every figure that sections show, and every figure that those were computed from, in order, with repeats."""
    for section in sections:
        for block in section.blocks:
            for figure in _shown(block):
                yield from _with_inputs(figure)


def _shown(block: Block) -> Iterator[Figure]:
    if isinstance(block, Table):
        for cell in (cell for row in block.rows for cell in row):
            yield from [cell] if isinstance(cell, Figure) else _in_text(cell)
    elif isinstance(block, Chart):
        yield from (mark.figure for mark in block.marks)
        yield from _shown(block.table)
    for text in _texts(block):
        yield from _in_text(text)


def _texts(block: Block) -> Sequence[Text]:
    if isinstance(block, Finding):
        return (block.text, *block.caveats)
    if isinstance(block, Paragraph):
        return (block.text,)
    if isinstance(block, Bullets):
        return (block.lead, *block.items)
    if isinstance(block, Chart):
        return (block.title, block.description)
    return (block.caption, *block.header, *block.notes)


def _in_text(text: Text) -> Iterator[Figure]:
    return (span.figure for span in text if isinstance(span, Cited))


def _with_inputs(figure: Figure) -> Iterator[Figure]:
    yield figure
    for item in figure.inputs:
        yield from _with_inputs(item)

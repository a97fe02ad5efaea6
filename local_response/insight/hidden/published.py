"""The published estimate for the UK in 2013, and what the same lists give by other models."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from local_response.insight.hidden.critique import AREA_REASONS, Work, works
from local_response.insight.hidden.histories import CaptureTable, capture_table
from local_response.insight.hidden.landscape import LandscapeModel, landscape
from local_response.insight.hidden.verdict import rival_sentence


@dataclass(frozen=True)
class PublishedEstimate:
    """A national estimate as published, with what its lists give when other models are tried.

    table: the lists as published. five_lists: police and NCA as one, as in the published analysis. low, high: the
    published range, people, those already known included. statement: what it is a range of. page, licence,
    published: of the source. rivals: the two-list models of the five lists that fit about as well as the best, best
    first. lowest, highest: the range of their totals. verdict: that in a sentence. why_not_local: why there is no
    figure for an area. works: for and against.
    """

    table: CaptureTable
    five_lists: CaptureTable
    low: int
    high: int
    statement: str
    page: str
    licence: str
    published: str
    rivals: tuple[LandscapeModel, ...]
    lowest: float
    highest: float
    verdict: str
    why_not_local: tuple[str, ...]
    works: tuple[Work, ...]


@lru_cache(maxsize=1)
def uk_2013() -> PublishedEstimate:
    """The UK strategic assessment for 2013: the published range, and the models that fit its lists about equally well.

    Source of the range: Silverman (2014), Home Office. The models are fitted here (0.05 s).
    """
    record = tomllib.loads(_text("uk_2013.csv.toml"))
    table = uk_2013_lists()
    five = table.merged(("police", "NCA"), "police or NCA")
    models = landscape(five, order=2)
    low, high = models.rival_range
    return PublishedEstimate(
        table=table,
        five_lists=five,
        low=int(record["published_low"]),
        high=int(record["published_high"]),
        statement=record["published_statement"],
        page=record["page"],
        licence=record["licence"],
        published=record["published"].isoformat(),
        rivals=models.rivals,
        lowest=low,
        highest=high,
        verdict=f"{rival_sentence(models)} The published range covers part of that.",
        why_not_local=AREA_REASONS,
        works=works(),
    )


def uk_2013_lists() -> CaptureTable:
    """The six lists of the UK strategic assessment for 2013, as definitions/hidden/uk_2013.csv has them."""
    rows = [line.split(",") for line in _text("uk_2013.csv").splitlines()]
    return capture_table(
        rows[0][:-1],
        [[int(cell) for cell in row[:-1]] for row in rows[1:]],
        [int(row[-1]) for row in rows[1:]],
        "definitions/hidden/uk_2013.csv",
    )


def _text(name: str) -> str:
    return files("local_response.definitions").joinpath("hidden", name).read_text(encoding="utf-8")

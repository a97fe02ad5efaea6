"""Everything about one table: the methods side by side, the rival models, each list left out, and the verdict."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from local_response.insight.hidden.bootstrap import Progress
from local_response.insight.hidden.critique import Work, works
from local_response.insight.hidden.histories import CaptureTable
from local_response.insight.hidden.landscape import (
    Landscape,
    LeftOut,
    checked_order,
    landscape,
    leave_one_list_out,
)
from local_response.insight.hidden.methods import METHODS, Answer, Settings, answers
from local_response.insight.hidden.verdict import Verdict, verdict
from local_response.model.errors import CannotEstimateError


@dataclass(frozen=True)
class Analysis:
    """What can be said about the people on none of the lists.

    answers: one a method. landscape: None where there are too many models to fit all, and then why_no_landscape.
    left_out: one a list. works: what has been published for and against.
    """

    table: CaptureTable
    settings: Settings
    answers: tuple[Answer, ...]
    landscape: Landscape | None
    why_no_landscape: str
    left_out: tuple[LeftOut, ...]
    verdict: Verdict
    works: tuple[Work, ...]


def analyse(
    table: CaptureTable,
    methods: Iterable[str] = tuple(METHODS),
    settings: Settings | None = None,
    progress: Callable[[str], Progress] | None = None,
) -> Analysis:
    """Estimate with every method, and say how far the answers can be trusted.

    methods: keys of METHODS. settings: see Settings; its order is lowered where there are only two lists. progress:
    makes the progress callback of each method's label. Raises CannotEstimateError for an order that the lists cannot
    bear; ValueError for a method or an order that does not exist.
    """
    settings = settings or Settings()
    settings = replace(settings, order=checked_order(table, settings.order))
    found = answers(table, methods, settings, progress)
    models, why = None, ""
    try:
        models = landscape(table, settings.order)
    except CannotEstimateError as error:
        why = str(error)
    without = leave_one_list_out(table, settings.threshold, settings.order)
    judged = verdict(table, found, models, without)
    return Analysis(table, settings, found, models, why, without, judged, works())

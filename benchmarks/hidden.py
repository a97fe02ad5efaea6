"""Speed of the hidden population estimates: `python -m benchmarks.hidden [--write]`; medians, one process.

The peers need R and are not re-run; their figures were recorded on a 2-core machine like this one.
"""

from __future__ import annotations

import argparse
import platform
import resource
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks.tables import table, write_between_marks
from local_response.insight.hidden.bootstrap import bca_limits, resampled
from local_response.insight.hidden.downhill import downhill_by_bic
from local_response.insight.hidden.existence import existence_codes
from local_response.insight.hidden.fitting import fit
from local_response.insight.hidden.graphical import graphical_posterior
from local_response.insight.hidden.histories import CaptureTable
from local_response.insight.hidden.models import hierarchical_models
from local_response.insight.hidden.profiles import multinomial_profile
from local_response.insight.hidden.published import uk_2013, uk_2013_lists
from local_response.insight.hidden.stepwise import stepwise_by_aic, stepwise_by_p_value
from local_response.insight.hidden.terms import frame

PAGE = Path(__file__).resolve().parents[1] / "docs" / "hidden-population.md"
RUNS = 5
REPLICATES = 1000


def build() -> str:
    five, six = uk_2013().five_lists, uk_2013_lists()
    timed: list[tuple[str, Callable[[], object], str, str]] = [
        (
            "all 1,024 two-list models, five lists, with existence checks",
            lambda: every_model(five),
            "0.5 s",
            "2.7 s (a)",
        ),
        ("stepwise, 1,000 BCa replicates, five lists", lambda: stepwise(five), "10 s", "119 s (b), 76 s (a)"),
        ("stepwise, 1,000 BCa replicates, six lists", lambda: stepwise(six), "30 s", "324 s (b), 170 s (a)"),
        ("one stepwise fit by AIC with profile limits, six lists", lambda: aic(six), "0.5 s", "11 to 28 s (c)"),
        ("all 32,768 two-list models, six lists", lambda: every_model(six), "", ""),
        ("downhill, 1,000 BCa replicates, five lists", lambda: downhill(five), "", ""),
        ("average over 822 graphical models, five lists", lambda: graphical_posterior(five.counts), "", ""),
        ("average over 18,154 graphical models, six lists", lambda: graphical_posterior(six.counts), "", ""),
    ]
    rows = [[what, seconds(run), target, peer] for what, run, target, peer in timed]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    notes = (
        "Peers, recorded and not re-run: (a) MultipleSystemsEstimation 1.2.0, (b) SparseMSE 2.0.2, (c) modslavmse 2.0, "
        "all in R.\n\n"
        f"Python {platform.python_version()}, numpy {np.__version__}, {platform.machine()}; median of {RUNS} runs; "
        f"most memory held: {memory:.0f} MB."
    )
    return f"{table(['what', 'ours', 'target', 'peer'], rows)}\n\n{notes}"


def every_model(lists: CaptureTable) -> object:
    shared, rows = frame(len(lists.lists), 2), hierarchical_models(len(lists.lists), 2)
    sound = existence_codes(shared, rows, lists.counts) == 0
    return fit(shared, rows[sound], lists.counts)


def stepwise(lists: CaptureTable) -> object:
    drawn = resampled(lists.counts, REPLICATES, 1234)
    return bca_limits(lists.counts, lambda tables: stepwise_by_p_value(tables).fits.total, drawn)


def downhill(lists: CaptureTable) -> object:
    drawn = resampled(lists.counts, REPLICATES, 1234)
    return bca_limits(lists.counts, lambda tables: downhill_by_bic(tables, 2).fits.total, drawn)


def aic(lists: CaptureTable) -> object:
    chosen = stepwise_by_aic(lists.counts)
    return multinomial_profile(chosen.frame, chosen.rows[0], lists.counts)


def seconds(run: Callable[[], object]) -> str:
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return f"{median(taken):.3f} s"


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description="Speed of the hidden population estimates.")
    parser.add_argument("--write", action="store_true", help="also write the figures into docs/hidden-population.md")
    arguments = parser.parse_args()
    measured = build()
    print(measured)
    if arguments.write:
        write_between_marks(PAGE, "benchmarks.hidden", measured)

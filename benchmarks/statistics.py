"""Speed of the statistics: `python -m benchmarks.statistics [--write]`; medians of seven runs, one process."""

from __future__ import annotations

import platform
import subprocess
import sys
import time
from collections.abc import Callable
from statistics import median

import numpy as np

from benchmarks.tables import report, table
from local_response.insight.forecast import fit_country, next_range
from local_response.insight.funnel import rate_funnel
from local_response.insight.ranks import rank_intervals
from local_response.insight.rates import rates
from local_response.insight.shrinkage import shrink_rates

RUNS = 7
IMPORT = "import time; t = time.perf_counter(); import local_response.insight.rates; print(time.perf_counter() - t)"


def build() -> str:
    rng = np.random.default_rng(0)
    counts = np.concatenate([rng.poisson(4, 300_000), rng.poisson(40, 700_000)])
    populations = rng.integers(1_000, 9_000_000, 1_000_000)
    sizes = rng.uniform(0.3, 9, 43)
    table_of_counts = rng.poisson((sizes * rng.gamma(5, 3, 43))[:, None], (43, 12)).astype(float)
    totals = table_of_counts.sum(axis=1)
    shrunk, country = shrink_rates(totals, sizes), fit_country(table_of_counts, sizes)
    timed: dict[str, Callable[[], object]] = {
        "10^6 rates, 95% and 99.8% limits, exact below 10": lambda: rates(counts, populations),
        "funnel of 43 areas with dispersion and signals": lambda: rate_funnel(totals, sizes).signals(),
        "shrinkage of 43 areas": lambda: shrink_rates(totals, sizes),
        "rank intervals of 43 areas": lambda: rank_intervals(shrunk),
        "next quarter: fit of 43 areas x 12 quarters": lambda: fit_country(table_of_counts, sizes),
        "next quarter: range of one area": lambda: next_range(table_of_counts[0], sizes[0], country),
    }
    rows = [[name, seconds(run), ""] for name, run in timed.items()]
    rows[0][2] = "3.88 s: PHEindicatormethods in R, recorded on a machine like this, not re-run"
    rows.append(["import of local_response.insight.rates", f"{import_seconds():.3f} s", ""])
    note = f"Python {platform.python_version()}, numpy {np.__version__}, {platform.machine()}; median of {RUNS} runs."
    return f"{table(['what', 'ours', 'peer'], rows)}\n\n{note}"


def seconds(run: Callable[[], object]) -> str:
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return f"{median(taken):.4f} s"


def import_seconds() -> float:
    command = [sys.executable, "-c", IMPORT]
    return median(
        float(subprocess.run(command, capture_output=True, check=True, text=True).stdout) for _ in range(RUNS)
    )


if __name__ == "__main__":
    report("benchmarks.statistics", build)

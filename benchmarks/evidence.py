"""How fast the evidence store adds, opens and answers: medians, on the published files beside the project.

Run `python benchmarks/evidence.py`. Goals (issue "From published figures to a local profile"): adding all files of
nrm/ in at most 3 s, opening the bundled store under 150 ms, one area's figures under 20 ms, memory under 500 MB.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

PUBLISHED_FILES = Path(__file__).resolve().parents[2] / "shared" / "data"
FORCE, AREA = "nrm.referrals.made_by_force", "E23000010"
OPENING = """
import time
from pathlib import Path
start = time.perf_counter()
from local_response.evidence.store import open_store
store = open_store(Path("/nowhere"))
store.releases()
print(time.perf_counter() - start)
start = time.perf_counter()
store.figure("nrm.referrals.made_by_force", "E23000010", "2023-Q3")
print(time.perf_counter() - start)
"""


def median_seconds(run: Callable[[], object], times: int) -> float:
    """Median of the seconds that each run takes."""
    taken = []
    for _ in range(times):
        start = time.perf_counter()
        run()
        taken.append(time.perf_counter() - start)
    return sorted(taken)[len(taken) // 2]


def adding() -> tuple[int, float, float]:
    """Files, seconds to read and add them, and of these the seconds that reading alone takes."""
    from local_response.evidence.store import open_store
    from local_response.sources.recognise import read

    files = sorted((PUBLISHED_FILES / "nrm").glob("*.csv"))

    def add() -> None:
        with tempfile.TemporaryDirectory() as home:
            open_store(Path(home), pack=None).add(files)

    add()
    return len(files), median_seconds(add, 3), median_seconds(lambda: [read(path) for path in files], 3)


def opening() -> tuple[float, float]:
    """Seconds from the import of the store to its list of releases, and those of the first question after it."""
    runs = [
        subprocess.run([sys.executable, "-c", OPENING], capture_output=True, text=True, check=True).stdout.split()
        for _ in range(5)
    ]
    opened, first = (sorted(float(run[place]) for run in runs)[2] for place in (0, 1))
    return opened, first


def asking() -> dict[str, float]:
    """Seconds of one area's figures, each question asked for the first time of a store that is open."""
    from local_response.evidence.store import open_store

    store = open_store(Path("/nowhere"))
    store.figure("dtn.reports", "K02000001", "2023")  # the database is loaded by the first question
    questions = {
        "all quarters": {},
        "by exploitation": {"by": ["exploitation"]},
        "by age and gender": {"by": ["age", "gender"]},
        "by nationality": {"by": ["nationality"]},
    }
    taken = {}
    for name, asked in questions.items():
        areas = iter(["E23000010", "E23000001", "E23000014", "E23000038", "E23000005"])
        taken[name] = median_seconds(
            lambda asked=asked, areas=areas: store.figures(FORCE, areas=[next(areas)], **asked), 5
        )
    return taken


def main() -> None:
    """Print each median beside its goal."""
    if not PUBLISHED_FILES.is_dir():
        sys.exit(f"no published files at {PUBLISHED_FILES}")
    files, both, reading = adding()
    print(f"adding {files} files of nrm/      {both:6.2f} s   (goal 3 s; reading alone {reading:.2f} s)")
    opened, first = opening()
    print(f"opening the bundled store     {opened * 1000:6.0f} ms  (goal 150 ms; first question {first * 1000:.0f} ms)")
    for name, seconds in asking().items():
        print(f"one area, {name:<20}{seconds * 1000:6.1f} ms  (goal 20 ms)")
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"peak memory                   {megabytes:6.0f} MB  (goal 500 MB)")


if __name__ == "__main__":
    main()

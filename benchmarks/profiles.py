"""One profile from a cold start of the command, all 43 as HTML and PDF, and the start of the command itself.

Whole processes: wall-clock seconds and the peak memory of the largest process.
"""

from __future__ import annotations

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = Path(sys.executable).with_name("local-response")
RUNS = 5


def timed(words: list[str], folder: str, runs: int = RUNS) -> list[float]:
    """Seconds of each run of the command, after one that is not counted."""
    env = {**os.environ, "LOCAL_RESPONSE_HOME": f"{folder}/home"}
    seconds = []
    for run in range(runs + 1):
        start = time.perf_counter()
        subprocess.run([PROGRAM, *words], check=True, capture_output=True, env=env)
        if run or runs == 1:
            seconds.append(time.perf_counter() - start)
        if runs == 1:
            break
    return seconds


def main() -> None:
    """Print median seconds against the target of each."""
    with tempfile.TemporaryDirectory() as folder:
        rows = [
            ("local-response --help", timed(["--help"], folder), 0.2),
            (
                "one profile as HTML, cold",
                timed(["profile", "build", "West Yorkshire", "--formats", "html", "--out", folder], folder),
                2.0,
            ),
            (
                "one profile in every format, cold",
                timed(["profile", "build", "West Yorkshire", "--out", folder], folder, 3),
                None,
            ),
            (
                "all 43 profiles as HTML and PDF",
                timed(["profile", "build", "--all", "--formats", "html,pdf", "--out", folder], folder, 1),
                45.0,
            ),
        ]
    for name, seconds, target in rows:
        goal = f"target {target:g} s" if target else "no target"
        print(f"{name:<36} median {statistics.median(seconds):7.2f} s of {len(seconds)} ({goal})")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"{'largest process':<36} peak   {peak:7.0f} MB (target 500 MB)")


if __name__ == "__main__":
    main()

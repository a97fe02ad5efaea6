"""How good and how fast the library's search is: `python -m benchmarks.library`.

Quality: nDCG@10 and the share of queries with a right answer in the first three, on both halves of the judged queries.
The queries of the second half are never shown one by one. Speed: 3,000 documents made by copying those of the library,
in seconds of the processor, so that other work on the machine does not count.
"""

from __future__ import annotations

import statistics
import time
from dataclasses import replace
from pathlib import Path

import yaml

from local_response.library.index import Index
from local_response.library.load import library
from local_response.library.quality import Judged, quality
from local_response.library.search import search

QUERIES = Path(__file__).resolve().parents[1] / "tests" / "library" / "queries.yaml"
DOCUMENTS = 3_000


def halves() -> dict[str, list[Judged]]:
    """The judged queries: "tuning" and "held_out"."""
    read = yaml.safe_load(QUERIES.read_text(encoding="utf-8"))
    return {half: [Judged(entry["query"], entry["want"]) for entry in entries] for half, entries in read.items()}


def show_quality() -> None:
    """Print how well each half is answered."""
    index = Index(library().documents)
    for half, judged in halves().items():
        found = quality(index, judged)
        print(
            f"{half:<9}{found.queries} queries  nDCG@10 {found.ndcg:.3f}  right in first three {found.first_three:.3f}"
        )
        if half == "tuning" and found.missed:
            print(f"         missed: {'; '.join(found.missed)}")


def show_speed() -> None:
    """Print how long it takes to build an index of copies, and to search it once it is warm."""
    held = library().documents
    copies = [replace(held[n % len(held)], id=f"{held[n % len(held)].id}-{n}") for n in range(DOCUMENTS)]
    start = time.process_time()
    index = Index(copies)
    print(f"index of {DOCUMENTS} documents built in {time.process_time() - start:.2f} s")
    asked = [judged.query for judgedlist in halves().values() for judged in judgedlist for _ in range(2)]
    asked += ["cuckoing", "nail bar*", "zzzzzz"]
    search(index, "cuckoing")  # the list of spellings is made at the first word that nobody knows
    taken = []
    for query in asked:
        start = time.process_time()
        search(index, query)
        taken.append((time.process_time() - start) * 1000)
    slowest = sorted(zip(taken, asked, strict=True))[-1]
    print(
        f"{len(taken)} searches: median {statistics.median(taken):.1f} ms, "
        f"95th percentile {sorted(taken)[int(len(taken) * 0.95)]:.1f} ms, slowest {slowest[0]:.1f} ms ({slowest[1]!r})"
    )


if __name__ == "__main__":
    show_quality()
    show_speed()

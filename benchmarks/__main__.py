"""`python -m benchmarks`: every benchmark in turn, each in a process of its own; name some to run only those.

Each prints medians and ratios, with its peers in the same run where a peer is at hand. None is a test.
"""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec

ALL = ("reading", "evidence", "profiles", "documents", "statistics", "hidden", "library")


def main() -> int:
    """Run the benchmarks named, or all. Returns 1 where one failed."""
    failed = 0
    for name in sys.argv[1:] or ALL:
        if find_spec(f"benchmarks.{name}") is None:
            sys.stderr.write(f"no benchmark {name!r}; there are {', '.join(ALL)}\n")
            return 2
        print(f"\n## {name}\n", flush=True)
        failed += subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], check=False).returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

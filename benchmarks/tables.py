"""Writes what a benchmark measured into a page, between two marks that name the command."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "docs" / "statistics.md"


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table; numbers are given as text by the caller."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def write_between_marks(page: Path, name: str, text: str) -> None:
    """Replace what stands between <!-- name --> and <!-- /name --> in a page. Raises ValueError without the marks."""
    start, end = f"<!-- {name} -->", f"<!-- /{name} -->"
    before, found, rest = page.read_text(encoding="utf-8").partition(start)
    _, closed, after = rest.partition(end)
    if not found or not closed:
        raise ValueError(f"{page} has no marks {start} and {end}")
    page.write_text(f"{before}{start}\n{text.strip()}\n{end}{after}", encoding="utf-8")


def report(name: str, build: Callable[[], str]) -> None:
    """Print what build returns and, with --write, put it into docs/statistics.md."""
    parser = argparse.ArgumentParser(description=f"Print the figures of {name}.")
    parser.add_argument("--write", action="store_true", help="also write them into docs/statistics.md")
    arguments = parser.parse_args()
    text = build()
    print(text)
    if arguments.write:
        write_between_marks(PAGE, name, text)

"""Fault: one thing wrong with one file, in words that its author can act on."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from local_response.model.errors import LibraryError


@dataclass(frozen=True)
class Fault:
    """file: its name. field: the field or part, "" for the whole. finding: what is wrong. remedy: what to do."""

    file: str
    field: str
    finding: str
    remedy: str

    @property
    def line(self) -> str:
        """The fault as one line."""
        place = f"{self.file}, {self.field}" if self.field else self.file
        return f"{place}: {self.finding}. {self.remedy}."


def refuse(faults: Iterable[Fault]) -> None:
    """Raise LibraryError that lists every fault; nothing where there are none."""
    if found := list(faults):
        count = "1 fault" if len(found) == 1 else f"{len(found)} faults"
        lines = "\n".join(f"- {fault.line}" for fault in found)
        raise LibraryError(f"The library has {count}:\n{lines}")

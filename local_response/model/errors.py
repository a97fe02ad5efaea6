"""Problems that a user can put right: each has an exit code and a message with place, finding and remedy."""

from __future__ import annotations

from collections.abc import Mapping


class LocalResponseError(Exception):
    """A problem the user can put right.

    The message says where, what was found and what to do. The command line prints it without a
    traceback and ends with exit_code. A caller's mistake is a ValueError or TypeError instead.
    """

    exit_code = 10


class SourceFormatError(LocalResponseError):
    """A file that no reader recognises, or that is not laid out as its publication is."""

    exit_code = 11


class SourceValueError(LocalResponseError):
    """A recognised file with values that cannot be: a negative count, parts over their total, a bad period."""

    exit_code = 12


class UnsafeFileError(LocalResponseError):
    """A file refused before it is read: encrypted, expanding past the limit, or with XML entities."""

    exit_code = 13


class UnknownAreaError(LocalResponseError):
    """A name that no area or body in the definitions carries."""

    exit_code = 14


class StoreError(LocalResponseError):
    """The evidence store cannot be read or written: read-only, full disk, damaged release."""

    exit_code = 15


class StoreBusyError(StoreError):
    """Another process is adding to the evidence store."""

    exit_code = 16


class FigureNotFoundError(LocalResponseError):
    """No release in the store holds what was asked for."""

    exit_code = 17


class DocumentError(LocalResponseError):
    """A document could not be written where it was asked for."""

    exit_code = 18


class CannotEstimateError(LocalResponseError):
    """The data do not support an estimate; the message says why."""

    exit_code = 19


class LibraryError(LocalResponseError):
    """A background topic or case study is missing, incomplete or inconsistent."""

    exit_code = 20


class WorkspaceError(LocalResponseError):
    """The workspace's database cannot be reached, read or written, or does not fit this version of the program."""

    exit_code = 21


class WorkspaceBusyError(WorkspaceError):
    """Others kept the workspace's database busy for longer than we wait. Nothing was written."""

    exit_code = 22


class NotAllowedError(LocalResponseError):
    """The person's role, or the state of the item, does not allow what was asked."""

    exit_code = 23


class ItemNotFoundError(LocalResponseError):
    """No item of that kind and id is in the workspace."""

    exit_code = 24


class InvalidContentError(LocalResponseError):
    """What was written into an item cannot be kept. faults: what is wrong, by field ("" for the item as a whole)."""

    exit_code = 25

    def __init__(self, message: str, faults: Mapping[str, tuple[str, ...]]) -> None:
        super().__init__(message)
        self.faults = faults


class EditConflictError(LocalResponseError):
    """Somebody else changed an item after this editor opened it.

    base: its content when the editor opened it; theirs: as it stands now; mine: what this editor wrote. version:
    that theirs is. clashing: fields that both changed, to different things. The trail keeps mine too.
    """

    exit_code = 26

    def __init__(
        self,
        message: str,
        *,
        version: int,
        base: Mapping[str, object],
        theirs: Mapping[str, object],
        mine: Mapping[str, object],
    ) -> None:
        super().__init__(message)
        self.version, self.base, self.theirs, self.mine = version, base, theirs, mine
        self.clashing = tuple(
            sorted(
                name
                for name in mine
                if mine[name] != base.get(name)
                and theirs.get(name) != base.get(name)
                and mine[name] != theirs.get(name)
            )
        )

    @property
    def merged(self) -> Mapping[str, object]:
        """What only this editor changed over theirs; where both changed a field, theirs."""
        kept = {name: value for name, value in self.mine.items() if value != self.base.get(name)}
        return {**self.theirs, **{name: value for name, value in kept.items() if name not in self.clashing}}


class TrailBrokenError(LocalResponseError):
    """The audit trail is not whole, or an item was changed without it. The message names the first fault."""

    exit_code = 27


class TransferError(LocalResponseError):
    """An office's file cannot be read or taken in: damaged, altered, too large, or of a newer program."""

    exit_code = 28


class BackupError(LocalResponseError):
    """A backup of the workspace could not be made or restored."""

    exit_code = 29

"""Problems that a user can put right: each has an exit code and a message with place, finding and remedy."""

from __future__ import annotations


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

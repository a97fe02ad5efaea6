"""Picture: an area's local picture, composed and drawn once for each state of the evidence and day."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from threading import Lock, RLock

from local_response.insight.profile.build import build_profile
from local_response.model.areas import Area
from local_response.model.figures import Figure
from local_response.publish.charts.drawing import Drawing
from local_response.publish.composition import compose
from local_response.publish.data import figure_ids
from local_response.publish.document import Document, Section
from local_response.publish.html import drawings
from local_response.web.evidence import state, store

KEPT = 43  # pictures in memory, of about 4 MB each: one for every area


@dataclass(frozen=True)
class Picture:
    """A local picture ready to be shown. version: of the evidence and the day, for caches.

    keys: id of a figure in the document -> its key, which stays the same when other figures come or go.
    """

    area: Area
    version: str
    document: Document
    drawn: dict[str, Drawing]
    keys: Mapping[str, str]
    _pages: dict[str, bytes] = field(default_factory=dict)
    _files: dict[str, bytes] = field(default_factory=dict)
    _writing: Lock = field(default_factory=Lock)

    @property
    def sections(self) -> tuple[Section, ...]:
        """In brief and every other section, in order."""
        return (self.document.brief, *self.document.sections)

    @cached_property
    def ids(self) -> Mapping[str, str]:
        """Key of a figure -> its id."""
        return {key: name for name, key in self.keys.items()}

    @cached_property
    def shown_in(self) -> Mapping[str, tuple[Section, ...]]:
        """Id of a figure -> the sections that show it."""
        found: dict[str, tuple[Section, ...]] = {}
        for section in self.sections:
            for name in figure_ids(section.blocks):
                found[name] = (*found.get(name, ()), section)
        return found

    def page(self, address: str, write: Callable[[], bytes]) -> bytes:
        """The bytes of a page, written on the first call."""
        if address not in self._pages:
            self._pages[address] = write()
        return self._pages[address]

    def file(self, name: str, make: Callable[[], bytes]) -> bytes:
        """The bytes of a file, made on the first call."""
        with self._writing:
            if name not in self._files:
                self._files[name] = make()
            return self._files[name]


def picture_of(area: Area) -> Picture:
    """The local picture of an area from the evidence as it stands today, built where none is kept."""
    today = datetime.now().astimezone().date()
    key = (area.code, state(), today.isoformat())
    with _lock:
        if key in _kept:
            _kept.move_to_end(key)
            return _kept[key]
    with store():  # one picture is built at a time; whoever waited finds it built
        if key not in _kept:
            _kept[key] = _built(area, today, "-".join(key))
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
        return _kept[key]


_lock = RLock()
_kept: OrderedDict[tuple[str, str, str], Picture] = OrderedDict()


def _built(area: Area, today: date, version: str) -> Picture:
    with store() as held:
        document = compose(build_profile(held, held.releases(), area, today))
    return Picture(area, version, document, drawings(document), keys_of(document.figures))


def keys_of(figures: Mapping[str, Figure]) -> Mapping[str, str]:
    """A short key a figure from what it is about and how it was made; a number tells equal ones apart."""
    keys: dict[str, str] = {}
    met: dict[str, int] = {}
    for name, figure in figures.items():
        what = (
            figure.measure,
            figure.area,
            figure.period,
            tuple(sorted(figure.breakdown.items())),
            figure.method,
            figure.unit,
            tuple(sorted((key, str(value)) for key, value in figure.parameters.items())),
        )
        key = hashlib.sha256(repr(what).encode()).hexdigest()[:10]
        met[key] = met.get(key, 0) + 1
        keys[name] = key if met[key] == 1 else f"{key}-{met[key]}"
    return keys

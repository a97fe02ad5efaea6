"""Quarters: columns from zero, one panel a series with its own axis, breaks drawn where the counting changed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from local_response.model.periods import Period, in_order
from local_response.model.profiles import BreakMark, Chart
from local_response.publish.charts.look import (
    INK,
    LABEL,
    OTHER,
    OWN,
    RULE,
    SOFT,
    TITLE,
    WIDE,
    text_width,
    tick_label,
    ticks,
    wrapped,
)
from local_response.publish.charts.marks import Drawn, distinct, largest, marks
from local_response.publish.charts.picture import Picture

GAP, HEIGHT, ROW = 20, 130, 24
FILLED = 0.78  # of a quarter's width is column, the rest space
FEW = 8  # periods up to which panels stand side by side and every one is named
MONTHS = {1: "Jan–Mar", 2: "Apr–Jun", 3: "Jul–Sep", 4: "Oct–Dec"}


@dataclass(frozen=True)
class Panel:
    """Where the columns of one series stand. left: x of the axis; base: y of zero; step: pixels a period.

    scale: pixels a unit. ticks: values named on the axis.
    """

    left: float
    base: float
    step: float
    scale: float
    ticks: list[float]
    categories: list[str]

    def middle(self, category: str) -> float:
        """x of the middle of a period's column."""
        return self.left + (self.categories.index(category) + 0.5) * self.step

    @property
    def right(self) -> float:
        """x of the end of the last period."""
        return self.left + len(self.categories) * self.step


def draw(chart: Chart, ids: Sequence[str], width: float, break_ids: Sequence[str] = ()) -> Picture:
    """Panels in one column, or two where there is room. Chart.breaks are drawn before the category each names."""
    found = marks(chart, ids)
    categories = _ordered(distinct(mark.category for mark in found))
    series = distinct(mark.series for mark in found)
    across = 2 if width == WIDE and len(series) > 1 and len(categories) <= FEW else 1
    inner = (width - GAP * (across - 1)) / across
    breaks = [pair for pair in zip(chart.breaks, break_ids, strict=True) if pair[0].before in categories]
    picture = Picture(width)
    top = 0.0
    for number, name in enumerate(series):
        column = number % across
        if number and not column:
            top = picture.height + ROW
        of_series = [mark for mark in found if mark.series == name]
        _panel(picture, of_series, categories, breaks, (column * (inner + GAP), top, inner), OTHER if number else OWN)
    return picture


def _panel(
    picture: Picture,
    found: list[Drawn],
    categories: list[str],
    breaks: list[tuple[BreakMark, str]],
    place: tuple[float, float, float],
    fill: str,
) -> None:
    left, top, width = place
    tallest = largest(mark.height for mark in found)
    named = ticks(tallest, whole=all(mark.height.is_integer() for mark in found))  # no half referrals on an axis
    axis = max(text_width(tick_label(value)) for value in named) + 7
    step = (width - axis) / len(categories)
    title = wrapped(found[0].series, width, TITLE)
    for number, line in enumerate(title):
        picture.text(left, top + TITLE + number * 17, line, size=TITLE, bold=True)
    y = top + TITLE + 17 * len(title) - 2
    picture.text(left, y, found[0].unit, color=SOFT, scale=True)
    notes = [_note(mark, fact, categories, step, width - axis) for mark, fact in breaks]
    y += 12
    notes = _in_rows(notes, categories, step)
    base = y + max((note.row + len(note.lines) for note in notes), default=0) * (LABEL + 2) + 16 + HEIGHT
    panel = Panel(left + axis, base, step, HEIGHT / tallest, named, categories)
    _axes(picture, panel)
    for mark in found:
        _column(picture, panel, mark, fill)
    for draw in (_draw_break, _draw_note):  # all lines first, so that none runs through another's label
        for note in notes:
            draw(picture, panel, note, y)
    for mark in _labelled([mark for mark in found if mark.value is not None], categories, step):
        x, height = panel.middle(mark.category), base - mark.height * panel.scale
        half = text_width(mark.text) / 2
        x = min(max(x, panel.left + half), picture.width - half)
        picture.text(x, height - 4, mark.text, anchor="middle", halo=True, figure=mark.figure)


def _column(picture: Picture, panel: Panel, mark: Drawn, fill: str) -> None:
    wide = panel.step * FILLED
    x = panel.middle(mark.category)
    if mark.value is None:  # a dashed outline with the shorthand on it, so never taken for a low count or none
        picture.rect(x - wide / 2, panel.base - HEIGHT * 0.2, wide, HEIGHT * 0.2, "none", SOFT, 1, "3 2")
        label = panel.base - HEIGHT * 0.2 - 4
        picture.text(x, label, mark.text, anchor="middle", color=SOFT, figure=mark.figure)
    elif mark.value > 0:
        tall = mark.value * panel.scale
        picture.rect(x - wide / 2, panel.base - tall, wide, tall, fill, OWN)


def _axes(picture: Picture, panel: Panel) -> None:
    for value in panel.ticks:
        y = panel.base - value * panel.scale
        if value:
            picture.line(panel.left, y, panel.right, y, RULE, 1, "1 3")
        label = tick_label(value)
        picture.text(panel.left - 6, y + LABEL * 0.35, label, anchor="end", color=SOFT, scale=True)
    picture.line(panel.left, panel.base, panel.right, panel.base, INK)
    for category, lines in _period_labels(panel.categories, panel.step).items():
        for number, line in enumerate(lines):
            y = panel.base + 15 + number * (LABEL + 2)
            picture.text(panel.middle(category), y, line, anchor="middle", scale=True)


def _period_labels(categories: list[str], step: float) -> dict[str, list[str]]:
    """Months and years of few quarters; years alone of many; other periods as they are, where they fit."""
    few = len(categories) <= FEW
    split = any(text_width(months) > step + 1 for months in MONTHS.values())
    labels: dict[str, list[str]] = {}
    years: set[int] = set()
    for category in categories:
        period = _quarter(category)
        if period is None:
            labels[category] = wrapped(category, step) if few else [category]
            continue
        year = period.start.year
        months = MONTHS[period.quarter_number]
        if few:
            said = [months[:4], months[4:]] if split else [months]
            labels[category] = said if year in years else [*said, str(year)]
        elif year not in years and (not years or period.quarter_number == 1):
            labels[category] = [str(year)]
        years.add(year)
    return labels if few else _apart(labels, categories, step)


def _apart(labels: dict[str, list[str]], categories: list[str], step: float) -> dict[str, list[str]]:
    """Those labels that leave a space to the one before."""
    kept: dict[str, list[str]] = {}
    free_from = 0.0
    for category, lines in labels.items():
        half = max(text_width(line) for line in lines) / 2
        middle = (categories.index(category) + 0.5) * step
        if middle - half >= free_from - half * (not kept):
            kept[category] = lines
            free_from = middle + half + 8
    return kept


def _labelled(known: list[Drawn], categories: list[str], step: float) -> list[Drawn]:
    """The values to print: all where they fit beside each other, else of last, highest and first those that do."""
    if all(text_width(mark.text) <= step for mark in known):
        return known
    kept: list[Drawn] = []
    for mark in [*known[-1:], *sorted(known, key=lambda mark: -mark.height)[:1], *known[:1]]:
        gaps = [
            abs(categories.index(mark.category) - categories.index(other.category)) * step
            - (text_width(mark.text) + text_width(other.text)) / 2
            for other in kept
        ]
        if all(gap > 4 for gap in gaps):
            kept.append(mark)
    return kept


@dataclass(frozen=True)
class Note:
    """A break to draw: before which category, its label in lines from which row, on which side, and its fact."""

    before: str
    lines: list[str]
    right: bool
    fact: str
    row: int = 0


def _note(mark: BreakMark, fact: str, categories: list[str], step: float, width: float) -> Note:
    place = categories.index(mark.before) * step
    right = width - place >= place
    return Note(mark.before, wrapped(mark.label, min(max(place, width - place) - 8, 200)), right, fact)


def _in_rows(notes: list[Note], categories: list[str], step: float) -> list[Note]:
    """The notes, each moved down below those whose label or line it would run over."""
    placed: list[tuple[Note, float, float]] = []
    for note in notes:
        x = categories.index(note.before) * step
        wide = max(text_width(line) for line in note.lines) + 8
        start, end = (x, x + wide) if note.right else (x - wide, x)
        met = [other.row + len(other.lines) for other, left, right in placed if start <= right and end >= left]
        placed.append((replace(note, row=max(met, default=0)), start, end))
    return [note for note, _, _ in placed]


def _draw_break(picture: Picture, panel: Panel, note: Note, top: float) -> None:
    """The line of a break between two periods."""
    x = panel.middle(note.before) - panel.step / 2
    picture.line(x, top - 8, x, panel.base, INK, 1.25, "5 3")


def _draw_note(picture: Picture, panel: Panel, note: Note, top: float) -> None:
    """The label of a break at the top, on the side of its line with more room."""
    x = panel.middle(note.before) - panel.step / 2
    for number, line in enumerate(note.lines):
        y = top + 2 + (note.row + number) * (LABEL + 2)
        place = x + 5 if note.right else x - 5
        picture.text(place, y, line, anchor="start" if note.right else "end", halo=True, fact=note.fact)


def _quarter(category: str) -> Period | None:
    try:
        period = Period.parse(category)
    except ValueError:
        return None
    return period if period.kind == "quarter" else None


def _ordered(categories: list[str]) -> list[str]:
    try:
        return in_order(categories)
    except ValueError:
        return categories

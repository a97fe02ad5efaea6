"""Look: the colours, type and measures that every chart shares. Each pair of tones differs in black and white too."""

from __future__ import annotations

import math

from local_response.publish import fonts

FONT = "Source Sans Pro"
INK, SOFT, RULE = "#1c2b33", "#55636b", "#c9d1d5"
OWN, OTHER, WHITE = "#0d4a5c", "#a9bfc6", "#ffffff"
FILLS = (OWN, OTHER, WHITE)
SHADES = ("#f1f6f7", "#cfe0e4", "#8fb4be", "#3f7c8b", "#0d4a5c")  # light to dark, one hue
DARK_FROM = 3  # the shade from which type on it is white
WIDE, NARROW = 640, 288  # pixels: a column of text, shown somewhat larger; a phone of 320 less its margins
LABEL, TITLE, LINE = 12, 14, 15  # pixels: the smallest type in any chart, a panel's title, from line to line

# What is printed where there is no value, by the shorthand of the Government Statistical Service.
SHORTHAND = {"suppressed": "[c]", "missing": "[x]", "not_calculable": "[n]"}
SHORTHAND_MEANS = {
    "suppressed": "[c] suppressed by the publisher",
    "missing": "[x] not loaded",
    "not_calculable": "[n] cannot be calculated",
}


def text_width(text: str, size: float = LABEL) -> float:
    """How many pixels a text takes at that size, with a little to spare for a bold one."""
    return 1.04 * fonts.text_width(text, size)


def wrapped(text: str, pixels: float, size: float = LABEL) -> list[str]:
    """A text in lines of at most that many pixels, broken between words; a longer word has a line to itself."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > pixels:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def ticks(top: float, count: int = 4, *, whole: bool = False) -> list[float]:
    """Round steps from 0 up to at most top, which is above 0; at most about count of them. whole: no parts of one."""
    step = 10.0 ** math.floor(math.log10(top / count))
    steps = [round(step * factor, 10) for factor in (1, 2, 2.5, 5, 10, 20, 40)]
    step = next(found for found in steps if found * count >= top * 0.999 and (found.is_integer() or not whole))
    return [round(step * number, 10) for number in range(int(top / step + 1e-9) + 1)]


def tick_label(value: float) -> str:
    """A number on an axis: 2,500 or 0.25, without needless noughts."""
    return f"{value:,.10f}".rstrip("0").rstrip(".")

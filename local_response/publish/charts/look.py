"""Look: the colours, type and measures that every chart shares. Each pair of tones differs in black and white too."""

from __future__ import annotations

from typing import Any

Spec = dict[str, Any]

FONT = "Source Sans Pro"
INK, SOFT, RULE = "#1c2b33", "#55636b", "#c9d1d5"
OWN, OTHER, THIRD, PALE = "#0d4a5c", "#a9bfc6", "#ffffff", "#e6eef0"
FILLS = (OWN, OTHER, THIRD)
SHADES = ("#f1f6f7", "#cfe0e4", "#8fb4be", "#3f7c8b", "#0d4a5c")  # light to dark, one hue
WIDE, NARROW = 680, 288  # pixels: a column of text, and a phone of 320 less its margins
LABEL = 12  # pixels, the smallest type in any chart

CONFIG: Spec = {
    "font": FONT,
    "background": None,
    "aria": False,
    "padding": 0,
    "view": {"stroke": None},
    "axis": {
        "labelFont": FONT,
        "titleFont": FONT,
        "labelFontSize": LABEL,
        "titleFontSize": LABEL,
        "labelColor": INK,
        "titleColor": SOFT,
        "titleFontWeight": "normal",
        "domainColor": INK,
        "tickColor": RULE,
        "gridColor": RULE,
        "gridDash": [1, 3],
        "labelLimit": 400,
    },
    "title": {
        "anchor": "start",
        "frame": "group",
        "fontSize": 14,
        "fontWeight": 600,
        "color": INK,
        "subtitleFontSize": LABEL,
        "subtitleColor": SOFT,
        "subtitlePadding": 2,
        "offset": 6,
    },
    "text": {"font": FONT, "fontSize": LABEL, "color": INK},
    "legend": {
        "orient": "top",
        "title": None,
        "labelFontSize": LABEL,
        "labelColor": INK,
        "symbolType": "square",
        "symbolSize": 140,
        "labelLimit": 260,
        "offset": 8,
        "padding": 0,
    },
}

# What is printed where there is no value, by the shorthand of the Government Statistical Service.
SHORTHAND = {"suppressed": "[c]", "missing": "[x]", "not_calculable": "[n]"}
SHORTHAND_MEANS = {
    "suppressed": "[c] suppressed by the publisher",
    "missing": "[x] not published",
    "not_calculable": "[n] cannot be calculated",
}


def text_width(text: str, size: float = LABEL) -> float:
    """About how many pixels a text takes in Source Sans at that size, on the safe side."""
    narrow = sum(character in " .,:;'|!()[]ijlft" for character in text)
    return size * (0.56 * (len(text) - narrow) + 0.32 * narrow)


def wrapped(text: str, pixels: float, size: float = LABEL) -> list[str]:
    """A text in lines of at most that many pixels, broken between words."""
    lines = [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and text_width(longer, size) > pixels:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines

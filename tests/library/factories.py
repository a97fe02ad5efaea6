"""One whole topic and one whole case study as text, to break one thing at a time."""

from __future__ import annotations

TOPIC = (
    """---
id: night-shelters
title: Night shelters
summary: What a night shelter can notice.
applies_to: [England, Wales]
themes: [outreach-to-vulnerable-groups]
exploitation: [labour]
keywords: [shelter, night shelter]
terms: [NRM]
reviewed: 2026-05-01
review_due: 2027-05-01
changes:
  - {date: 2026-05-01, what: First written.}
sources:
  - {title: A public report, publisher: A public body, date: "2024-03", link: "https://example.org/report"}
---
"""
    + "Staff of a shelter in {area} may meet people who were exploited before the NRM does. " * 15
)

CASE = """---
id: CS99
title: A night shelter that asks
summary: Staff of a shelter ask each guest about work.
area: Durham
places: Bishop Auckland
forces: [E23000008]
nation: England
kind_of_area: county
led_by: A shelter
partners: [council]
when: "2024"
theme: outreach-to-vulnerable-groups
exploitation: [labour]
victims: [homeless-people]
levers: [prevent]
grade: C
reported_by: those who ran it
result: figures
cost: £900
keywords: [shelter]
terms: []
checked: 2026-05-01
review_due: 2027-05-01
sources:
  - {title: A public report, publisher: A public body, date: "2024-03", link: "https://example.org/report"}
---
## What was done

Staff asked each guest about work.

## Outcome reported

The shelter reported 12 conversations.

## What it would take to re-use it here

- Staff with time to ask.
"""


def changed(text: str, old: str, new: str) -> str:
    """The text with one piece replaced; the piece must be there once, so that a test breaks what it means to."""
    assert text.count(old) == 1, f"{old!r} is there {text.count(old)} times"
    return text.replace(old, new)

"""Read one Markdown file with YAML front matter against its list of fields; gather every fault, raise none."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import yaml

from local_response.library.documents import Change, Source
from local_response.library.faults import Fault
from local_response.library.fields import Field, Part
from local_response.library.vocabulary import choices

FORCE_CODE = re.compile(r"[EW]\d{8}")
_SOURCE_KEYS = {"title", "publisher", "date", "link", "part"}
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # the C one is twenty times as fast, where it is built


@dataclass(frozen=True)
class Parsed:
    """What could be read. values: by field, only those without a fault. body: the text below the front matter."""

    values: Mapping[str, Any]
    body: str
    faults: tuple[Fault, ...]


def read(file: str, text: str, fields: Sequence[Field]) -> Parsed:
    """Split a file into its fields and body. file: its name, for the faults."""
    parts = re.split(r"^---\s*$", text, maxsplit=2, flags=re.MULTILINE)
    if len(parts) < 3 or parts[0].strip():
        remedy = "Begin the file with a line ---, the fields, and another line ---; copy the template"
        return Parsed({}, text, (Fault(file, "", "has no front matter", remedy),))
    try:
        data = yaml.load(parts[1], Loader=_Loader)  # noqa: S506 (a safe loader either way)
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        remedy = "Put text that holds a colon or a hash between quotation marks"
        return Parsed({}, parts[2], (Fault(file, "", f"front matter cannot be read near line {line + 1}", remedy),))
    if not isinstance(data, dict):
        return Parsed({}, parts[2], (Fault(file, "", "front matter has no fields", "Copy the template"),))
    return _fields(file, data, parts[2].strip(), fields)


def parts_of(file: str, body: str, parts: Sequence[Part]) -> tuple[dict[str, str], list[Fault]]:
    """The text under each heading of a case study, and a fault for each that is missing, empty or unknown."""
    pieces = re.split(r"^## (.+)$", body, flags=re.MULTILINE)
    found = {heading.strip(): text.strip() for heading, text in zip(pieces[1::2], pieces[2::2], strict=True)}
    faults = [
        Fault(file, part.heading, "is missing or empty", f"Under the heading '## {part.heading}' say {part.asks}")
        for part in parts
        if not found.get(part.heading)
    ]
    known = {part.heading for part in parts}
    faults += [
        Fault(file, heading, "is not a heading of a case study", f"Use only: {', '.join(sorted(known))}")
        for heading in found
        if heading not in known
    ]
    return {part.name: found.get(part.heading, "") for part in parts}, faults


def _fields(file: str, data: Mapping[str, Any], body: str, fields: Sequence[Field]) -> Parsed:
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for field in fields:
        if data.get(field.name) is None:
            if field.required:
                faults.append(Fault(file, field.name, "is missing", f"Write {field.asks}"))
            continue
        value, wrong = _value(field, data[field.name])
        if wrong:
            faults.append(Fault(file, field.name, wrong, f"Write {field.asks}{_allowed(field)}"))
        else:
            values[field.name] = value
    known = {field.name for field in fields}
    faults += [
        Fault(file, str(name), "is not a field of this kind of file", "Correct its spelling or remove it")
        for name in data
        if name not in known
    ]
    return Parsed(values, body, tuple(faults))


def _value(field: Field, raw: Any) -> tuple[Any, str]:
    """The value as the field's kind, and what is wrong with it ("" for nothing)."""
    reader = {"date": _date, "flag": _flag, "sources": _sources, "changes": _changes, "text": _text}.get(field.kind)
    if reader is not None:
        return reader(raw)
    if field.kind == "choice":
        return (str(raw), "") if str(raw) in choices(field.choices) else (None, f"has an answer not known: {raw}")
    items, wrong = _list(raw, field.empty)
    if wrong:
        return None, wrong
    if field.kind == "choices" and (odd := [i for i in items if i not in choices(field.choices)]):
        return None, f"has an answer not known: {', '.join(odd)}"
    if field.kind == "forces" and (odd := [i for i in items if not FORCE_CODE.fullmatch(i)]):
        return None, f"has a code that is not an ONS code: {', '.join(odd)}"
    return items, ""


def _allowed(field: Field) -> str:
    return f" (one of: {', '.join(choices(field.choices))})" if field.choices else ""


def _text(raw: Any) -> tuple[str | None, str]:
    if isinstance(raw, list | dict):
        return None, "should be words, not a list"
    return (str(raw).strip(), "") if str(raw).strip() else (None, "is empty")


def _list(raw: Any, may_be_empty: bool) -> tuple[tuple[str, ...], str]:
    if not isinstance(raw, list):
        return (), "should be a list between [ and ]"
    if not raw and not may_be_empty:
        return (), "is empty"
    return tuple(str(item) for item in raw), ""


def _date(raw: Any) -> tuple[date | None, str]:
    try:
        return (raw, "") if type(raw) is date else (date.fromisoformat(str(raw)), "")
    except ValueError:
        return None, f"is not a date: {raw} (write it as 2026-11-24)"


def _flag(raw: Any) -> tuple[bool, str]:
    return bool(raw), "" if isinstance(raw, bool) else "is neither true nor false"


def _sources(raw: Any) -> tuple[tuple[Source, ...], str]:
    if not isinstance(raw, list) or not raw:
        return (), "names no source"
    found = []
    for number, entry in enumerate(raw, start=1):
        if not isinstance(entry, dict):
            return (), f"number {number} is not a title, publisher, date and link"
        if missing := [key for key in ("title", "publisher", "date") if not entry.get(key)]:
            return (), f"number {number} has no {' and no '.join(missing)}"
        if odd := [str(key) for key in entry if key not in _SOURCE_KEYS]:
            return (), f"number {number} has a part not known: {', '.join(odd)}"
        found.append(Source(**{key: str(value) for key, value in entry.items()}))
    return tuple(found), ""


def _changes(raw: Any) -> tuple[tuple[Change, ...], str]:
    if not isinstance(raw, list) or not raw:
        return (), "names no change"
    found = []
    for number, entry in enumerate(raw, start=1):
        day, wrong = _date(entry.get("date") if isinstance(entry, dict) else entry)
        if wrong or day is None or not entry.get("what"):
            return (), f"number {number} has no date, or no words under 'what'"
        found.append(Change(day, str(entry["what"])))
    return tuple(found), ""

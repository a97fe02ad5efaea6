"""The OpenAPI description of what programs can ask for. tests/web holds the answers against it."""

from __future__ import annotations

from functools import cache
from importlib.metadata import version
from typing import Any

_TEXT: dict[str, Any] = {"type": "string"}

_FIGURE = {
    "type": "object",
    "required": ["measure", "area", "period", "value", "status", "unit", "method", "citations"],
    "properties": {
        "measure": _TEXT,
        "area": _TEXT | {"description": "ONS code"},
        "area_name": _TEXT,
        "period": _TEXT | {"description": "2023-Q3, 2023, 2022/23, mid-2023 or a day"},
        "breakdown": {"type": "object", "additionalProperties": _TEXT},
        "value": {"type": ["number", "null"], "description": "null where there is none; reason says why"},
        "status": {"enum": ["published", "suppressed", "missing", "computed", "not_calculable"]},
        "reason": _TEXT,
        "unit": _TEXT,
        "method": _TEXT,
        "citations": {"type": "array", "items": {"type": "object", "required": ["release", "sheet", "place"]}},
    },
}
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["status", "message"],
            "properties": {"status": {"type": "integer"}, "message": _TEXT},
        }
    },
}


@cache
def description() -> dict[str, Any]:
    """The description, as plain values."""
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Local Response",
            "version": version("local-response"),
            "description": "Published figures about modern slavery with the cell of each, and a library. Read only.",
            "license": {"name": "Open Government Licence v3.0 for the figures"},
        },
        "paths": {
            "/api/areas/": _get("The police force areas", _list({"type": "object", "required": ["code", "name"]})),
            "/api/areas/{code}/profile/": _get(
                "The local picture of an area: every section, figure and source",
                {"type": "object", "required": ["title", "area", "figures", "sections", "releases"]},
                [_in_path("code", "ONS code or any name of an area", "E23000010")],
            ),
            "/api/figures/": _get(
                "Figures of one measure, exactly one for each combination, in pages",
                _page_of("figures", {"$ref": "#/components/schemas/Figure"}),
                [
                    _in_query("measure", "id of a measure", required=True, example="nrm.referrals.made_by_force"),
                    _in_query("area", "name, alias, ONS code or local authority", many=True),
                    _in_query("period", "such as 2023-Q3, 2023, 2017/18, mid-2023", many=True),
                    _in_query("by", "dimension to break down by, such as exploitation", many=True),
                    _in_query("where", "dimension=value to keep, such as age=child", many=True),
                    *_PAGING,
                ],
            ),
            "/api/releases/": _get(
                "The releases that are held", _list({"type": "object", "required": ["id", "title"]})
            ),
            "/api/library/": _get(
                "Topics and case studies: those that answer q, best first, or all that pass the filters",
                {"type": "object", "required": ["total"]},
                [
                    _in_query("q", "what you look for, in your own words"),
                    *(_in_query(name, "keep only these") for name in ("kind", "theme", "exploitation", "lever")),
                    _in_query("grade", "evidence grade, A to D"),
                    _in_query("area", "ONS code or name"),
                    *_PAGING,
                ],
            ),
            "/api/library/{id}/": _get(
                "One topic or case study whole",
                {"type": "object", "required": ["id", "title", "sources", "notices"]},
                [_in_path("id", "such as CS11 or county-lines-and-children", "CS11")],
            ),
        },
        "components": {"schemas": {"Figure": _FIGURE, "Error": _ERROR}},
    }


def _get(summary: str, schema: dict[str, Any], parameters: list[dict[str, Any]] | None = None) -> dict[str, Any]:
    fault = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}}
    responses: dict[str, Any] = {
        "200": {"description": "As asked", "content": {"application/json": {"schema": schema}}},
    }
    if parameters:
        responses |= {
            "400": fault | {"description": "The question cannot be: message says why"},
            "404": fault | {"description": "Nothing fits: message says what is near"},
        }
    return {"get": {"summary": summary, "parameters": parameters or [], "responses": responses}}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


def _page_of(name: str, items: dict[str, Any]) -> dict[str, Any]:
    number = {"type": "integer"}
    return {
        "type": "object",
        "required": ["total", "limit", "offset", name],
        "properties": {"total": number, "limit": number, "offset": number, name: _list(items)},
    }


def _in_path(name: str, words: str, example: str) -> dict[str, Any]:
    schema = {"type": "string", "minLength": 1}
    return {"name": name, "in": "path", "required": True, "description": words, "schema": schema, "example": example}


def _in_query(
    name: str, words: str, *, required: bool = False, many: bool = False, example: str = ""
) -> dict[str, Any]:
    schema = _list(_TEXT) if many else _TEXT
    found = {"name": name, "in": "query", "required": required, "description": words, "schema": schema}
    return found | ({"example": example} if example else {})


_PAGING = [
    {"name": "limit", "in": "query", "description": "how many, 1 to 1000", "schema": {"type": "integer"}},
    {"name": "offset", "in": "query", "description": "after how many", "schema": {"type": "integer"}},
]

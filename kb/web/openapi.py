"""The addresses for programs as OpenAPI 3.1 describes them. Made of ``api.toml`` and of the columns of tables."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal, cast

from kb.ask import citing, table_files
from kb.ask.table import Column, Language, all_columns, columns_of
from kb.versions import solieu_version
from rules.strict_toml import check_keys, choice, load_toml, string

FILE = Path(__file__).with_name("api.toml")
Answer = Literal["table", "citation", "suggestions", "rows"]
ANSWERS: tuple[Answer, ...] = ("table", "citation", "suggestions", "rows")
_TEXT = {"type": "string"}
_OPTIONAL = {"type": ["string", "null"]}
_JSON_TYPES = {"number": ["number", "null"], "flag": ["boolean", "null"]}
"""What a column holds in JSON; of every other type it is text."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter of an address; ``values`` are all that it may be, empty where it may be anything."""

    name: str
    where: str
    vi: str
    en: str
    values: tuple[str, ...]
    many: bool
    required: bool


@dataclass(frozen=True, slots=True)
class Address:
    """An address with its placeholders, an ``example`` of it, and what it gives."""

    path: str
    example: str
    answer: Answer
    vi: str
    en: str
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A small programme, with what is to be filled in it in capitals."""

    name: Mapping[str, str]
    language: str
    code: str


@lru_cache
def addresses() -> tuple[Address, ...]:
    """The addresses in their order. Raises CatalogueError on a key or an answer that there is none of."""
    data = load_toml(FILE)
    parameters = {name: _parameter(name, said) for name, said in data["parameter"].items()}
    made = []
    for said in data["address"]:
        place = f"{FILE.name}, {said.get('path')}"
        check_keys(place, said, ("path", "example", "answer", "parameters", "vi", "en"), ())
        answer = cast(Answer, choice(place, said, "answer", ANSWERS))
        named = tuple(parameters[name] for name in said["parameters"])
        made.append(Address(said["path"], said["example"], answer, said["vi"], said["en"], named))
    return tuple(made)


@lru_cache
def examples() -> tuple[Example, ...]:
    """The programmes in their order."""
    return tuple(
        Example(one["name"], one["language"], one["code"].strip() + "\n") for one in load_toml(FILE)["example"]
    )


def _parameter(name: str, said: Mapping[str, Any]) -> Parameter:
    place = f"{FILE.name}, parameter {name}"
    check_keys(place, said, ("in", "vi", "en"), ("name", "values", "many", "required"))
    where = choice(place, said, "in", ("path", "query"))
    return Parameter(
        name=said.get("name", name),
        where=where,
        vi=string(place, said, "vi"),
        en=string(place, said, "en"),
        values=tuple(said.get("values", ())),
        many=said.get("many", False),
        required=where == "path" or said.get("required", False),
    )


def described(site: str, base: str, language: Language) -> dict[str, Any]:
    """The whole description; ``site`` is the address that is served at, ``base`` the name that the base has there."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Solieu", "version": solieu_version()},
        "servers": [{"url": site}],
        "paths": {one.path: {"get": _operation(one, base, language)} for one in addresses()},
        "components": {"schemas": {"Table": _table(language), "Rows": _ROWS, "Error": _ERROR}},
    }


def _operation(one: Address, base: str, language: Language) -> dict[str, Any]:
    return {
        "summary": one.en if language == "en" else one.vi,
        "parameters": [_described(parameter, base, language) for parameter in one.parameters],
        "responses": {
            "200": {"description": "OK", "content": _content(one.answer)},
            "404": {"description": "Not found", "content": {"application/json": {"schema": _ref("Error")}}},
        },
    }


def _described(parameter: Parameter, base: str, language: Language) -> dict[str, Any]:
    schema: dict[str, Any] = {"type": "string"} | ({"enum": list(parameter.values)} if parameter.values else {})
    said = parameter.en if language == "en" else parameter.vi
    return {
        "name": parameter.name,
        "in": parameter.where,
        "required": parameter.required,
        "description": said.replace("{base}", base),
        "schema": {"type": "array", "items": schema} if parameter.many else schema,
    }


def _content(answer: Answer) -> dict[str, Any]:
    if answer == "table":
        return {kind: {"schema": _ref("Table") if "json" in kind else _TEXT} for kind in table_files.TYPES.values()}
    if answer == "citation":
        kinds = citing.TYPES.values()
        return {kind: {"schema": {"type": "array"} if "json" in kind else _TEXT} for kind in kinds}
    schema = _ref("Rows") if answer == "rows" else {"type": "array", "items": {"type": "object"}}
    return {"application/json": {"schema": schema}}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _table(language: Language) -> dict[str, Any]:
    """The JSON of a table: :func:`kb.ask.table_files.as_json`."""
    said = {"type": "array", "items": {"type": "object", "properties": {"term": _TEXT, "text": _TEXT}}}
    column = {"type": "object", "properties": {"id": _TEXT, "name": _TEXT, "type": _TEXT}}
    properties = {
        "title": _TEXT,
        "language": _TEXT,
        "columns": {"type": "array", "items": column},
        "rows": {"type": "array", "items": _row(all_columns(), language)},
        "sources": {"type": "array", "items": _row(columns_of("source_column"), language)},
        "definitions": said,
        "notes": said,
    }
    return {"type": "object", "required": list(properties), "properties": properties}


def _row(columns: tuple[Column, ...], language: Language) -> dict[str, Any]:
    properties = {
        one.id: {"type": _JSON_TYPES.get(one.type, _OPTIONAL["type"]), "description": one.name(language)}
        for one in columns
    }
    return {"type": "object", "properties": properties, "additionalProperties": False}


_ROWS: dict[str, Any] = {
    "type": "object",
    "required": ["rows"],
    "properties": {
        "rows": {"type": "array", "items": {"type": "object"}},
        "next": _OPTIONAL,
        "next_url": _OPTIONAL,
    },
}
_ERROR: dict[str, Any] = {
    "type": "object",
    "required": ["ok", "error", "status"],
    "properties": {"ok": {"const": False}, "error": _TEXT, "status": {"type": "integer"}},
}

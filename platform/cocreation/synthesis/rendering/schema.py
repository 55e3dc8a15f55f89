"""The data dictionary of the JSON: its fields, their types and what they are, as JSON Schema."""

import json
import types
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from cocreation.synthesis.document import SCHEMA, ReportDocument

_PLAIN = {str: "string", int: "integer", float: "number", bool: "boolean"}


def schema() -> bytes:
    """The schema of the report's JSON, made from the values themselves."""
    known: dict[str, Any] = {}
    root = _object(ReportDocument, known)
    head = {"schema": {"const": SCHEMA}, "manifest": {"type": "string"}}
    made = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": SCHEMA,
        **root,
        "properties": {**head, **root["properties"]},
        "$defs": dict(sorted(known.items())),
    }
    return json.dumps(made, ensure_ascii=False, indent=1).encode() + b"\n"


def _object(cls: Any, known: dict[str, Any]) -> dict[str, Any]:
    """The schema of one kind of value; the kinds it holds are put into `known`."""
    hints = get_type_hints(cls)
    return {
        "type": "object",
        "description": " ".join((cls.__doc__ or "").replace("``", "").split()),
        "properties": {one.name: _kind(hints[one.name], known) for one in fields(cls)},
        "required": [one.name for one in fields(cls) if one.default is MISSING and one.default_factory is MISSING],
        "additionalProperties": False,
    }


def _kind(hint: Any, known: dict[str, Any]) -> dict[str, Any]:
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_kind(inner[0], known), {"type": "null"}]}
    if origin is tuple:
        return {"type": "array", "items": _kind(inner[0], known)}
    if origin is Literal:
        return {"enum": list(inner)}
    if is_dataclass(hint):
        name = hint.__name__  # type: ignore[union-attr]
        if name not in known:
            known[name] = {}
            known[name] = _object(hint, known)
        return {"$ref": f"#/$defs/{name}"}
    return {"type": "string", "format": "date"} if hint is date else {"type": _PLAIN[hint]}

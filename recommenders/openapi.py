"""A proposed OpenAPI 3.1 document for the interface of one service."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from decompose.extractors.graph import DependencyGraph, Table
from decompose.extractors.signatures import CLASS, FUNCTION, Parameter, Signature
from decompose.recommenders.interfaces import key_of, proposed_name
from decompose.recommenders.plan import Argument, Operation, Travel, Verdict
from decompose.recommenders.schemas import SIMPLE, Schema, schema_of, schema_of_column
from decompose.recommenders.values import Forms, forms_of

_BUILTIN = "<builtin>."
_PROBLEM: Schema = {
    "type": "object",
    "description": "An error (RFC 9457).",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
    },
}


def openapi_of(service: str, operations: Iterable[Operation], graph: DependencyGraph) -> dict[str, Any]:
    """The document, as JSON values.

    Args:
        service: its name.
        operations: of all services.
        graph: for the signatures, classes and tables.
    """
    return _Document(service, [found for found in operations if found.service == service], graph).built()


class _Document:
    """One document while it is written."""

    def __init__(self, service: str, operations: Sequence[Operation], graph: DependencyGraph) -> None:
        self._service, self._operations = service, operations
        self._forms: Forms = forms_of(graph)
        self._tables = {table.name: table for table in graph.tables}
        self._schemas: dict[str, Schema] = {}
        self._names: dict[str, str] = {}

    def built(self) -> dict[str, Any]:
        """The whole."""
        paths: dict[str, Any] = {}
        for found in self._operations:
            if found.path:
                method, described = self._operation(found)
                paths.setdefault(found.path, {})[method] = described
        errors = [found.symbol for found in self._operations if found.verdict is Verdict.ERROR]
        told = {Verdict.OPERATION, Verdict.CREATE, Verdict.ERROR}
        kept = [found.symbol for found in self._operations if found.verdict not in told]
        description = (
            "Proposed from the functions that others call today. Names, forms and errors are to be agreed upon."
        )
        info: dict[str, Any] = {"title": self._service, "version": "0.1.0", "description": description}
        if errors:
            info["x-raised"] = errors
        if kept:
            info["x-not-asked-for"] = kept
        return {
            "openapi": "3.1.0",
            "info": info,
            "paths": dict(sorted(paths.items())),
            "components": {"schemas": {"Problem": _PROBLEM, **dict(sorted(self._schemas.items()))}},
        }

    def _operation(self, found: Operation) -> tuple[str, dict[str, Any]]:
        signature = self._forms.signatures.get(found.symbol)
        defaults = {p.name: p for p in signature.parameters} if signature is not None else {}
        travelling = [
            given for given in found.arguments if given.travel is not Travel.NOT and given.name.isidentifier()
        ]
        in_path = [given for given in travelling if f"{{{given.name}}}" in found.path]
        others = [
            (given, self._schema(given, defaults.get(given.name))) for given in travelling if given not in in_path
        ]
        is_get = found.is_read and all(_is_scalar(schema) for _, schema in others)
        described: dict[str, Any] = {
            "operationId": found.symbol.replace(".", "_"),
            "summary": found.symbol,
            "x-symbol": found.symbol,
        }
        if found.place is not None:
            described["x-place"] = str(found.place)
        notes = self._notes(found)
        if notes:
            described["description"] = " ".join(notes)
        parameters: list[dict[str, Any]] = [
            {"name": given.name, "in": "path", "required": True, "schema": self._key(given)} for given in in_path
        ]
        if is_get:
            parameters += [
                {"name": self._name(given), "in": "query", "required": given.is_required, "schema": schema}
                for given, schema in others
            ]
        elif others:
            described["requestBody"] = self._body(others)
        if parameters:
            described["parameters"] = parameters
        described["responses"] = {"200": self._answer(found), "default": _response("an error", "Problem")}
        return ("get" if is_get else "post"), described

    def _notes(self, found: Operation) -> list[str]:
        notes = [f"{found.why[:1].upper()}{found.why[1:]}."] if found.why else []
        for given in found.arguments:
            if given.travel is Travel.NOT:
                notes.append(f"Left out: {given.name}; {given.note}.")
            elif given.travel is Travel.UNKNOWN:
                notes.append(f"{given.name}: {given.note}.")
        if found.result is not None and found.result.travel in {Travel.NOT, Travel.UNKNOWN}:
            notes.append(f"The result: {found.result.note}.")
        return notes

    def _body(self, others: Sequence[tuple[Argument, Schema]]) -> dict[str, Any]:
        properties = {self._name(given): schema for given, schema in others}
        schema: Schema = {"type": "object", "properties": properties}
        required = [self._name(given) for given, _ in others if given.is_required]
        if required:
            schema["required"] = required
        return {"required": bool(required), "content": {"application/json": {"schema": schema}}}

    def _answer(self, found: Operation) -> dict[str, Any]:
        if found.result is None:
            return {"description": "done"}
        if found.result.travel is Travel.BY_KEY:
            schema = self._rows(found.result)
        elif found.result.travel is Travel.NOT:
            schema = {}
        else:
            schema = self._schema(found.result, None)
        return {"description": "done", "content": {"application/json": {"schema": schema}}}

    def _name(self, given: Argument) -> str:
        return proposed_name(given, self._tables)

    def _schema(self, given: Argument, parameter: Parameter | None) -> Schema:
        schema = self._key(given) if given.travel is Travel.BY_KEY else self._of_value(given)
        described = dict(schema)
        if given.note and given.travel in {Travel.UNKNOWN, Travel.AS_IS}:
            described["description"] = given.note
        if parameter is not None and given.travel is Travel.AS_IS:
            described.update(_default(parameter.default))
        return described

    def _of_value(self, given: Argument) -> Schema:
        if given.annotation:
            found = schema_of(given.annotation, lambda name: self._referred(name, given.types))
            if found is not None:
                return found
        if given.travel is Travel.UNKNOWN:
            return {}
        schemas: list[Schema] = []
        for held in given.types:
            if held.removesuffix("[]") in {"<builtin>.NoneType", FUNCTION, CLASS}:
                continue
            schema = self._of_type(held)
            if schema not in schemas:
                schemas.append(schema)
        if {} in schemas:
            return {}
        return schemas[0] if len(schemas) == 1 else {"anyOf": schemas} if schemas else {}

    def _of_type(self, held: str) -> Schema:
        if held.endswith("[]"):
            return {"type": "array", "items": self._of_type(held[:-2])}
        simple = SIMPLE.get(held.removeprefix(_BUILTIN)) or SIMPLE.get(held)
        if simple is not None:
            return dict(simple)
        if self._forms.is_data(held):
            return self._component(held)
        return schema_of_column(held.rpartition(".")[2])

    def _referred(self, name: str, types: Sequence[str]) -> Schema | None:
        """A class that an annotation names: one of those that the value may be, by its last name."""
        last = name.rpartition(".")[2]
        for held in types:
            dotted = held.removesuffix("[]")
            if dotted.rpartition(".")[2] == last:
                if dotted in self._forms.tables:
                    return self._column_schema(self._forms.tables[dotted])
                if self._forms.is_data(dotted):
                    return self._component(dotted)
        return None

    def _component(self, dotted: str) -> Schema:
        """A class of data as a schema of its own."""
        if dotted not in self._names:
            name = self._names[dotted] = _unique(dotted, set(self._schemas))
            self._schemas[name] = {}
            self._schemas[name] = self._fields(self._forms.signatures[dotted])
        return {"$ref": f"#/components/schemas/{self._names[dotted]}"}

    def _fields(self, signature: Signature) -> Schema:
        inherited = [
            self._forms.signatures[base] for base in reversed(signature.bases) if base in self._forms.signatures
        ]
        fields = [field for held in (*inherited, signature) for field in held.parameters if _is_field(field)]
        properties = {field.name: self._field(field) for field in fields}
        schema: Schema = {"type": "object", "x-symbol": signature.symbol, "properties": properties}
        last = {field.name: field for field in fields}
        needed = [name for name, field in last.items() if not field.default]
        return {**schema, "required": needed} if needed else schema

    def _field(self, field: Parameter) -> Schema:
        found = schema_of(field.annotation, lambda name: self._referred(name, field.types))
        return {**(found if found is not None else _as_written(field)), **_default(field.default)}

    def _key(self, given: Argument) -> Schema:
        tables = [self._tables[name] for name in given.tables if name in self._tables]
        schemas: list[Schema] = []
        for table in tables:
            if self._column_schema(table) not in schemas:
                schemas.append(self._column_schema(table))
        schema = schemas[0] if len(schemas) == 1 else {"anyOf": schemas} if schemas else {}
        described = {**schema, "description": f"key of a row of {', '.join(given.tables)}"}
        if any(held.endswith("[]") for held in given.types):
            return {"type": "array", "items": described}
        return described

    def _column_schema(self, table: Table) -> Schema:
        key = key_of(table)
        return schema_of_column(next((column.type for column in table.columns if column.name == key), ""))

    def _rows(self, answer: Argument) -> Schema:
        refs = [self._row(self._tables[name]) for name in answer.tables if name in self._tables]
        schema = refs[0] if len(refs) == 1 else {"anyOf": refs}
        is_many = any(held.endswith("[]") for held in answer.types)
        return {"type": "array", "items": schema} if is_many else schema

    def _row(self, table: Table) -> Schema:
        """The columns of a table; which of them callers need is to be said."""
        marked = f"table {table.name}"
        if marked not in self._names:
            name = self._names[marked] = _unique(table.name, set(self._schemas))
            self._schemas[name] = {
                "type": "object",
                "description": f"a row of {table.name}: keep the columns that callers use",
                "properties": {column.name: schema_of_column(column.type) for column in table.columns},
            }
        return {"$ref": f"#/components/schemas/{self._names[marked]}"}


def _response(description: str, component: str) -> dict[str, Any]:
    schema = {"$ref": f"#/components/schemas/{component}"}
    return {"description": description, "content": {"application/problem+json": {"schema": schema}}}


def _is_scalar(schema: Schema) -> bool:
    kinds = schema.get("type")
    return isinstance(kinds, str) and kinds not in {"object", "array", "null"}


def _is_field(field: Parameter) -> bool:
    return not (field.annotation.startswith("ClassVar") or field.name.startswith(("_", "model_config")))


def _as_written(field: Parameter) -> Schema:
    return {"description": f"written as {field.annotation}"}


def _default(text: str) -> Mapping[str, Any]:
    """A default that JSON can hold."""
    if not text:
        return {}
    try:
        value = ast.literal_eval(text)
        json.dumps(value, allow_nan=False)
    except (ValueError, SyntaxError, TypeError, RecursionError, MemoryError):
        return {}
    return {} if value is None or isinstance(value, (tuple, set, bytes)) else {"default": value}


def _unique(dotted: str, taken: set[str]) -> str:
    """The last part of a name, with as much of the rest as tells it apart."""
    parts = ["".join(char if char.isascii() and (char.isalnum() or char in "-_") else "_" for char in part)
             for part in dotted.split(".")]  # fmt: skip
    for length in range(1, len(parts) + 1):
        name = "_".join(parts[-length:])
        if name not in taken and name != "Problem":
            return name
    number = 2
    while f"{'_'.join(parts)}_{number}" in taken:
        number += 1
    return f"{'_'.join(parts)}_{number}"

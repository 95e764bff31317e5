"""Where SQL text is executed, and by which function.

A statement is executed by what is known to do so (``libraries/dbapi.py``), by an unknown callee that is
given a text which can be nothing but SQL, and by each caller of a function that only passes its parameter on.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from decompose.extractors import facts
from decompose.extractors.linking.libraries.dbapi import TEXT_CLAUSE
from decompose.extractors.linking.linkage import Certainty, Linkage, Statement
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.strings import mark_used, texts_at
from decompose.extractors.sql.holes import HOLE
from decompose.extractors.sql.statements import looks_like_sql

_VERB = re.compile(
    r"(?:\s++|--[^\n]*+\n|/\*.*?\*/|\()*+"  # possessive: what is only indented is given up at once
    r"(?:SELECT|INSERT|UPDATE|DELETE|WITH|MERGE|REPLACE|CREATE|ALTER|DROP|TRUNCATE|COPY|CALL|EXEC|EXPLAIN|LOCK|REFRESH"
    r"|DECLARE|LOAD|TABLE)\b",
    re.IGNORECASE | re.DOTALL,
)
_EXECUTING = re.compile(
    r"exec|quer|sql|fetch|select|cursor|statement|scalar|mogrify|^copy|^run|^raw|^iter", re.IGNORECASE
)
"""Functions of installed packages that may execute what they are given."""
_NOT_EXECUTING = re.compile(
    r"debug|info|warn|error|exception|critical|fatal|fail|log|print|echo|write|message|assert|format|join|split"
    r"|append|extend|startswith|endswith|match|search|compile|parse|encode|hash|sha\d*$|md5|dumps|loads|translate|^_$"
    r"|gettext|^(?:add|insert|index|count|find|sub|set|get|pop|update|len|str|repr|open|input|flash|notify|help)$",
    re.IGNORECASE,
)
"""Unknown functions to which SQL is given to be shown, searched or kept."""
_CURSOR = re.compile(r"(?:^|_)(?:cursor|cur|crsr|curs|csr)$")
_DEEPEST = 8


@dataclass(frozen=True, slots=True, order=True)
class Execution:
    """A function gives SQL to a database.

    Attributes:
        scope, line: where.
        texts: what the SQL may be, sorted; empty where nothing of it is known.
        is_certain: it is SQL and executed there, or else it can only be so.
        is_literal: the texts stand in the source as they are; no part of them is filled in.
        is_handed: the text comes from the callers, which have executions of their own.
        is_computed: nothing of the text is known.
    """

    scope: int
    line: int
    texts: tuple[str, ...]
    is_certain: bool = True
    is_literal: bool = True
    is_handed: bool = False
    is_computed: bool = False


def find_executions(linkage: Linkage) -> list[Execution]:
    """All executions of the program, sorted."""
    found: dict[Execution, None] = {}
    used: set[int] = set()
    parameters: dict[tuple[int, int], Certainty] = {}
    later: list[Statement] = []
    for statement in sorted(linkage.statements):
        if statement.certainty is Certainty.WRITTEN:
            later.append(statement)
            continue
        _execute(linkage, statement, found, used, parameters)
    for statement in _handed_on(linkage, parameters):
        _execute(linkage, statement, found, used, {})
    for statement in [*later, *_given_to_unknown(linkage)]:
        things = {thing for thing in linkage.solver.get(statement.node) if _is_string(linkage, thing)}
        if things and not things <= used:
            _execute(linkage, statement, found, set(), {})
    return sorted(found)


def _execute(
    linkage: Linkage,
    statement: Statement,
    found: dict[Execution, None],
    used: set[int],
    parameters: dict[tuple[int, int], Certainty],
) -> None:
    is_certain = statement.certainty is Certainty.CERTAIN
    is_clause = statement.certainty is Certainty.LIKELY and _is_clause(linkage, statement)
    texts = tuple(text for text in texts_at(linkage, statement.node) if _is_sql(text, is_certain=is_certain))
    if is_clause and not texts:
        texts = tuple(text for text in texts_at(linkage, statement.node) if _VERB.match(text))
    source = _parameter(linkage, statement)
    if source >= 0:
        parameters[statement.scope, source] = statement.certainty
    if texts or is_certain or _must_be_sql(linkage, statement):
        used |= mark_used(linkage, statement.node)
        is_sure = statement.certainty is not Certainty.WRITTEN
        computed = not texts and not any(HOLE not in text for text in texts_at(linkage, statement.node))
        is_literal = not any(_is_composed(linkage, thing) for thing in linkage.solver.get(statement.node))
        found[Execution(statement.scope, statement.line, texts, is_sure, is_literal, source >= 0, computed)] = None


def _is_sql(text: str, *, is_certain: bool) -> bool:
    if not text.strip(HOLE + " \n\t;"):
        return False
    return is_certain or looks_like_sql(text)


def _is_string(linkage: Linkage, thing: int) -> bool:
    return linkage.objects.kinds[thing] in {Kind.STRING, Kind.TEXT}


def _is_composed(linkage: Linkage, thing: int) -> bool:
    return linkage.objects.kinds[thing] is Kind.TEXT and linkage.objects.first[thing] in linkage.texts


def _must_be_sql(linkage: Linkage, statement: Statement) -> bool:
    """Whether what does not look like SQL has to be: ``text()`` made it, or a cursor is given it."""
    if statement.certainty is not Certainty.LIKELY:
        return False
    things = linkage.solver.get(statement.node)
    if _is_clause(linkage, statement):
        return not any(linkage.objects.kinds[thing] is Kind.STRING for thing in things)
    if not all(_is_string(linkage, thing) for thing in things) or not _is_given_to_cursor(linkage, statement):
        return False
    return not things or any(HOLE in text or _VERB.match(text) for text in texts_at(linkage, statement.node))


def _is_clause(linkage: Linkage, statement: Statement) -> bool:
    """Whether ``text()`` made it."""
    things = linkage.solver.get(statement.node)
    return any(linkage.objects.external_name(thing) == TEXT_CLAUSE for thing in things)


def _is_given_to_cursor(linkage: Linkage, statement: Statement) -> bool:
    """Whether what executes it is named like a cursor."""
    names = _names(linkage, statement.scope, with_parameters=True)
    value = statement.node - linkage.value_offset[linkage.file_of[statement.scope]]
    methods = {op.target: op.base for op in linkage.of_type(statement.scope, facts.Attr)}
    return any(
        bool(_CURSOR.search(names.get(methods.get(op.func, -1), "")))
        for op in linkage.of_type(statement.scope, facts.Call)
        if op.line == statement.line and value in op.args[:1]
    )


# -- functions that execute their parameter --


def _parameter(linkage: Linkage, statement: Statement) -> int:
    """The parameter of its function that a statement is, unchanged; -1 if it is something else."""
    scope = linkage.scopes[statement.scope]
    if not scope.params:
        return -1
    offset = linkage.value_offset[linkage.file_of[statement.scope]]
    sources = {param.value for param in scope.params if param.kind in {"positional", "keyword"}}
    value = statement.node - offset
    for _ in range(_DEEPEST):
        if value in sources:
            return value
        copies = [op.source for op in linkage.of_type(statement.scope, facts.Copy) if op.target == value]
        given = next((source for source in copies if source in sources), copies[0] if copies else -1)
        if given < 0:
            return -1
        value = given
    return -1


def _handed_on(linkage: Linkage, parameters: dict[tuple[int, int], Certainty]) -> Iterator[Statement]:
    """The calls of functions that execute their parameter, and of those that pass it to such functions."""
    if not parameters:
        return
    callers = _callers(linkage)
    pending = sorted(parameters)
    seen = set(pending)
    while pending:
        gid, value = pending.pop()
        certainty = parameters[gid, value]
        for caller, op in callers.get(gid, ()):
            node = _given(linkage, gid, value, caller, op)
            if node < 0:
                continue
            statement = Statement(caller, op.line, node, Certainty(max(certainty, Certainty.LIKELY)))
            yield statement
            source = _parameter(linkage, statement)
            if source >= 0 and (caller, source) not in seen:
                seen.add((caller, source))
                parameters[caller, source] = certainty
                pending.append((caller, source))


def _callers(linkage: Linkage) -> dict[int, list[tuple[int, facts.Call]]]:
    """Function → the calls that call it."""
    objects = linkage.objects
    found: dict[int, list[tuple[int, facts.Call]]] = defaultdict(list)
    for gid in linkage.as_written():
        for op in linkage.of_type(gid, facts.Call):
            for thing in linkage.solver.get(linkage.node(gid, op.func)):
                callee = objects.first[thing] if objects.kinds[thing] is Kind.BOUND else thing
                callee = objects.unwrapped(callee)
                if objects.kinds[callee] is Kind.FUNCTION:
                    found[objects.first[callee]].append((gid, op))
    return found


def _given(linkage: Linkage, gid: int, value: int, caller: int, op: facts.Call) -> int:
    """The node that a call gives for a parameter; -1 if none is seen."""
    params = linkage.scopes[gid].params
    positional = [param for param in params if param.kind == "positional"]
    position = next((index for index, param in enumerate(positional) if param.value == value), -1)
    if position >= 0:
        position -= linkage.class_of_method(gid) >= 0 and _binds_first(linkage, caller, op)
        if 0 <= position < len(op.args):
            return linkage.node(caller, op.args[position])
    name = next(param.name for param in params if param.value == value)
    return next((linkage.node(caller, given) for word, given in op.keywords if word == name), -1)


def _binds_first(linkage: Linkage, caller: int, op: facts.Call) -> bool:
    things = linkage.solver.get(linkage.node(caller, op.func))
    return any(linkage.objects.kinds[thing] is Kind.BOUND for thing in things)


# -- unknown functions --


def _given_to_unknown(linkage: Linkage) -> Iterator[Statement]:
    """Arguments that begin like SQL, of calls of which nothing else is known."""
    sql = _beginning_like_sql(linkage)
    if not sql:
        return
    for gid in linkage.as_written():
        names: dict[int, str] | None = None
        for op in linkage.of_type(gid, facts.Call):
            for value in (*op.args, *(value for _, value in op.keywords)):
                node = linkage.node(gid, value)
                if sql.isdisjoint(linkage.solver.get(node)):
                    continue
                names = _names(linkage, gid) if names is None else names
                if _may_execute(linkage, linkage.solver.get(linkage.node(gid, op.func)), names.get(op.func, "")):
                    yield Statement(gid, op.line, node, Certainty.WRITTEN)


def _names(linkage: Linkage, gid: int, *, with_parameters: bool = False) -> dict[int, str]:
    """The values of a scope that are called by a name."""
    found: dict[int, str] = {op.target: op.name for op in linkage.of_type(gid, facts.Load)}
    if with_parameters:
        found.update((param.value, param.name) for param in linkage.scopes[gid].params)
    found.update((op.target, op.name) for op in linkage.of_type(gid, facts.Attr))
    return found


def _may_execute(linkage: Linkage, things: Iterable[int], name: str) -> bool:
    callees = sorted(things)
    if not callees:
        return not _NOT_EXECUTING.search(name)
    outside = [_outside(linkage, thing) for thing in callees]
    return all(outside) and any(_EXECUTING.search(dotted.rpartition(".")[2]) for dotted in outside)


def _outside(linkage: Linkage, thing: int) -> str:
    """The dotted name of a function of an installed package; empty for others."""
    objects = linkage.objects
    callee = objects.first[thing] if objects.kinds[thing] is Kind.BOUND else thing
    dotted = objects.external_name(callee) or ""
    return "" if dotted.startswith("<") else dotted


def _beginning_like_sql(linkage: Linkage) -> set[int]:
    """The strings of the program that begin with a verb of SQL."""
    objects = linkage.objects
    found: set[int] = set()
    composed: list[tuple[int, list[int]]] = []
    for thing, kind in enumerate(objects.kinds):
        if kind is Kind.STRING:
            if _VERB.match(objects.text(thing)):
                found.add(thing)
        elif kind is Kind.TEXT:
            node = objects.first[thing]
            if node in linkage.long_texts:
                if _VERB.match(linkage.long_texts[node]):
                    found.add(thing)
            else:
                gid, op = linkage.texts[node]
                first = op.parts[1:2] if op.kind == "join" else op.parts[:1]
                composed.append((thing, [linkage.node(gid, part) for part in first]))
    for _ in range(_DEEPEST):
        new = {thing for thing, firsts in composed if thing not in found and _begins(linkage, firsts, found)}
        if not new:
            break
        found |= new
    return found


def _begins(linkage: Linkage, firsts: list[int], sql: set[int]) -> bool:
    for node in firsts:
        for thing in linkage.solver.get(node):
            if thing in sql:
                return True
            if linkage.objects.kinds[thing] is Kind.CONTAINER:
                elements = linkage.elements_in_order(thing)[:1]
                if any(not sql.isdisjoint(linkage.solver.get(element)) for element in elements):
                    return True
    return False

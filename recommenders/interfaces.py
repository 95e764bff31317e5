"""What others call of each service, and what that becomes once a network lies between."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from decompose.clustering.decomposition import Coupling, Decomposition
from decompose.extractors.graph import DependencyGraph, EdgeKind, EntryKind, Table
from decompose.extractors.signatures import CLASS, FUNCTION, Form, Signature
from decompose.recommenders.plan import Argument, Operation, Travel, Verdict
from decompose.recommenders.values import WITH_CRITERIA, Forms, argument, forms_of, result
from decompose.recommenders.writers import pure_symbols, writing_symbols

_PLACES = 4
_JOBS = frozenset({EntryKind.TASK, EntryKind.SCHEDULE, EntryKind.COMMAND, EntryKind.MESSAGE, EntryKind.SIGNAL})
_CHANGING = frozenset(
    {
        *(
            "add",
            "apply",
            "cancel",
            "change",
            "clear",
            "close",
            "create",
            "delete",
            "disable",
            "drop",
            "enable",
            "insert",
        ),
        *(
            "mark",
            "merge",
            "move",
            "notify",
            "open",
            "publish",
            "purge",
            "register",
            "remove",
            "reset",
            "restore",
            "save",
        ),
        *("send", "set", "start", "stop", "store", "submit", "sync", "update", "upload", "upsert", "write"),
    }
)
_MADE = "callers make objects of it in their own process"
_LAYERS = frozenset(
    {
        *(
            "service",
            "services",
            "model",
            "models",
            "view",
            "views",
            "api",
            "apis",
            "util",
            "utils",
            "helper",
            "helpers",
        ),
        *(
            "task",
            "tasks",
            "flow",
            "flows",
            "core",
            "common",
            "base",
            "lib",
            "logic",
            "action",
            "actions",
            "controller",
        ),
        *("controllers", "manager", "managers", "query", "queries", "selectors", "forms", "enums", "main", "init"),
    }
)
"""Names of modules that say nothing of what a function is about."""
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z0-9]+|[A-Z]+")


def operations_of(graph: DependencyGraph, decomposition: Decomposition) -> tuple[Operation, ...]:
    """The interfaces of all services: by service, what has most callers first."""
    called: dict[str, dict[str, list[Coupling]]] = defaultdict(lambda: defaultdict(list))
    for coupling in decomposition.couplings:
        if coupling.kind is EdgeKind.CALLS:
            called[coupling.target_service][coupling.target].append(coupling)
    forms, writing, pure = forms_of(graph), writing_symbols(graph), pure_symbols(graph)
    jobs = {entry.symbol: entry.kind.value for entry in graph.entry_points if entry.kind in _JOBS}
    found: list[Operation] = []
    for service in sorted(called):
        ranked = sorted(called[service], key=lambda name: (-len({c.source for c in called[service][name]}), name))
        paths: set[str] = set()
        found += [
            _operation(
                service,
                symbol,
                called[service][symbol],
                forms,
                _Known(symbol in writing, symbol in pure, jobs.get(symbol, "")),
                paths,
            )
            for symbol in ranked
        ]
    return tuple(_with_their_classes(found))


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of what a function does: whether it changes something, whether it only computes, what job it is."""

    writes: bool
    computes: bool
    starts: str = ""


def _with_their_classes(found: list[Operation]) -> list[Operation]:
    """Methods of classes that callers make themselves go where the class goes."""
    made = {one.symbol.removesuffix(".__init__") for one in found if one.verdict is Verdict.LIBRARY and _makes(one)}
    return [
        msgspec.structs.replace(
            one, verdict=Verdict.LIBRARY, why=f"a method of {_last(owner)}, which callers make themselves", path=""
        )
        if one.verdict is Verdict.OPERATION and (owner := one.symbol.rpartition(".")[0]) in made
        else one
        for one in found
    ]


def _makes(found: Operation) -> bool:
    return found.why.startswith(_MADE)


def _operation(
    service: str, symbol: str, couplings: list[Coupling], forms: Forms, known: _Known, paths: set[str]
) -> Operation:
    signature = forms.signatures.get(symbol)
    arguments = _arguments(symbol, signature, forms)
    answer = result(signature, forms) if signature is not None else None
    verdict, why = _verdict(symbol, signature, arguments, answer, forms)
    if known.starts:
        verdict, why = Verdict.JOB, f"it is a {known.starts}, which runs where its service runs"
    if verdict is Verdict.OPERATION and signature is not None:
        verdict, why = _kept(symbol, signature, couplings, forms, known) or (verdict, why)
    path = ""
    if verdict in {Verdict.OPERATION, Verdict.CREATE}:
        path = _path(service, symbol, arguments, paths)
        paths.add(path)
    return Operation(
        service,
        symbol,
        verdict,
        why,
        path,
        not known.writes and verdict is Verdict.OPERATION and signature is not None and not _changes(symbol),
        tuple(arguments),
        answer,
        tuple(sorted({coupling.source_service for coupling in couplings})),
        len({coupling.source for coupling in couplings}),
        signature.place if signature is not None else None,
        tuple(sorted({place for coupling in couplings for place in coupling.places[:1]})[:_PLACES]),
    )


def _changes(symbol: str) -> bool:
    """Whether a function is called as if it changed something."""
    words = _words(symbol.rpartition(".")[2])
    return bool(words) and words[0] in _CHANGING


def _kept(
    symbol: str, signature: Signature, couplings: list[Coupling], forms: Forms, known: _Known
) -> tuple[Verdict, str] | None:
    """What becomes of a function that could be asked for, but better is not; None for others."""
    is_of_row = signature.form in {Form.METHOD, Form.PROPERTY} and symbol.rpartition(".")[0] in forms.tables
    from_templates = sum(map(_is_template, couplings))
    if is_of_row:
        is_shown = from_templates == len(couplings)
        return (Verdict.VALUE, "only templates show it: send it along with the row's data") if is_shown else None
    if 2 * from_templates > len(couplings):
        return (
            Verdict.LIBRARY,
            f"{from_templates} of {len(couplings)} callers are templates: it belongs where pages are made",
        )
    if known.computes and signature.form in {Form.FUNCTION, Form.STATIC_METHOD}:
        return Verdict.LIBRARY, "no table, file, queue or host was seen behind it: ship it rather than ask for it"
    return None


def _is_template(coupling: Coupling) -> bool:
    """Whether only templates make the call: places in files that are no Python."""
    return bool(coupling.places) and not any(place.path.endswith((".py", ".pyw")) for place in coupling.places)


def _arguments(symbol: str, signature: Signature | None, forms: Forms) -> list[Argument]:
    found: list[Argument] = []
    if signature is None:
        return found
    owner = symbol.rpartition(".")[0]
    table = forms.tables.get(owner)
    if table is not None and signature.form in {Form.METHOD, Form.PROPERTY} and not symbol.endswith(".__init__"):
        name = f"{_snake(owner.rpartition('.')[2])}_{key_of(table)}"
        note = f"the key of the row of {table.name} that the method is called on"
        found.append(Argument(name, Travel.BY_KEY, "", (owner,), (table.name,), True, note))
    return found + [argument(parameter, forms) for parameter in signature.parameters]


def _verdict(
    symbol: str, signature: Signature | None, arguments: list[Argument], answer: Argument | None, forms: Forms
) -> tuple[Verdict, str]:
    if signature is None:
        return Verdict.OPERATION, "its signature is not known"
    is_constructor = signature.form is Form.CLASS or symbol.endswith(".__init__")
    owner = symbol if signature.form is Form.CLASS else symbol.rpartition(".")[0]
    if is_constructor:
        return _constructed(owner, forms)
    name = symbol.rpartition(".")[2]
    if name.startswith("__") and name.endswith("__"):
        verdict = Verdict.VALUE if owner in forms.tables or forms.is_data(owner) else Verdict.LIBRARY
        return verdict, f"Python itself calls {name}: what it gives has to travel with the data"
    if name.startswith("_"):
        return Verdict.PRIVATE, "its name is private: it is called back, or others reach past what is public"
    kept = _handing_on(arguments, answer)
    if kept:
        return Verdict.LIBRARY, kept
    if signature.form in {Form.METHOD, Form.PROPERTY} and owner not in forms.tables:
        return _of_object(owner, forms)
    return Verdict.OPERATION, ""


def _handing_on(arguments: list[Argument], answer: Argument | None) -> str:
    """Why what a function takes or gives back keeps it in the callers' process; empty if nothing does."""
    taken = next((given for given in arguments if given.travel is Travel.NOT and _is_code(given)), None)
    if taken is not None:
        return f"it takes code ({taken.name}), as decorators and registries do"
    if answer is None or answer.travel is not Travel.NOT:
        return ""
    if _is_code(answer):
        return "it gives back code, as decorators and registries do"
    if answer.note.endswith(WITH_CRITERIA):
        return ""
    return "callers go on working with the object that it gives back: give them functions for that"


def _of_object(owner: str, forms: Forms) -> tuple[Verdict, str]:
    """What becomes of a method of an object that is no row."""
    if forms.is_data(owner):
        return Verdict.VALUE, f"a method of {_last(owner)}, which is data: it goes along with that class"
    if forms.is_error(owner):
        return Verdict.ERROR, f"a method of {_last(owner)}, an exception"
    return Verdict.OPERATION, (
        f"today it is called on an object of {_last(owner)}, which stays in the service: give callers a function"
    )


def _is_code(given: Argument) -> bool:
    return not {FUNCTION, CLASS}.isdisjoint(held.removesuffix("[]") for held in given.types)


def _constructed(owner: str, forms: Forms) -> tuple[Verdict, str]:
    if owner in forms.tables:
        return Verdict.CREATE, f"callers make rows of {forms.tables[owner].name}"
    if forms.is_error(owner):
        return Verdict.ERROR, "an exception: answer with an error that the client turns into it"
    if forms.is_data(owner):
        return Verdict.VALUE, "a class that holds data: its form belongs to the contract"
    return Verdict.LIBRARY, f"{_MADE}: move it to a library, or give them a function"


def key_of(table: Table) -> str:
    """The name of a table's key; ``id`` where none is declared."""
    return next((column.name for column in table.columns if column.primary_key), "id")


def proposed_name(given: Argument, tables: Mapping[str, Table]) -> str:
    """What an argument is called once a key travels in place of a row."""
    if given.travel is not Travel.BY_KEY or len(given.tables) != 1 or given.tables[0] not in tables:
        return given.name
    key = key_of(tables[given.tables[0]])
    if any(held.endswith("[]") for held in given.types):
        return f"{given.name}_{key}s"
    return given.name if given.name.endswith(f"_{key}") else f"{given.name}_{key}"


def _path(service: str, symbol: str, arguments: Iterable[Argument], taken: set[str]) -> str:
    """``/place-order``, ``/tag-type/get``; of a method of a row ``/order/{order_id}/pay``."""
    parts = symbol.split(".")
    if parts[-1] == "__init__":
        parts.pop()
    name = "-".join(_words(parts[-1])) or parts[-1]
    receiver = next((given for given in arguments if given.note.startswith("the key of the row")), None)
    if receiver is not None:
        path = f"/{'-'.join(_words(parts[-2]))}/{{{receiver.name}}}/{name}"
    else:
        about = next((part for part in reversed(parts[:-1]) if part.casefold() not in _LAYERS), "")
        noun = "-".join(_words(about))
        path = f"/{name}" if not noun or noun in {service, parts[0]} or noun in name else f"/{noun}/{name}"
    number, unique = 2, path
    while unique in taken:
        unique, number = f"{path}-{number}", number + 1
    return unique


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(name)]


def _snake(name: str) -> str:
    return "_".join(_words(name))


def _last(name: str) -> str:
    return name.rpartition(".")[2]

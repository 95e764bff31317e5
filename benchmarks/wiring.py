"""Hidden wiring: how much of what frameworks call through strings, decorators and registries is in the graph.

    python benchmarks/wiring.py CHECKOUT [--misses N] [--draw N]

The places are counted by a plain walk over the syntax trees that knows nothing of the extractors: what the text
says, by names. Each place has a target, or several; a place is *found* if the graph has them all. Kinds:

- injected: ``Depends(f)`` and ``Security(f)`` in defaults, annotations and aliases of routes and of what is itself
  injected, and in their decorators' ``dependencies``: a call of ``f``;
- hook: ``….hook.NAME(…)`` of pluggy: calls of all functions marked as its implementation;
- plugin: ``for p in PluginImplementations(I): p.m(…)``: calls of ``m`` of all classes that implement ``I``;
- sent: ``signal.send(…)``: event edges to all that are connected to the signal of that name;
- receiver, listener: functions connected to a signal or an event: an entry point;
- saved: receivers of a model's signals that name their sender: an event edge from some save;
- setting: strings in a Django settings module that name a class or function of the code base: an entry point;
- tag, request hook, startup: template tags and filters, Flask's hooks, ``AppConfig.ready``: an entry point.
"""

from __future__ import annotations

import argparse
import ast
import random
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from entry_points import linked

from decompose.extractors.program import Program

_ROUTES = {"get", "post", "put", "patch", "delete", "options", "head", "websocket", "api_route"}
_INJECTED = {"Depends", "Security"}
_TAGS = {"filter", "simple_tag", "inclusion_tag", "tag", "simple_block_tag", "assignment_tag"}
_REQUEST_HOOKS = {
    *("before_request", "after_request", "teardown_request", "before_app_request", "after_app_request"),
    *("context_processor", "app_context_processor", "errorhandler", "app_errorhandler", "template_filter"),
    *("app_template_filter", "template_global", "app_template_global", "user_loader", "teardown_appcontext"),
    *("before_first_request", "before_app_first_request", "middleware", "exception_handler", "on_event"),
    *("url_value_preprocessor", "teardown_app_request", "template_test", "shell_context_processor"),
}
_SENDS = {"send", "send_robust", "asend"}
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True, order=True)
class Site:
    """A place with the symbols it leads to; for an entry point the target alone counts."""

    kind: str
    path: str
    line: int
    source: str
    targets: tuple[str, ...]


@dataclass
class Code:
    """What the walk gathers of a code base before names are resolved."""

    functions: dict[str, Function] = field(default_factory=dict)
    classes: dict[str, ast.ClassDef] = field(default_factory=dict)
    modules: dict[str, ast.Module] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)
    by_name: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def add(self, module: str, path: str, tree: ast.Module) -> None:
        """Note the definitions of a module."""
        self.modules[module], self.paths[module] = tree, path
        self._inside(tree, module, path)

    def _inside(self, node: ast.AST, around: str, path: str) -> None:
        for child in ast.iter_child_nodes(node):
            name = around
            if isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
                name = f"{around}.{child.name}"
                into: dict[str, ast.AST] = self.classes if isinstance(child, ast.ClassDef) else self.functions  # type: ignore[assignment]
                into.setdefault(name, child)
                self.by_name[child.name].append(name)
                self.paths[name] = path
            self._inside(child, name, path)

    def one(self, name: str, near: str) -> str | None:
        """The definition that a bare name means: the only one, or the one of that module."""
        found = self.by_name.get(name, [])
        here = [symbol for symbol in found if symbol.rpartition(".")[0] == near]
        return here[0] if here else found[0] if len(found) == 1 else None


def last(node: ast.AST | None) -> str:
    """``c`` of ``a.b.c`` and of ``a.b.c(…)``."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Call(func=inner) | ast.Subscript(value=inner):
            return last(inner)
        case _:
            return ""


def calls_in(node: ast.AST) -> Iterator[ast.Call]:
    """All calls below a node."""
    return (child for child in ast.walk(node) if isinstance(child, ast.Call))


def module_of(code: Code, symbol: str) -> str:
    """The module in which a symbol stands."""
    while symbol not in code.modules:
        symbol = symbol.rpartition(".")[0]
    return symbol


def injected(code: Code) -> Iterator[Site]:
    """Dependencies of routes and of what is injected itself."""
    aliases = {
        target.id: [last(call.args[0]) for call in calls_in(node.value) if last(call) in _INJECTED and call.args]
        for tree in code.modules.values()
        for node in tree.body
        if isinstance(node, ast.Assign) and last(node.value) == "Annotated"
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    provided = {name for names in aliases.values() for name in names}
    everything = (call for tree in code.modules.values() for call in calls_in(tree))
    provided |= {last(call.args[0]) for call in everything if last(call) in _INJECTED and call.args}
    for symbol, function in code.functions.items():
        owner = symbol.split(".")[-2]
        is_route = any(isinstance(d, ast.Call) and last(d) in _ROUTES for d in function.decorator_list)
        is_provider = function.name in provided or (function.name in {"__init__", "__call__"} and owner in provided)
        if not (is_route or is_provider):
            continue
        arguments = [*function.args.args, *function.args.kwonlyargs, *function.args.posonlyargs]
        said: list[ast.AST] = [arg.annotation for arg in arguments if arg.annotation is not None]
        said += [*function.args.defaults, *(default for default in function.args.kw_defaults if default)]
        said += [decorator for decorator in function.decorator_list if isinstance(decorator, ast.Call)]
        names = [
            last(call.args[0]) for node in said for call in calls_in(node) if last(call) in _INJECTED and call.args
        ]
        names += [name for node in said for part in ast.walk(node) if isinstance(part, ast.Name)
                  for name in aliases.get(part.id, ())]  # fmt: skip
        for name in dict.fromkeys(names):
            target = code.one(name, module_of(code, symbol))
            if target is not None and target in code.classes:  # instances are called, classes are made
                methods = [f"{target}.{method}" for method in ("__call__", "__init__")]
                target = next((method for method in methods if method in code.functions), None)
            if target is not None:
                yield Site("injected", code.paths[symbol], function.lineno, symbol, (target,))


def hooks(code: Code) -> Iterator[Site]:
    """Hooks of pluggy."""
    implemented = defaultdict(list)
    for symbol, function in code.functions.items():
        if any(last(decorator) in {"impl", "hookimpl"} for decorator in function.decorator_list):
            implemented[function.name].append(symbol)
    for symbol, call in _calls(code):
        if isinstance(call.func, ast.Attribute) and last(call.func.value) == "hook" and call.func.attr in implemented:
            targets = tuple(sorted(implemented[call.func.attr]))
            yield Site("hook", code.paths[symbol], call.lineno, symbol, targets)


def plugins(code: Code) -> Iterator[Site]:
    """Loops over the implementations of an interface."""
    implementing = defaultdict(set)
    for symbol, cls in code.classes.items():
        declared = [last(call.args[0]) for call in calls_in(cls) if last(call) == "implements" and call.args]
        for name in [*declared, *(last(base) for base in cls.bases)]:
            implementing[name].add(symbol)
    for symbol, function in code.functions.items():
        for loop in ast.walk(function):
            if not isinstance(loop, ast.For) or last(loop.iter) != "PluginImplementations":
                continue
            interface, variable = last(loop.iter.args[0]), last(loop.target)  # type: ignore[attr-defined]
            for call in calls_in(loop):
                if isinstance(call.func, ast.Attribute) and last(call.func.value) == variable:
                    methods = (f"{cls}.{call.func.attr}" for cls in implementing[interface])
                    targets = tuple(sorted(method for method in methods if method in code.functions))
                    if targets:
                        yield Site("plugin", code.paths[symbol], call.lineno, symbol, targets)


def signal_of(node: ast.AST) -> str:
    """``order.paid`` of ``signals.order.paid``, ``paid`` of ``paid`` and ``signals.paid``."""
    inner = node.value if isinstance(node, ast.Attribute) else None
    return f"{last(inner)}.{last(node)}" if isinstance(inner, ast.Attribute) else last(node)


def receivers(code: Code) -> Iterator[tuple[Site, list[str]]]:
    """What is connected to signals, with the signals of whatever sender."""
    for symbol, function in code.functions.items():
        for decorator in function.decorator_list:
            call = decorator if isinstance(decorator, ast.Call) else None
            named = call.func if call is not None else decorator
            of_all = True
            if call is not None and last(call) == "receiver" and call.args:
                listed = call.args[0].elts if isinstance(call.args[0], (ast.List, ast.Tuple)) else call.args[:1]
                names = [signal_of(node) for node in listed]
            elif isinstance(named, ast.Attribute) and named.attr in {"connect", "connect_via"}:
                names, of_all = [signal_of(named.value)], named.attr == "connect"
            else:
                continue
            yield Site("receiver", code.paths[symbol], function.lineno, "", (symbol,)), names if of_all else []
            has_sender = any(word.arg == "sender" for word in (call.keywords if call else ()))
            if has_sender and any(name.startswith(("pre_", "post_")) for name in names):
                yield Site("saved", code.paths[symbol], function.lineno, "", (symbol,)), []
    for symbol, call in _calls(code):
        if isinstance(call.func, ast.Attribute) and call.func.attr == "connect" and call.args:
            target = code.one(last(call.args[0]), module_of(code, symbol))
            is_plain = not isinstance(call.args[0], ast.Call) and last(call.func.value) != "self"
            if target is not None and target in code.functions and is_plain:
                yield Site("receiver", code.paths[symbol], call.lineno, "", (target,)), [signal_of(call.func.value)]


def signals(code: Code) -> Iterator[Site]:
    """Receivers, and what sends to them."""
    connected = defaultdict(set)
    for site, names in receivers(code):
        yield site
        for name in names:
            connected[name].update(site.targets)
    for symbol, call in _calls(code):
        if isinstance(call.func, ast.Attribute) and call.func.attr in _SENDS:
            targets = tuple(sorted(connected.get(signal_of(call.func.value), ())))
            if targets:
                yield Site("sent", code.paths[symbol], call.lineno, symbol, targets)


def decorated(code: Code) -> Iterator[Site]:
    """Template tags, hooks of Flask and Starlette, listeners of SQLAlchemy."""
    for symbol, function in code.functions.items():
        for decorator in function.decorator_list:
            inner = decorator.func if isinstance(decorator, ast.Call) else decorator
            owner = last(inner.value) if isinstance(inner, ast.Attribute) else ""
            kind = ""
            if owner == "register" and last(inner) in _TAGS:
                kind = "tag"
            elif owner and owner != "signals" and last(inner) in _REQUEST_HOOKS:
                kind = "request hook"
            elif last(inner) == "listens_for":
                kind = "listener"
            if kind:
                yield Site(kind, code.paths[symbol], function.lineno, "", (symbol,))
    for symbol, cls in code.classes.items():
        is_config = any(last(base) in {"AppConfig", "OscarConfig", "OscarDashboardConfig"} for base in cls.bases)
        if is_config and f"{symbol}.ready" in code.functions:
            yield Site("startup", code.paths[symbol], cls.lineno, "", (f"{symbol}.ready",))


def settings(code: Code) -> Iterator[Site]:
    """Dotted paths in Django's settings."""
    symbols = {**code.classes, **code.functions}
    for module, tree in code.modules.items():
        names = {last(target) for node in tree.body if isinstance(node, ast.Assign) for target in node.targets}
        if not names & {"INSTALLED_APPS", "MIDDLEWARE", "ROOT_URLCONF"}:
            continue
        for node in tree.body:
            told = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
            if last(told) in {"INSTALLED_APPS", "CELERY_BEAT_SCHEDULE", "LOCAL_APPS"} or not last(told).isupper():
                continue
            for part in ast.walk(node):
                if isinstance(part, ast.Constant) and isinstance(part.value, str) and "." in part.value:
                    found = [symbol for symbol in symbols if symbol == part.value or symbol.endswith(f".{part.value}")]
                    if found:
                        yield Site("setting", code.paths[module], part.lineno, "", (found[0],))


def _calls(code: Code) -> Iterator[tuple[str, ast.Call]]:
    """Calls with the innermost function, or module, in which they stand."""
    inside = {id(call): symbol for symbol, function in code.functions.items() for call in calls_in(function)}
    for module, tree in code.modules.items():
        for call in calls_in(tree):
            yield inside.get(id(call), module), call


def read(checkout: Path, program: Program) -> Code:
    """The syntax trees of the files that are part of the program, under the names that the program gives them."""
    code = Code()
    known = set(program.calls)
    for path in sorted(checkout.rglob("*.py")):
        parts = list(path.relative_to(checkout).with_suffix("").parts)
        parts = parts[:-1] if parts[-1] == "__init__" else parts
        names = (".".join(parts[start:]) for start in range(len(parts)))
        module = next((name for name in names if name in known), None)
        if module is not None and module not in code.modules:
            try:
                tree = ast.parse(path.read_bytes())
            except (SyntaxError, ValueError):
                continue
            code.add(module, str(path.relative_to(checkout)), tree)
    return code


def main() -> None:
    """Count the places of each kind and how many of them the graph has."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--misses", type=int, default=0, help="list so many that are not found")
    parser.add_argument("--draw", type=int, default=0, help="list so many edges of each kind, drawn at random")
    options = parser.parse_args()
    program = linked(options.checkout)
    code = read(options.checkout, program)
    graph = program.graph
    edges = {(edge.source_symbol, edge.target_symbol) for edge in (*graph.edges, *graph.inner_calls)
             if edge.kind.value in {"calls", "event"}}  # fmt: skip
    entries = {entry.symbol for entry in graph.entry_points}
    received = {edge.target_symbol for edge in graph.edges if edge.kind.value == "event"}
    sites = defaultdict(list)
    for find in (injected, hooks, plugins, signals, decorated, settings):
        for site in set(find(code)):
            sites[site.kind].append(site)

    def is_found(site: Site, target: str) -> bool:
        if site.source:
            return (site.source, target) in edges
        return target in (received if site.kind == "saved" else entries)

    for kind in sorted(sites):
        missed = [
            (site, target) for site in sorted(sites[kind]) for target in site.targets if not is_found(site, target)
        ]
        wanted, partly = sum(len(site.targets) for site in sites[kind]), {site for site, _ in missed}
        whole, found = len(sites[kind]) - len(partly), wanted - len(missed)
        print(f"{kind}: {whole} of {len(sites[kind])} places whole, {found} of {wanted} targets ({found / wanted:.3f})")
        for site, target in missed[: options.misses]:
            print(f"  - {site.path}:{site.line} {site.source} -> {target}")
    print(f"unreached {len(graph.unreached)} of {graph.coverage.functions}; entry points {len(graph.entry_points)}")
    drawn = random.Random(5)
    for kind in ("middleware", "startup", "hook", "signal"):
        of_kind = [entry for entry in graph.entry_points if entry.kind.value == kind]
        for entry in drawn.sample(of_kind, min(options.draw, len(of_kind))):
            print(f"  {kind} {entry.symbol} [{entry.trigger}] {entry.place}")
    events = [edge for edge in graph.edges if edge.kind.value == "event"]
    for edge in drawn.sample(events, min(options.draw, len(events))):
        print(f"  event {edge.source_symbol} -> {edge.target_symbol} {edge.places[0]}")


if __name__ == "__main__":
    main()

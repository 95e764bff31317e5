"""Entry points found against what the running frameworks answer.

    python benchmarks/entry_points.py CHECKOUT TRUTH.json [--misses N]

TRUTH.json is made beforehand, with the Python in which the project itself is installed, by printing
``ask(…)`` of this file's text for its framework (see ``ASK``): ``{"routes": [[pattern, handler], …],
"commands": [[name, module], …], "tasks": [[name, function], …]}``. Compared are views of the project
itself, by path with parameters blanked out and by the dotted name of the handler; precision counts routes
that are found and whose handler the framework does not serve there.
"""

from __future__ import annotations

import argparse
import json
import re
from pathlib import Path

from decompose.extractors.discovery import discover
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking import link
from decompose.extractors.linking.program import Program
from decompose.extractors.reading import read_file

ASK = {
    "django": """
import inspect, json, os
import django
django.setup()
from django.core.management import get_commands
from django.urls import get_resolver

def handler(view):
    for name in getattr(view, "actions", None) or {}:
        method = getattr(view.cls, view.actions[name], None)
        if hasattr(method, "mapping"):
            return f"{method.__module__}.{method.__qualname__}"
    for name in ("view_class", "cls"):
        view = getattr(view, name, view)
    while hasattr(view, "func"):
        view = view.func
    view = inspect.unwrap(view) if not isinstance(view, type) else view
    while "<locals>" in getattr(view, "__qualname__", ""):  # a wrapper that does not say what it wraps
        cells = [cell.cell_contents for cell in view.__closure__ or () if callable(cell.cell_contents)]
        wrapped = [getattr(cell, "view_class", cell) for cell in cells if hasattr(cell, "__qualname__")]
        if not wrapped:
            break
        view = inspect.unwrap(wrapped[-1])
    view = view if hasattr(view, "__qualname__") else type(view)
    return f"{view.__module__}.{view.__qualname__}"

def routes(patterns, prefix=""):
    for pattern in patterns:
        here = prefix + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from routes(pattern.url_patterns, here)
        elif "<format>" not in here:  # the same once more, with a suffix
            yield here, handler(pattern.callback)

commands = [(name, app if isinstance(app, str) else app.__module__) for name, app in get_commands().items()]
confs = [None, *os.environ.get("URLCONFS", "").split()]  # others that a middleware may choose
found = [route for conf in confs for route in routes(get_resolver(conf).url_patterns)]
print(json.dumps({"routes": found, "commands": commands}))
""",
    "flask": """
import inspect, json
rules = []

def handler(view):
    view = getattr(view, "view_class", inspect.unwrap(view))
    while "<locals>" in view.__qualname__:  # a wrapper that does not say what it wraps
        cells = [cell.cell_contents for cell in view.__closure__ or () if callable(cell.cell_contents)]
        wrapped = [cell for cell in cells if hasattr(cell, "__qualname__")]
        if not wrapped:
            break
        view = inspect.unwrap(wrapped[-1])
    return view

for rule in app.url_map.iter_rules():
    if rule.endpoint in app.view_functions:  # others are there to build URLs only
        view = handler(app.view_functions[rule.endpoint])
        rules.append((str(rule), f"{view.__module__}.{view.__qualname__}"))
print(json.dumps({"routes": rules}))
""",
    "fastapi": """
import inspect, json
found = [(route.path, inspect.unwrap(route.endpoint)) for route in app.routes if hasattr(route, "endpoint")]
print(json.dumps({"routes": [(path, f"{view.__module__}.{view.__qualname__}") for path, view in found]}))
""",
    "graphene": """
import json
roots = {"query": schema.get_query_type(), "mutation": schema.get_mutation_type()}
print(json.dumps({"fields": [(f"{kind} {name}", "") for kind, root in roots.items() for name in root.fields]}))
""",
    "celery": """
import json
from celery import current_app
current_app.loader.import_default_modules()
current_app.finalize()
found = [(name, task.__module__) for name, task in current_app.tasks.items()]
print(json.dumps({"tasks": found}))
""",
    "click": """
import click, inspect, json

def commands(command, names=()):
    context = click.Context(command)
    for name in command.list_commands(context) if isinstance(command, click.Group) else ():
        yield from commands(command.get_command(context, name), (*names, name))
    if not isinstance(command, click.Group):
        yield " ".join(names), inspect.unwrap(command.callback).__module__

print(json.dumps({"commands": list(commands(cli))}))
""",
}
"""framework → the program that asks it; Flask's and FastAPI's need the application as ``app``, click's the group as
``cli``, graphene's the ``schema``, Celery's the current application."""

_PARAMETER = re.compile(r"\(\?P<\w+>(?:[^()]|\([^()]*\))*\)|<[^<>]*>|\{[^{}]*\}|\((?:[^()]|\([^()]*\))*\)")
_ROOTS = ("query ", "mutation ", "subscription ")
Route = tuple[str, str]


def linked(checkout: Path) -> Program:
    """The program of a code base."""
    repository = discover(checkout)
    sources = [source for source in repository.sources if source.role.value == "code"]
    facts = {source.path: read_file(source.path, (checkout / source.path).read_bytes()) for source in sources}
    return link(repository, facts)


def plain(path: str) -> str:
    """A path without the names and types of its parameters, and without anchors and escapes."""
    path = path.partition(" ")[2] if re.match(r"[A-Z,|]+ /", path) else path
    path = path.partition(" → ")[0]
    path = re.sub(r"\^|\$|\\Z|\\(?=[-./_])", "", path)
    return "/" + _PARAMETER.sub("*", path).strip("/")


def _plain_name(view: str) -> str:
    """The dotted name of a view, without what Python or this tool adds to those inside of functions."""
    return re.sub(r"<lambda\d*>", "<lambda>", view.replace(".<locals>", ""))


def compare(title: str, wanted: set[Route], found: set[Route], misses: int) -> None:
    """Print recall and precision, and some of what differs."""
    right = wanted & found
    recall, precision = len(right) / max(len(wanted), 1), len(right) / max(len(found), 1)
    print(f"{title}: wanted {len(wanted)}, found {len(found)}, both {len(right)}: R {recall:.3f} P {precision:.3f}")
    for sign, routes in (("-", wanted - found), ("+", found - wanted)):
        for route in sorted(routes)[:misses]:
            print(f"  {sign} {route[0]} {route[1]}")


def main() -> None:
    """Compare one project."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("truth", type=Path)
    parser.add_argument("--misses", type=int, default=0)
    options = parser.parse_args()
    truth = json.loads(options.truth.read_text())
    program = linked(options.checkout)
    entries = program.graph.entry_points
    own = {name.partition(".")[0] for name in program.calls}
    wanted = {(plain(path), view) for path, view in truth["routes"] if view.partition(".")[0] in own}
    wanted = {(path, _plain_name(view)) for path, view in wanted}
    http = [entry for entry in entries if entry.kind is EntryKind.HTTP]
    fields = {entry.name for entry in http if entry.name.startswith(_ROOTS)}
    found = {(plain(entry.name), _plain_name(entry.symbol)) for entry in http if entry.name not in fields}
    compare("routes", wanted, found, options.misses)
    names = {
        "commands": {entry.name for entry in entries if entry.kind is EntryKind.COMMAND},
        "tasks": {entry.name for entry in entries if entry.kind is EntryKind.TASK}
        | {entry.trigger or entry.name for entry in entries if entry.kind is EntryKind.SCHEDULE},
        "fields": fields,
    }
    for title, known in names.items():
        asked = {(name, "") for name, where in truth.get(title, ()) if not where or where.partition(".")[0] in own}
        if asked:
            compare(title, asked, {(name, "") for name in known}, options.misses)


if __name__ == "__main__":
    main()

"""What a project has that a coupling could lead to: found in its syntax trees, but for the names of tables."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

_LEFT_OUT = re.compile(r"(^|/)(tests?|migrations|testing|client|vendor)(/|$)|(^|/)(test_\w+|\w+_test|conftest)\.py$")


@dataclass(frozen=True, slots=True)
class Project:
    """A code base and its services.

    Attributes:
        root: the folder that imports start from.
        services: service → its packages.
        shown_in: package of models → the package that others import them from, where it is another.
        dialect: the text file with its ways of writing.
    """

    root: Path
    services: Mapping[str, tuple[str, ...]]
    dialect: str
    applications: tuple[str, ...] = ()

    def service(self, module: str) -> str:
        """The service of a module; empty for none."""
        fitting = [
            (len(package), service)
            for service, packages in self.services.items()
            for package in packages
            if module == package or module.startswith(f"{package}.")
        ]
        return max(fitting)[1] if fitting else ""


@dataclass(frozen=True, slots=True, order=True)
class Named:
    """A function, class, task or signal, and where it is."""

    service: str
    module: str
    name: str
    detail: str = ""


@dataclass(frozen=True, slots=True, order=True)
class Model:
    """A class that maps a table: ``text`` is a column for text."""

    service: str
    module: str
    name: str
    table: str
    text: str


@dataclass(slots=True)
class Catalogue:
    """Everything to choose from, sorted."""

    modules: list[tuple[str, str, Path]] = field(default_factory=list)
    functions: list[Named] = field(default_factory=list)
    classes: list[Named] = field(default_factory=list)
    models: list[Model] = field(default_factory=list)
    children: list[tuple[Model, str, str]] = field(default_factory=list)
    tasks: list[Named] = field(default_factory=list)
    signals: list[Named] = field(default_factory=list)


def catalogue(project: Project, tables: Mapping[str, str]) -> Catalogue:
    """Read a project; ``tables`` are its models with their tables."""
    found = Catalogue()
    trees: dict[str, ast.Module] = {}
    for path in sorted(project.root.rglob("*.py")):
        relative = path.relative_to(project.root).as_posix()
        module = relative.removesuffix(".py").replace("/", ".")
        service = project.service(module)
        if not service or service not in project.applications or _LEFT_OUT.search(relative):
            continue
        tree = ast.parse(path.read_bytes())
        trees[module] = tree
        if not module.endswith("__init__"):
            found.modules.append((service, module, path))
            for node in tree.body:
                _note(found, Named(service, module, getattr(node, "name", "")), node, tables)
        found.signals += _signals(service, module, tree)
    by_name = _models_by_name(found.models)
    for module, tree in trees.items():
        found.children += _children(project.service(module), module, tree, by_name, tables)
    found.children.sort()
    found.signals = sorted(set(found.signals))
    return found


def _note(found: Catalogue, named: Named, node: ast.stmt, tables: Mapping[str, str]) -> None:
    if named.name.startswith("_") or not named.name:
        return
    decorators = [ast.unparse(decorator) for decorator in getattr(node, "decorator_list", ())]
    if isinstance(node, ast.FunctionDef):
        task = next((text for text in decorators if text.startswith("celery.")), "")
        if task:
            label = re.search(r"name='(\w+)'", task)
            found.tasks.append(Named(*_three(named), label[1] if label else ""))
        elif not decorators and named.module.count(".") >= 1:
            found.functions.append(named)
    elif isinstance(node, ast.ClassDef):
        table = tables.get(f"{named.module}.{named.name}")
        text = _text_column(node)
        if any(isinstance(base, ast.Name) and base.id == "JobRunner" for base in node.bases):
            found.tasks.append(named)
        elif table is None:
            found.classes.append(named)
        elif text:
            found.models.append(Model(*_three(named), table, text))


def _three(named: Named) -> tuple[str, str, str]:
    return named.service, named.module, named.name


def _text_column(node: ast.ClassDef) -> str:
    for statement in node.body:
        if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name):
            text = ast.unparse(statement.value)
            if re.match(r"models\.(CharField|TextField)\(|db\.Column\(db\.(String|Text)\b", text):
                return statement.targets[0].id
    return ""


def _models_by_name(models: Iterable[Model]) -> dict[str, Model]:
    held: dict[str, list[Model]] = defaultdict(list)
    for model in models:
        held[model.name].append(model)
    return {name: same[0] for name, same in held.items() if len(same) == 1}


def _children(
    service: str, module: str, tree: ast.Module, by_name: Mapping[str, Model], tables: Mapping[str, str]
) -> Iterator[tuple[Model, str, str]]:
    """(the parent, the name by which it has its children, the table of the children)."""
    for node in tree.body:
        table = tables.get(f"{module}.{node.name}") if isinstance(node, ast.ClassDef) else None
        if table is None or not isinstance(node, ast.ClassDef):
            continue
        for statement in node.body:
            found = _backwards(statement.value) if isinstance(statement, ast.Assign) else None
            if found and (parent := by_name.get(found[0])) and parent.service != service:
                yield parent, found[1], table


def _backwards(value: ast.expr) -> tuple[str, str] | None:
    """The class that a relation leads to, and the name of its way back."""
    text = ast.unparse(value)
    target = re.match(r"(?:models\.(?:ForeignKey|OneToOneField)|db\.relationship)\((?:to=)?['\"]?([\w.]+)", text)
    name = re.search(r"related_name='(\w+)'", text) if text.startswith("models.ForeignKey") else None
    name = name or re.search(r"backref=(?:db\.backref\()?'(\w+)'", text)
    return (target[1].rpartition(".")[2], name[1]) if target and name else None


def _signals(service: str, module: str, tree: ast.Module) -> Iterator[Named]:
    """Signals that a service sends (indico) or declares (Django)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "send":
            sent = ast.unparse(node.func.value)
            if re.fullmatch(r"signals(\.[a-z_]+){2}", sent):
                yield Named(service, "", sent.removeprefix("signals."))
        elif isinstance(node, ast.Assign) and ast.unparse(node.value) == "Signal()":
            yield Named(service, module, ast.unparse(node.targets[0]))

"""Plants couplings into a copy of a project: each into a file of its own, in names of its own."""

from __future__ import annotations

import ast
import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Template as Text
from typing import TypeVar

from mutants.catalogue import Catalogue, Model, Project
from mutants.templates import Template

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mutant:
    """A planted coupling.

    Attributes:
        kind: of the coupling.
        number: of the way in which it is written.
        name: ``mutant_call_07``.
        path: of the file, relative to the root that is checked.
        module: the same, dotted.
        lines: that were added.
        target: the module or the table that it leads to.
    """

    kind: str
    number: int
    name: str
    path: str
    module: str
    lines: frozenset[int]
    target: str

    def is_named(self, symbol: str) -> bool:
        """Whether a symbol or table is one of its own."""
        return self.name.replace("_", "") in symbol.lower().replace("_", "")


def plant(project: Project, found: Catalogue, ways: Sequence[Template], checked: Path, seed: int) -> list[Mutant]:
    """Write all of them into the files of ``project``."""
    picker = _Picker(project, found, random.Random(seed))
    by_file: dict[Path, list[tuple[Template, str, str, str, str]]] = defaultdict(list)
    for way in ways:
        module, path, values, target = picker.pick(way)
        texts = Text(way.head).substitute(values), Text(way.body).substitute(values)
        by_file[path].append((way, module, target, *texts))
    mutants = []
    for path, planted in by_file.items():
        relative = path.relative_to(checked).as_posix()
        added = _write(path, [head for *_, head, _ in planted], [body for *_, body in planted])
        for (way, module, target, _, _), lines in zip(planted, added, strict=True):
            name = f"mutant_{way.kind}_{way.number:02}"
            mutants.append(Mutant(way.kind, way.number, name, relative, module, lines, target))
    return sorted(mutants, key=lambda mutant: mutant.name)


class _Picker:
    """Chooses what a coupling leads from and to; no file is taken twice."""

    def __init__(self, project: Project, found: Catalogue, chance: random.Random) -> None:
        self._project, self._found, self._chance = project, found, chance
        self._taken: set[Path] = set()

    def pick(self, way: Template) -> tuple[str, Path, dict[str, str], str]:
        """A file with its module, the values of all names, and what the coupling leads to."""
        found, name = self._found, f"mutant_{way.kind}_{way.number:02}"
        values = {"name": name, "NAME": name.upper(), "Name": name.title().replace("_", "")}
        text = way.head + way.body
        in_models = way.kind == "foreign_key"
        if way.kind == "traversal":
            own, children, target = self._one(found.children)
            values |= {"children": children} | self._model(own, "own_")
            module, path = self._file(own.service, in_models, target, Text(way.head).substitute(values))
            return module, path, values, target
        target, service = "", ""
        if "$signal" in text:
            signal = self._one(found.signals)
            service, target = signal.service, signal.name
            values |= _signal(signal.module, signal.name)
        if "$task" in text or "$Task" in text:
            task = self._one([task for task in found.tasks if task.detail or "$task_name" not in text])
            service, target = task.service, task.module
            values |= _dotted("task_", task.module) | {"task": task.name, "Task": task.name, "task_name": task.detail}
        if "$function" in text or "$module" in text:
            function = self._one(found.functions)
            service, target = function.service, function.module
            values |= _dotted("", function.module) | {"function": function.name}
        if "$Class" in text:
            kept = self._one(found.classes)
            service, target = kept.service, kept.module
            values |= _dotted("class_", kept.module) | {"Class": kept.name}
        if "$Model" in text or "$table" in text:
            wanted = [model for model in found.models if service in ("", model.service)]
            model = self._one(wanted)
            service, target = model.service, model.table
            values |= self._model(model, "")
        owner = self._one([model for model in found.models if model.service != service])
        values |= self._model(owner, "own_")
        unknown = values.get("Model", "") or values.get("function", "")
        module, path = self._file(owner.service, in_models, unknown, Text(way.head).substitute(values))
        return module, path, values, target

    def _one(self, choices: Sequence[T]) -> T:
        return self._chance.choice(choices)

    def _file(self, service: str, in_models: bool, unknown: str, head: str) -> tuple[str, Path]:
        """A file of the service that says nothing of what it will be coupled with, nor of other things of its names."""
        choices = [
            (module, path)
            for owner, module, path in self._found.modules
            if owner == service
            and path not in self._taken
            and (".models" in module) == in_models
            and not (unknown and re.search(rf"\b{unknown}\b", path.read_text(encoding="utf-8")))
            and not _shadows(head, path.read_text(encoding="utf-8"))
        ] or [(module, path) for owner, module, path in self._found.modules if owner == service]
        module, path = self._one(choices)
        self._taken.add(path)
        return module, path

    def _model(self, model: Model, prefix: str) -> dict[str, str]:
        shown = model.module
        if self._project.dialect == "django":
            shown = f"{model.module.split('.')[0]}.models"
        name = "Own" if prefix else "Model"
        values = {f"{prefix}models": shown, name: model.name, f"{prefix}table": model.table}
        values |= {f"{prefix}field": model.text, "app_own" if prefix else "app": model.module.split(".")[0]}
        return values


def _shadows(head: str, text: str) -> bool:
    """Whether imports would give another meaning to names of a file."""
    there = text.split("\n")
    for node in ast.parse(head).body:
        assert isinstance(node, ast.Import | ast.ImportFrom)
        names = [name.asname or name.name.partition(".")[0] for name in node.names]
        if ast.unparse(node) not in there and any(re.search(rf"(?<![.\w]){name}\b", text) for name in names):
            return isinstance(node, ast.ImportFrom) or any(name.asname for name in node.names)
    return False


def _dotted(prefix: str, module: str) -> dict[str, str]:
    parent, _, tail = module.rpartition(".")
    return {f"{prefix}module": module, f"{prefix}parent": parent, f"{prefix}tail": tail}


def _signal(module: str, name: str) -> dict[str, str]:
    """A Django signal has a module of its own; one of indico's is an attribute of a module of signals."""
    if module:
        return {"signal_module": module, "signal": name, "signal_name": name}
    group, _, tail = name.rpartition(".")
    return {"signal_module": f"indico.core.signals.{group}", "signal": name, "signal_name": tail}


def _write(path: Path, heads: Sequence[str], bodies: Sequence[str]) -> list[frozenset[int]]:
    """Add imports behind those that are there, the rest at the end; the numbers of each one's lines."""
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    last = 0
    for node in ast.parse("\n".join(lines)).body:
        is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
        if not is_text and not isinstance(node, ast.Import | ast.ImportFrom):
            break
        last = node.end_lineno or last
    added: list[set[int]] = []
    for head in heads:
        new = head.split("\n") if head else []
        lines[last:last] = new
        added.append(set(range(last + 1, last + 1 + len(new))))
        last += len(new)
    for body, numbers in zip(bodies, added, strict=True):
        lines += ["", ""]
        numbers |= set(range(len(lines) + 1, len(lines) + 1 + body.count("\n") + 1))
        lines += body.split("\n")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [frozenset(numbers) for numbers in added]

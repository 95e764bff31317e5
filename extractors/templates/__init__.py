"""Templates: which rows they ask for on behalf of the views that render them, and which functions they call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.template_facts import Binding, TemplateFacts
from decompose.extractors.template_reading import loader_names
from decompose.extractors.templates.asking import Answer, Asking
from decompose.extractors.templates.rendering import Rendering, find_renderings

__all__ = ["Asks", "Uses", "find_uses"]

_DEEPEST = 6
"""Templates that include each other are followed no further than this."""


@dataclass(frozen=True, slots=True, order=True)
class Asks:
    """A template reads a table, or calls a function, for the scope that renders it.

    Attributes:
        scope: the function or class that renders.
        path, line: the place in the template.
        mapped: the mapped object (class or table between two) whose rows are read; -1 for a call.
        function: the function that is called; -1 for a read.
        loops: how many loops of the template enclose it.
    """

    scope: int
    path: str
    line: int
    mapped: int = -1
    function: int = -1
    loops: int = 0


@dataclass(slots=True)
class Uses:
    """What templates do.

    Attributes:
        asks: sorted.
        renderings: (template's path, scope that renders it), sorted.
    """

    asks: list[Asks]
    renderings: list[tuple[str, int]]


def find_uses(linkage: Linkage, functions: Mapping[str, int]) -> Uses:
    """What the templates of the program ask for.

    Args:
        linkage: the solved program, with its declarations.
        functions: tag or filter → the function that registers itself under that name.
    """
    known: dict[str, TemplateFacts] = {}
    for template in linkage.declarations.templates:
        for name in loader_names(template.path):
            known.setdefault(name, template)
    if not known:
        return Uses([], [])
    search = _Search(Asking(linkage), known, functions)
    for rendering in find_renderings(linkage, known):
        search.render(rendering)
    return Uses(sorted(search.found), sorted(search.rendered))


class _Search:
    def __init__(self, asking: Asking, known: Mapping[str, TemplateFacts], functions: Mapping[str, int]) -> None:
        self._asking = asking
        self._known = known
        self._functions = functions
        self.found: set[Asks] = set()
        self.rendered: set[tuple[str, int]] = set()

    def render(self, rendering: Rendering) -> None:
        """Follow a template, and those that it includes and extends, with one context."""
        seen: set[str] = set()
        pending = [(rendering.template, 0)]
        while pending:
            name, depth = pending.pop()
            template = self._known.get(name)
            if template is None or template.path in seen or depth > _DEEPEST:
                continue
            seen.add(template.path)
            self.rendered.add((template.path, rendering.scope))
            self._ask(rendering, template)
            pending += [(included, depth + 1) for included, _ in template.includes]

    def _ask(self, rendering: Rendering, template: TemplateFacts) -> None:
        scope, path = rendering.scope, template.path
        meanings: list[set[int]] = []
        loops = _depths(template)
        answers: list[set[int]] = []
        for asked in template.asked:
            while len(meanings) <= asked.binding:
                meanings.append(self._meaning(template.bindings[len(meanings)], answers))
            start = rendering.context.get(asked.root, set()) if asked.binding < 0 else meanings[asked.binding]
            answer = self._asking.follow(start, asked.parts)
            if asked.is_iterated and asked.parts:
                for thing in sorted(answer.things):
                    self._asking.note_rows(thing, answer)
            answers.append(answer.things)
            depth = loops[asked.binding] if asked.binding >= 0 else 0
            self._note(scope, path, asked.line, answer, depth)
        for name, line in template.calls:
            if name in self._functions:
                self.found.add(Asks(scope, path, line, function=self._functions[name]))

    def _meaning(self, binding: Binding, answers: list[set[int]]) -> set[int]:
        if not 0 <= binding.source < len(answers):
            return set()
        things = answers[binding.source]
        return self._asking.elements(things) if binding.is_loop else things

    def _note(self, scope: int, path: str, line: int, answer: Answer, loops: int) -> None:
        self.found.update(Asks(scope, path, line, mapped=mapped, loops=loops) for mapped in answer.reads)
        self.found.update(Asks(scope, path, line, function=function, loops=loops) for function in answer.calls)


def _depths(template: TemplateFacts) -> list[int]:
    """How many loops each binding of a template stands for, those that it is made of included."""
    found: list[int] = []
    for binding in template.bindings:
        source = template.asked[binding.source].binding if 0 <= binding.source < len(template.asked) else -1
        around = found[source] if 0 <= source < len(found) else 0
        found.append(around + binding.is_loop)
    return found


def reads_of(linkage: Linkage, uses: Iterable[Asks], names: Mapping[int, str]) -> Iterator[tuple[Asks, str]]:
    """The reads among what templates ask for, with the table's name."""
    from decompose.extractors.linking.mapping import installed_table

    for asks in uses:
        if asks.mapped < 0:
            continue
        is_installed = linkage.objects.kinds[asks.mapped] is Kind.EXTERNAL
        table = installed_table(linkage, linkage.objects.text(asks.mapped)) if is_installed else names.get(asks.mapped)
        if table:
            yield asks, table

"""What a template asks the objects of its context for, followed along their classes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from decompose.extractors.linking.django_relations import ModelShape, model_shapes
from decompose.extractors.linking.hierarchy import definer, lookup_node
from decompose.extractors.linking.implied import class_of, functions_of
from decompose.extractors.linking.libraries.django_managers import LAZY, QUERYSET, instances_of, manager_of
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.sqlalchemy.mapped import mapped_program

_MOST_THINGS = 12
"""A name that may be more things than these tells nothing of any."""
_ONE = frozenset({"first", "last", "get", "latest", "earliest"})
_COUNTING = frozenset({"count", "exists"})


@dataclass(slots=True)
class Answer:
    """What was found to happen on the way along some attributes.

    Attributes:
        things: what they lead to.
        reads: mapped objects whose rows are loaded.
        calls: functions of the program that run.
    """

    things: set[int]
    reads: set[int] = field(default_factory=set)
    calls: set[int] = field(default_factory=set)


class Asking:
    """Follows attributes of objects, as far as models and classes tell."""

    def __init__(self, linkage: Linkage) -> None:
        self._linkage = linkage
        self._shapes: Mapping[int, ModelShape] = model_shapes(linkage)
        self._classes = mapped_program(linkage)

    def follow(self, things: Iterable[int], parts: Iterable[str]) -> Answer:
        """What attributes, one after the other, lead to."""
        answer = Answer(set(things))
        for part in parts:
            if not 0 < len(answer.things) <= _MOST_THINGS:
                return Answer(set(), answer.reads, answer.calls)
            found: set[int] = set()
            for thing in sorted(answer.things):
                found |= self._attribute(thing, part, answer)
            answer.things = found
        return answer

    def elements(self, things: Iterable[int]) -> set[int]:
        """What a loop over these objects goes over."""
        linkage, objects = self._linkage, self._linkage.objects
        found: set[int] = set()
        for thing in sorted(things):
            model = self._queried(thing)
            if model >= 0:
                found |= set(instances_of(linkage, thing))
            elif objects.kinds[thing] is Kind.CONTAINER:
                found |= linkage.solver.get(linkage.any_element(thing))
            elif objects.kinds[thing] is Kind.INSTANCE:
                found |= {part for part in self._elements_outside(thing) if objects.kinds[part] is Kind.INSTANCE}
        return found

    def _elements_outside(self, thing: int) -> set[int]:
        """Rows of a statement or a collection of SQLAlchemy."""
        from decompose.extractors.linking.sqlalchemy.shapes import instances_of as rows_of

        return set(rows_of(self._linkage, thing))

    def _attribute(self, thing: int, part: str, answer: Answer) -> set[int]:
        linkage, objects = self._linkage, self._linkage.objects
        if objects.kinds[thing] is Kind.CONTAINER:
            key: str | int = int(part) if part.isdigit() else part
            if linkage.container_kind(thing) == "dict" and part in {"items", "values"}:
                return {thing}
            has_key = linkage.has_key(thing, key)
            return set(linkage.solver.get(linkage.element_node(thing, key) if has_key else linkage.any_element(thing)))
        if self._queried(thing) >= 0:
            return self._of_rows(thing, part, answer)
        if objects.kinds[thing] is not Kind.INSTANCE:
            return set()
        related = self._related(thing, part, answer)
        if related:
            return related
        cls = class_of(linkage, thing)
        if cls >= 0 and definer(linkage, cls, part) >= 0:
            return self._member(cls, part, answer)
        node = linkage.attribute_nodes.get((thing, part), -1)
        found = set(linkage.solver.get(node)) if node >= 0 else set()
        if cls >= 0 and not found and linkage.has_field(thing, part):
            found = set(linkage.solver.get(linkage.field_node(thing, part)))
        return found

    def _related(self, thing: int, part: str, answer: Answer) -> set[int]:
        """Rows that a relation of a mapped class leads to."""
        linkage, objects = self._linkage, self._linkage.objects
        owner, found = objects.first[thing], set()
        for relation in self._shapes[owner].by_accessor(part) if owner in self._shapes else ():
            if relation.is_many:
                model = relation.other
                if relation.through >= 0:
                    model = objects.intern(Kind.RELATED, relation.other, relation.through)
                found.add(manager_of(linkage, model))
            else:
                answer.reads.add(relation.other)
                found.add(objects.instance(relation.other))
        mapped = self._classes.get(objects.first[owner]) if objects.kinds[owner] is Kind.CLASS else None
        for loaded in mapped.relations.get(part, ()) if mapped is not None else ():
            target = objects.intern(Kind.CLASS, loaded.target)
            if loaded.is_lazy:
                answer.reads.add(target)
                if loaded.has_table:
                    answer.reads.add(loaded.declaration)
            node = linkage.attribute_nodes.get((thing, part), -1)
            found |= linkage.solver.get(node) if node >= 0 else {objects.instance(target)}
        return found

    def _of_rows(self, thing: int, part: str, answer: Answer) -> set[int]:
        """A method of a queryset or manager, or a position in it."""
        if part in LAZY:
            return {thing}
        if part in _COUNTING:
            self.note_rows(thing, answer)
            return set()
        if part in _ONE or part.isdigit():
            self.note_rows(thing, answer)
            return set(instances_of(self._linkage, thing))
        cls = class_of(self._linkage, thing)
        return self._member(cls, part, answer) if cls >= 0 and definer(self._linkage, cls, part) >= 0 else set()

    def note_rows(self, thing: int, answer: Answer) -> None:
        """The rows of a queryset are read."""
        objects, model = self._linkage.objects, self._queried(thing)
        if model >= 0 and objects.kinds[model] is Kind.RELATED:
            answer.reads |= {objects.first[model], objects.second[model]}
        elif model >= 0:
            answer.reads.add(model)

    def _queried(self, thing: int) -> int:
        """The model that a queryset or manager is about; -1 for other objects."""
        objects = self._linkage.objects
        second = objects.second[thing]
        if objects.kinds[thing] is not Kind.INSTANCE or second < 0:
            return -1
        model = objects.first[second] if objects.kinds[second] is Kind.RELATED else second
        is_query = objects.external_name(thing) == QUERYSET or class_of(self._linkage, thing) >= 0
        return second if is_query and model in self._shapes else -1

    def _member(self, cls: int, part: str, answer: Answer) -> set[int]:
        """A property is read, a method called; templates call what can be called."""
        linkage, objects = self._linkage, self._linkage.objects
        found: set[int] = set()
        for member in sorted(linkage.solver.get(lookup_node(linkage, cls, part))):
            functions = list(functions_of(linkage, member))
            for function in functions:
                answer.calls.add(function)
                found |= linkage.solver.get(linkage.node(function, linkage.scopes[function].returned))
            if not functions and objects.kinds[member] is not Kind.SITE:
                found.add(member)
        return found

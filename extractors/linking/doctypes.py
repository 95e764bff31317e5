"""Frappe's document types: which class controls which, and which ones a value names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from decompose.extractors.declarations import DocType
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.strings import texts_of
from decompose.extractors.sql.holes import HOLE

DOCUMENT = "frappe.model.document.Document"
_NAME = re.compile(r"[A-Z][\w&/.-]*(?: [\w&/().-]+)*")
"""Names of document types are in title case; other strings are keys, fields or file names."""


def doctypes(linkage: Linkage) -> DocTypes:
    """The document types of a program."""
    if linkage.doctypes is None:
        linkage.doctypes = DocTypes(linkage)
    return linkage.doctypes


class DocTypes:
    """The declared document types, each with the class that controls it."""

    def __init__(self, linkage: Linkage) -> None:
        self._linkage = linkage
        self.by_name: dict[str, DocType] = {found.name: found for found in linkage.declarations.doctypes}
        self.class_of: dict[str, int] = {}
        """document type → the class that controls it"""
        self.of_class: dict[int, str] = {}
        """the class that controls it → document type"""
        files = {source.path: file for file, source in enumerate(linkage.sources)}
        for doctype in linkage.declarations.doctypes:
            file = files.get(doctype.path.removesuffix("json") + "py", -1)
            gid = self._controller(file, doctype.name) if file >= 0 else -1
            if gid >= 0:
                self.class_of[doctype.name] = gid
                self.of_class[gid] = doctype.name

    def _controller(self, file: int, name: str) -> int:
        wanted = re.sub(r"[ -]", "", name)
        module = self._linkage.scope_offset[file]
        bearers = self._linkage.classes_by_name.get(wanted, ())
        return next((gid for gid in bearers if self._linkage.parent_of[gid] == module), -1)

    def document(self, name: str) -> int:
        """The object of a document of that type."""
        objects = self._linkage.objects
        gid = self.class_of.get(name, -1)
        if gid >= 0:
            return objects.instance(objects.intern(Kind.CLASS, gid))
        return objects.instance(objects.external(DOCUMENT), objects.string(name))

    def named(self, thing: int) -> Iterator[str]:
        """The document types that an object stands for: its name, or a document of it."""
        objects = self._linkage.objects
        match objects.kinds[thing]:
            case Kind.STRING | Kind.TEXT:
                yield from (text for text in texts_of(self._linkage, thing) if self.is_name(text))
            case Kind.CLASS:
                if objects.first[thing] in self.of_class:
                    yield self.of_class[objects.first[thing]]
            case Kind.INSTANCE:
                argument = objects.second[thing]
                if objects.external_name(thing) == DOCUMENT and argument >= 0:
                    yield from self.named(argument)
                else:
                    yield from self.named(objects.first[thing])
            case _:
                pass

    def is_name(self, text: str) -> bool:
        """Whether a text names a document type, declared here or in an installed application."""
        return text in self.by_name or (HOLE not in text and len(text) < 80 and bool(_NAME.fullmatch(text)))

    def names_at(self, node: int) -> list[str]:
        """The document types that a value may stand for, sorted.

        Of several strings, or of one that is put together, those are believed that are declared, or that
        other calls name by themselves.
        """
        things = sorted(self._linkage.solver.get(node))
        names = {name for thing in things for name in self.named(thing)}
        if self._is_literal(things):
            return sorted(names)
        return sorted(name for name in names if name in self.by_name or name in self._named_alone)

    def _is_literal(self, things: list[int]) -> bool:
        return len(things) == 1 and self._linkage.objects.kinds[things[0]] is not Kind.TEXT

    @cached_property
    def _named_alone(self) -> set[str]:
        """The document types of installed applications that a call names and nothing else."""
        found: set[str] = set()
        for call in self._linkage.named_calls:
            things = sorted(self._linkage.solver.get(call.node))
            if self._is_literal(things):
                found.update(self.named(things[0]))
        return found

    def parts(self, name: str) -> tuple[str, ...]:
        """The document types of its child tables."""
        doctype = self.by_name.get(name)
        return tuple(child for _, child in doctype.children) if doctype else ()

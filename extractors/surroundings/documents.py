"""YAML and TOML of unknown origin.

YAML is put together from the parser's events, one by one: the loaders of the library recurse, and follow aliases
without end.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_DEEPEST = 60
_MOST_NODES = 100_000
"""A document with more nodes, aliases followed, is data or an attack."""
_MERGE = "<<"


@dataclass(frozen=True, slots=True)
class Node:
    """A value of a YAML document with its line.

    Attributes:
        line: counted from 1.
        text: of a scalar; empty for collections.
        items: of a list.
        members: of a mapping, in order; merged ones (``<<``) are among them under that key.
        size: how many nodes it has, itself and aliases included.
    """

    line: int
    text: str = ""
    items: tuple[Node, ...] = ()
    members: tuple[tuple[str, Node], ...] = ()
    size: int = 1

    def entries(self) -> Iterator[tuple[str, Node]]:
        """The members of a mapping, each key once, its own before those that it merges."""
        seen = set()
        for key, node in self.members:
            if key != _MERGE and key not in seen:
                seen.add(key)
                yield key, node
        for key, node in self.members:
            for merged in (node.items or (node,)) if key == _MERGE else ():
                for inner, value in merged.entries():
                    if inner not in seen:
                        seen.add(inner)
                        yield inner, value

    def get(self, *keys: str) -> Node:
        """What a path of keys leads to; an empty node at this line where it leads nowhere."""
        node = self
        for key in keys:
            found = next((value for name, value in node.entries() if name == key), None)
            if found is None:
                return Node(self.line)
            node = found
        return node

    def words(self) -> str:
        """A scalar, or the scalars of a list, separated by blanks."""
        return self.text or " ".join(item.text for item in self.items)

    def __bool__(self) -> bool:
        return bool(self.text or self.items or self.members)


class _Open:
    """A collection whose end has not come."""

    def __init__(self, line: int, anchor: str | None, *, is_mapping: bool) -> None:
        self.line, self.anchor, self.is_mapping = line, anchor, is_mapping
        self.nodes: list[Node] = []

    def closed(self) -> Node:
        size = 1 + sum(node.size for node in self.nodes)
        if size > _MOST_NODES:
            raise ValueError("too many nodes")
        if not self.is_mapping:
            return Node(self.line, items=tuple(self.nodes), size=size)
        pairs = zip(self.nodes[::2], self.nodes[1::2], strict=True)
        return Node(self.line, members=tuple((key.text, value) for key, value in pairs), size=size)


def read_yaml(text: str) -> Iterator[Node]:
    """The documents of a YAML stream, up to the first mistake.

    Raises:
        ValueError: it is nested too deeply or grows too large.
    """
    import yaml

    reading = _Reading()
    try:
        for event in yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
            node = reading.take(event)
            if node is not None:
                yield node
    except yaml.YAMLError:
        return


class _Reading:
    """What the events of a stream have told so far."""

    def __init__(self) -> None:
        self._anchors: dict[str, Node] = {}
        self._pending: list[_Open] = []
        self._count = 0

    def take(self, event: Any) -> Node | None:
        """Go on by one event; a document, where it ends here."""
        import yaml

        self._count += 1
        if len(self._pending) > _DEEPEST or self._count > _MOST_NODES:
            raise ValueError("nested too deeply, or too large")
        match event:
            case yaml.DocumentStartEvent():
                self._anchors, self._pending = {}, [_Open(1, None, is_mapping=False)]
            case yaml.SequenceStartEvent() | yaml.MappingStartEvent():
                is_mapping = isinstance(event, yaml.MappingStartEvent)
                self._pending.append(_Open(event.start_mark.line + 1, event.anchor, is_mapping=is_mapping))
            case yaml.SequenceEndEvent() | yaml.MappingEndEvent():
                closed = self._pending.pop()
                self._add(closed.closed(), closed.anchor)
            case yaml.ScalarEvent():
                self._add(Node(event.start_mark.line + 1, event.value), event.anchor)
            case yaml.AliasEvent():
                self._add(self._anchors.get(event.anchor, Node(event.start_mark.line + 1)), None)
            case yaml.DocumentEndEvent():
                return next(iter(self._pending.pop().nodes), None)
            case _:
                pass
        return None

    def _add(self, node: Node, anchor: str | None) -> None:
        self._pending[-1].nodes.append(node)
        if anchor:
            self._anchors[anchor] = node


def read_toml(text: str) -> Mapping[str, Any]:
    """A TOML document.

    Raises:
        ValueError: it is malformed.
    """
    return tomllib.loads(text)


def table(value: object, *keys: str) -> Mapping[str, Any]:
    """What a path of keys leads to in a document; an empty one where that is no mapping."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def texts(value: object) -> list[str]:
    """The strings of a list; none where it is no list."""
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []

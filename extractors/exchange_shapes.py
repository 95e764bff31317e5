"""The shape of a dependency graph in JSON, and what is said when a document does not have it."""

from __future__ import annotations

import re
from typing import Annotated, TypeVar

import msgspec

_AT = re.compile(r" - at `(?P<kind>key in )?\$?\.?(?P<place>[^`]*)`$")

Name = Annotated[str, msgspec.Meta(min_length=1)]
Count = Annotated[int, msgspec.Meta(ge=0, le=10**9)]
MOST_WEIGHT = 1e12
"""What an edge may weigh; sums of several stay below it, so that what is printed can be read again."""
Weight = Annotated[float, msgspec.Meta(ge=0, le=MOST_WEIGHT)]


class GraphFormatError(ValueError):
    """The document is not a dependency graph.

    Attributes:
        place: where in the document, such as ``edges[3].source``; empty for the document as a whole.
        reason: what is wrong there.
    """

    def __init__(self, place: str, reason: str) -> None:
        super().__init__(place, reason)
        self.place = place
        self.reason = reason

    def __str__(self) -> str:
        return f"{self.place}: {self.reason}" if self.place else self.reason


class ColumnShape(msgspec.Struct, frozen=True):
    """A column; a bare string is its name."""

    name: Name
    type: str = ""
    primary_key: bool = False


class NodeShape(msgspec.Struct, frozen=True):
    """A unit, a table or an entry point. Only its name and kind have to be there."""

    name: Name
    kind: str
    path: str | None = None
    line: Count | None = None
    end_line: Count | None = None
    lines: Count | None = None
    unit_kind: str | None = None
    words: dict[str, Count] | None = None
    columns: list[str | ColumnShape] | None = None
    models: list[str] | None = None
    is_external: bool | None = None
    entry_kind: str | None = None
    unit: str | None = None
    symbol: str | None = None
    trigger: str | None = None
    is_synchronous: bool | None = None

    def completed_by(self, other: NodeShape) -> NodeShape:
        """What either of two descriptions of one node says; this one's word counts."""
        mine = {key: value for key, value in msgspec.structs.asdict(self).items() if value is not None}
        return msgspec.structs.replace(other, **mine)


class EdgeShape(msgspec.Struct, frozen=True):
    """A relation. Only its ends and its kind have to be there."""

    source: Name
    target: Name
    kind: str
    weight: Weight | None = None
    source_symbol: str | None = None
    target_symbol: str | None = None
    confidence: str | None = None
    places: list[str] | None = None


class Document(msgspec.Struct, frozen=True):
    """The whole document."""

    nodes: list[NodeShape]
    edges: list[EdgeShape] = []


_Shape = TypeVar("_Shape")


def decode_shape(data: bytes, shape: type[_Shape]) -> _Shape:
    """Decode JSON.

    Raises:
        GraphFormatError: it is no JSON, or not of that shape.
    """
    try:
        return msgspec.json.decode(data, type=shape)
    except msgspec.ValidationError as error:
        raise _not_shaped(str(error)) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise GraphFormatError("", f"not valid JSON: {error}") from error
    except RecursionError as error:
        raise GraphFormatError("", "not read: the JSON is nested too deeply") from error


def _not_shaped(message: str) -> GraphFormatError:
    """Split ``Expected `str`, got `int` - at `$.edges[3].source```."""
    match = _AT.search(message)
    place = match["place"] if match else ""
    reason = message[: match.start()] if match else message
    if missing := re.search(r"missing required field `(\w+)`", reason):
        place = f"{place}.{missing[1]}" if place else missing[1]
        reason = "is missing"
    return GraphFormatError(place, reason[:1].lower() + reason[1:])

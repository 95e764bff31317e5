"""Code that sleeps: it holds its worker, and ends no earlier."""

from __future__ import annotations

from decompose.extractors.graph import ResourceKind
from decompose.extractors.resources import uses

uses(
    ResourceKind.WAIT, ("time", "eventlet", "eventlet.greenthread", "gevent", "asyncio", "trio", "anyio"), both="sleep"
)
uses(ResourceKind.WAIT, ("signal",), both="alarm setitimer pause")

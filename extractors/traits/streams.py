"""Answers that take long, files that come in, and files that go out."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.marks import TraitKind
from decompose.extractors.places import Confidence
from decompose.extractors.traits import Found, Watched, finder

_STREAMED = frozenset(
    {
        *("StreamingHttpResponse", "StreamingResponse", "EventSourceResponse", "stream_with_context"),
        *("StreamingBodyResponse", "StreamResponse", "WebSocketResponse"),
    }
)
_WEB = ("django", "starlette", "fastapi", "sse_starlette", "flask", "aiohttp", "litestar", "quart", "sanic", "werkzeug")
_SERVERS = {
    "websockets.serve": "WebSocket",
    "websockets.server.serve": "WebSocket",
    "grpc.server": "gRPC",
    "grpc.aio.server": "gRPC",
    "socketio.Server": "Socket.IO",
    "socketio.AsyncServer": "Socket.IO",
    "flask_socketio.SocketIO": "Socket.IO",
    "flask_sock.Sock": "WebSocket",
}
_FILES = frozenset({"FileResponse", "send_file", "send_from_directory"})
_UPLOADED = ("UploadFile",)
_DISPOSITION = "Content-Disposition"


@finder
def streams(watched: Watched) -> Iterator[Found]:
    """Streamed responses, and servers that keep connections open."""
    for call in watched.calls_of(*_WEB):
        if call.last in _STREAMED:
            name = "WebSocket" if call.last.startswith("WebSocket") else call.last
            yield Found(TraitKind.STREAM, call.scope, call.line, name, confidence=call.confidence)
    for call in watched.calls_of("websockets", "grpc", "socketio", "flask_socketio", "flask_sock"):
        kind = _SERVERS.get(call.name.removesuffix(".__init__"))
        if kind is not None:
            yield Found(TraitKind.STREAM, call.scope, call.line, kind, confidence=call.confidence)
    for entry in watched.entries:
        if entry.kind is EntryKind.WEBSOCKET:
            yield Found(TraitKind.STREAM, entry.scope, entry.line, "WebSocket", confidence=Confidence.EXACT)


@finder
def files_out(watched: Watched) -> Iterator[Found]:
    """``FileResponse``, ``send_file``, and answers that are called an attachment."""
    linkage = watched.linkage
    for call in watched.calls_of(*_WEB):
        if call.last in _FILES:
            yield Found(TraitKind.DOWNLOAD, call.scope, call.line, call.last, confidence=call.confidence)
    for gid in linkage.as_written():
        for op in linkage.of_type(gid, facts.SetItem):
            if isinstance(op.key, str) and op.key.title() == _DISPOSITION:
                yield Found(TraitKind.DOWNLOAD, gid, op.line, _DISPOSITION)


@finder
def files_in(watched: Watched) -> Iterator[Found]:
    """``request.FILES``, ``flask.request.files``, parameters of type ``UploadFile``."""
    linkage = watched.linkage
    for gid in linkage.as_written():
        for op in linkage.of_type(gid, facts.Attr):
            if op.name == "FILES":
                yield Found(TraitKind.UPLOAD, gid, op.line, "request.FILES")
            elif op.name == "files" and _is_request(linkage, gid, op.base):
                yield Found(TraitKind.UPLOAD, gid, op.line, "request.files")
    for entry in watched.entries:
        for param in linkage.scopes[entry.scope].params if entry.kind is EntryKind.HTTP else ():
            if _is_upload(linkage, linkage.node(entry.scope, param.value)):
                yield Found(TraitKind.UPLOAD, entry.scope, linkage.scopes[entry.scope].line, "UploadFile")


def _is_request(linkage: Linkage, gid: int, value: int) -> bool:
    names = {linkage.objects.external_name(thing) or "" for thing in linkage.solver.get(linkage.node(gid, value))}
    return bool(names & {"flask.request", "flask.globals.request", "quart.request", "bottle.request"})


def _is_upload(linkage: Linkage, node: int) -> bool:
    objects = linkage.objects
    things = set(linkage.solver.get(node))
    things |= {objects.second[thing] for thing in things if objects.kinds[thing] is Kind.INSTANCE}
    return any((objects.external_name(thing) or "").endswith(_UPLOADED) for thing in things if thing >= 0)

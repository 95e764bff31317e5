"""What runs in a worker process: files in, encoded facts out."""

from __future__ import annotations

import signal
import threading
from collections.abc import Sequence

import msgspec

from decompose.extractors.facts import FileFacts, Scope
from decompose.extractors.places import Diagnostic, Place


def ignore_interrupts() -> None:
    """Leave Ctrl-C to the process that the user started, which ends its workers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def extract_chunk(chunk: Sequence[tuple[str, bytes]]) -> dict[str, bytes]:
    """The encoded facts of some files, by path; a file that cannot be read is a diagnostic, not an error."""
    encoded: dict[str, bytes] = {}

    def extract() -> None:
        for path, data in chunk:
            encoded[path] = msgspec.msgpack.encode(_facts(path, data))

    # On a stack of its own: how deep a file may be nested does not depend on who asks.
    thread = threading.Thread(target=extract, daemon=True)
    thread.start()
    thread.join()
    return encoded


WORKER_DIED = "worker-died"
"""Code of the diagnostic for a file on which a worker died."""


def unread(code: str, message: str, data: bytes = b"") -> FileFacts:
    """The facts of a file that could not be read, which say why."""
    lines = data.count(b"\n") + 1 if data else 0
    problem = Diagnostic(Place("", 0), code, message)
    return FileFacts((Scope("module", "", -1, 1, lines),), 0, lines, diagnostics=(problem,), parsed=False)


def _facts(path: str, data: bytes) -> FileFacts:
    from decompose.extractors.reading import read_file

    try:
        return read_file(path, data)
    except Exception as error:
        first_line = f"{type(error).__name__}: {error}".partition("\n")[0]
        return unread("extractor-failed", f"the file could not be read ({first_line}); please report it", data)

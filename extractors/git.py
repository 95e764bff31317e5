"""Asks the git program, and lets nothing in the analysed repository give it orders.

A repository's own configuration is data of the analysed code: nothing in it may make git start another
program, wait for a terminal, or reach for the network.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
import threading
from pathlib import Path

_MOST_BYTES = 1 << 28
_BLOCK = 1 << 16
_HARMLESS = (
    "safe.directory=*",
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    "core.pager=cat",
    f"core.attributesFile={os.devnull}",
    f"core.excludesFile={os.devnull}",
    "core.alternateRefsCommand=false",
    "log.showSignature=false",
    "log.mailmap=false",
    "gpg.program=false",
    "diff.external=",
    f"diff.orderFile={os.devnull}",
    "diff.renameLimit=400",
    "protocol.allow=never",
    "credential.helper=",
)
_ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "LC_ALL": "C",
}


def ask_git(folder: Path, arguments: list[str], seconds: float = 120.0, given: bytes = b"") -> bytes | None:
    """What a git command prints when it is run in a folder.

    Args:
        folder: where it is run.
        arguments: behind ``git``.
        seconds: how long it may take.
        given: what it reads from standard input.

    Returns:
        None where git is missing, fails, takes longer than ``seconds``, or prints more than 256 MB.
    """
    settings = [part for setting in _HARMLESS for part in ("-c", setting)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    try:
        with tempfile.TemporaryFile() as questions:  # a pipe could fill up while git waits for its answers to be read
            questions.write(given)
            questions.seek(0)
            process = subprocess.Popen(
                ["git", "--no-pager", *settings, *arguments],
                cwd=folder,
                env=environment | _ENVIRONMENT,
                stdin=questions,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
    except (OSError, ValueError):
        return None
    with process:
        limit = threading.Timer(seconds, process.kill)
        limit.start()
        try:
            return _read(process)
        finally:
            limit.cancel()
            process.kill()


def _read(process: subprocess.Popen[bytes]) -> bytes | None:
    if process.stdout is None:
        return None
    blocks, size = [], 0
    while block := process.stdout.read(_BLOCK):
        blocks.append(block)
        size += len(block)
        if size > _MOST_BYTES:
            return None
    return b"".join(blocks) if process.wait() == 0 else None

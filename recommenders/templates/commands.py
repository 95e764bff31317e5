"""How processes are started, without a shell where none is needed."""

from __future__ import annotations

import re
import shlex

from decompose.recommenders.architecture import Packaging, Workload, WorkloadKind

RUN_JOB = ("python", "-m", "run_job")
"""The module that comes with the templates: it runs functions by their dotted names."""

_SHELL = re.compile(r"[|&;<>$`*?~\n\r\0]|\(|\)")
_DOTTED = re.compile(r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)*(:[A-Za-z_]\w*(\.[A-Za-z_]\w*)*(\(\))?)?", re.ASCII)


def command(workload: Workload, packaging: Packaging) -> list[str] | None:
    """The words of its command; None where nothing in the repository tells."""
    written = "".join(char for char in workload.command if char.isprintable()).strip()
    if written:
        return split(written)
    if workload.kind is WorkloadKind.WEB:
        return serving(packaging)
    return None if workload.kind is WorkloadKind.WORKER else [*RUN_JOB]


def split(written: str) -> list[str]:
    """A command as words; through a shell, which it replaces, where it needs one.

    >>> split("celery -A shop worker")
    ['celery', '-A', 'shop', 'worker']
    >>> split("gunicorn -b :$PORT shop.wsgi")
    ['sh', '-c', 'exec gunicorn -b :$PORT shop.wsgi']
    """
    if _SHELL.search(written):
        is_one = not re.search(r"[|&;\n]", written)
        return ["sh", "-c", f"exec {written}" if is_one else written]
    try:
        return shlex.split(written) or ["sh", "-c", written]
    except ValueError:
        return ["sh", "-c", written]


def serving(packaging: Packaging) -> list[str] | None:
    """A server for the application; its package is added to the image."""
    if not is_dotted(packaging.application):
        return None
    application = packaging.application.removesuffix("()")
    if packaging.is_asynchronous:
        factory = ["--factory"] if packaging.application.endswith("()") else []
        return [
            "uvicorn",
            application,
            *factory,
            "--host",
            "0.0.0.0",  # noqa: S104 - within its own container
            "--port",
            str(packaging.port),
            "--timeout-graceful-shutdown",
            "30",
        ]
    return [
        "gunicorn",
        packaging.application,
        "--bind",
        f"0.0.0.0:{packaging.port}",
        "--workers",
        "2",
        "--access-logfile",
        "-",
        "--graceful-timeout",
        "30",
    ]


def server_package(packaging: Packaging) -> str:
    """The distribution that ``serving`` needs."""
    if not is_dotted(packaging.application):
        return ""
    return "uvicorn" if packaging.is_asynchronous else "gunicorn"


def django_settings(packaging: Packaging) -> str:
    """The module with Django's settings; empty without one."""
    return packaging.settings if is_dotted(packaging.settings) else ""


def is_dotted(text: str) -> bool:
    """Whether it can be the name of something in Python: ``shop.wsgi:application``."""
    return bool(_DOTTED.fullmatch(text))

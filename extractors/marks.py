"""What speaks of how the code runs: traits of functions, and marks in the files beside the code."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from decompose.extractors.places import Confidence, Place


class TraitKind(StrEnum):
    """What a function does that decides where, and how, it can run."""

    PACKAGE = "package"
    """Uses an installed package: ``name`` is its top-level import name."""
    AWS = "aws"
    """Calls an operation of AWS through boto3: ``name`` is ``s3.put_object``; ``detail`` what it is done to."""
    GLOBAL_STATE = "global state"
    """Changes a global of a module, or something kept in one, after start-up: ``name`` is the global."""
    LOCAL_CACHE = "local cache"
    """Keeps results in the memory of its process (``lru_cache``): ``name`` is the decorator or class."""
    TIME_LIMIT = "time limit"
    """Declares how long it may run: ``value`` in seconds."""
    DELAY = "delay"
    """Sends work to be done later: ``value`` in seconds, where the code tells it; ``name`` is the task."""
    NO_TIMEOUT = "no timeout"
    """Calls another host without a limit of time: ``name`` is the library function."""
    RETRY = "retry"
    """Tries again what failed, by a library or an option of its task: ``name`` is what does it."""
    BREAKER = "breaker"
    """Has a circuit breaker."""
    STREAM = "stream"
    """Answers piece by piece, or keeps a connection open (streamed responses, WebSockets, server-sent events)."""
    UPLOAD = "upload"
    """Takes files from a request."""
    DOWNLOAD = "download"
    """Sends files as a response."""
    ENDLESS = "endless"
    """Loops without an end (``while True`` around its work)."""
    START_THREAD = "start thread"
    """A module starts a thread, process or scheduler when it is imported."""
    HOST = "host"
    """Names a host or an address as a literal: ``name`` is it."""
    SECRET = "secret"  # noqa: S105 - a kind of trait
    """A literal secret is bound to ``name``; its value is never kept."""
    LOG_FILE = "log file"
    """Writes its log to a file on disk."""
    PRINT = "print"
    """Prints in place of logging."""
    SIGTERM = "sigterm"
    """Handles the signal to stop."""
    HEALTH = "health"
    """Answers a health check."""
    RATE_LIMIT = "rate limit"
    """Limits how often it may be asked."""
    SQL_FEATURE = "sql feature"
    """Uses what only some databases have: ``name`` is it (``JSONB``, ``LISTEN``, ``window function``)."""


class Trait(msgspec.Struct, frozen=True, order=True):
    """One trait of one function. Unique by (kind, name, symbol).

    Attributes:
        kind: what it does.
        name: of what; empty where the kind says all. See ``TraitKind``.
        symbol: the function; for what a module does by itself, the module.
        unit: the unit of that symbol; empty for modules without one, such as settings.
        value: a number in the unit that the kind names; None without.
        detail: more, in words.
        places: where, sorted, the first few.
        confidence: the best of its places.
    """

    kind: TraitKind
    name: str
    symbol: str
    unit: str
    value: float | None = None
    detail: str = ""
    places: tuple[Place, ...] = ()
    confidence: Confidence = Confidence.INFERRED


class MarkKind(StrEnum):
    """What a file beside the code, or a module of settings, tells of how the whole is built and run."""

    PYTHON = "python"
    """The wanted version of Python: ``value`` is a version or a specifier."""
    REQUIREMENT = "requirement"
    """A distribution that is installed: ``name`` normalised, ``value`` its specifier."""
    MANIFEST = "manifest"
    """A file that lists requirements: ``name`` is its kind (``requirements.txt``, ``pyproject.toml``)."""
    BASE_IMAGE = "base image"
    """``FROM`` of a Dockerfile: ``name`` is the image."""
    SYSTEM_PACKAGE = "system package"
    """Installed by a Dockerfile with the system's package manager."""
    PORT = "port"
    """A port that a container serves: ``value`` is it."""
    PROCESS = "process"
    """How a process is started (Procfile, Dockerfile's CMD, compose's command): ``name``, ``value`` the command."""
    MIDDLEWARE = "middleware"
    """A program that the system needs beside itself (an image of compose): ``name`` the image, ``value`` its tag."""
    PRIVILEGE = "privilege"
    """A container wants what only a host of its own gives (privileged, devices, host network): ``name`` is it."""
    MEMORY = "memory"
    """Memory or processors that a container asks for: ``name`` is ``memory`` (MiB) or ``cpu`` (1/1000), ``value``."""
    KUBERNETES = "kubernetes"
    """Manifests, charts, overlays: ``name`` is the kind."""
    PIPELINE = "pipeline"
    """Continuous integration: ``name`` is the system (``GitHub Actions``)."""
    SCANNER = "scanner"
    """A step of the pipeline that looks for weaknesses: ``name`` is the tool."""
    INFRASTRUCTURE = "infrastructure"
    """Infrastructure as code, or configuration management: ``name`` is the tool (``terraform``, ``ansible``)."""
    OWNERS = "owners"
    """A line of CODEOWNERS: ``name`` the pattern, ``value`` the owners."""
    FRONTEND = "frontend"
    """A user interface with a build of its own (package.json): ``name`` is its folder."""
    OPENAPI = "openapi"
    """A description of the HTTP interface: ``name`` is the file."""
    SCHEDULE = "schedule"
    """A line of a crontab, or a job of a scheduler beside the code: ``name`` the command, ``value`` when."""
    SETTING = "setting"
    """A setting that tells of the surroundings: ``name`` its path (``DATABASES.default.ENGINE``), ``value``."""
    SECRET = "secret"  # noqa: S105 - a kind of mark
    """A file holds a secret as a literal: ``name`` is the variable; ``value`` stays empty."""
    APPLICATION = "application"
    """What a server serves: ``name`` is ``wsgi`` or ``asgi``, ``value`` its place (``shop.wsgi:application``)."""


class Mark(msgspec.Struct, frozen=True, order=True):
    """One such statement.

    Attributes:
        kind: of what it speaks.
        name, value: as its kind says; never a secret.
        place: where it stands.
        subject: the service, container or stage of which it speaks; empty where it speaks of the whole.
    """

    kind: MarkKind
    name: str
    value: str
    place: Place
    subject: str = ""

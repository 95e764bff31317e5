"""Calls to other hosts: without a limit of time, tried again, behind a breaker."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.graph import EntryKind
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.marks import TraitKind
from decompose.extractors.traits import Found, OutsideCall, Watched, finder

_VERBS = ("get", "head", "options", "post", "put", "patch", "delete", "request")
_SESSIONS = ("requests.Session", "requests.session", "requests.sessions.Session", "requests_oauthlib.OAuth2Session")
_POOLS = ("urllib3.PoolManager", "urllib3.ProxyManager")
_WITHOUT_LIMIT: dict[str, int] = {
    **{f"{owner}.{verb}": 99 for owner in ("requests", "requests.api", *_SESSIONS) for verb in _VERBS},
    **{f"{owner}.{verb}": 99 for owner in _POOLS for verb in ("request", "urlopen")},
    **dict.fromkeys(("urllib.request.urlopen", "urllib2.urlopen", "six.moves.urllib.request.urlopen"), 2),
    "smtplib.SMTP": 3,
    "smtplib.SMTP_SSL": 5,
    "smtplib.LMTP": 99,
    "ftplib.FTP": 4,
    "ftplib.FTP_TLS": 99,
    "http.client.HTTPConnection": 2,
    "http.client.HTTPSConnection": 99,
    "telnetlib.Telnet": 2,
    "imaplib.IMAP4": 2,
    "imaplib.IMAP4_SSL": 99,
    "poplib.POP3": 2,
    "poplib.POP3_SSL": 99,
    "socket.create_connection": 1,
}
"""Functions that wait without end → the position of their limit of time."""
_OPTIONAL = frozenset({"httpx.get", "httpx.post", "httpx.put", "httpx.patch", "httpx.delete", "httpx.request"}) | {
    f"httpx.{client}{verb}" for client in ("Client", "AsyncClient") for verb in ("", *(f".{verb}" for verb in _VERBS))
}
"""Functions that wait without end only where they are told to."""
_LIBRARIES = ("requests", "requests_oauthlib", "urllib3", "urllib", "urllib2", "six", "smtplib", "ftplib", "http")
_MORE = ("telnetlib", "imaplib", "poplib", "socket", "httpx")
_TIMEOUT = "timeout"
_RETRIES = {
    **dict.fromkeys(("tenacity.retry", "tenacity.Retrying", "tenacity.AsyncRetrying"), "tenacity"),
    **dict.fromkeys(("backoff.on_exception", "backoff.on_predicate"), "backoff"),
    **dict.fromkeys(("retrying.retry", "retrying.Retrying"), "retrying"),
    **dict.fromkeys(("retry.retry", "retry.api.retry_call", "retry.retry_call"), "retry"),
    **dict.fromkeys(("stamina.retry", "stamina.retry_context"), "stamina"),
    **dict.fromkeys(("urllib3.Retry", "urllib3.util.Retry", "urllib3.util.retry.Retry"), "urllib3 Retry"),
    **dict.fromkeys(("requests.packages.urllib3.util.retry.Retry", "requests.adapters.Retry"), "urllib3 Retry"),
    **dict.fromkeys(("oslo_db.api.wrap_db_retry",), "oslo.db"),
}
_BREAKERS = {
    **dict.fromkeys(("pybreaker.CircuitBreaker", "aiobreaker.CircuitBreaker"), "pybreaker"),
    **dict.fromkeys(("circuitbreaker.circuit", "circuitbreaker.CircuitBreaker"), "circuitbreaker"),
    **dict.fromkeys(("purgatory.AsyncCircuitBreakerFactory", "purgatory.SyncCircuitBreakerFactory"), "purgatory"),
}
_OF_TASKS = {
    "celery": frozenset({"autoretry_for", "retry_backoff", "retry_kwargs"}),
    **dict.fromkeys(("dramatiq", "taskiq"), frozenset({"max_retries", "retry_on_error"})),
    "huey": frozenset({"retries"}),
    **dict.fromkeys(("rq", "django_rq"), frozenset({"retry"})),
}
"""Task queue → the options of a task that make it run again."""


@finder
def without_timeout(watched: Watched) -> Iterator[Found]:
    """``requests.get(url)``: it waits as long as the other host likes."""
    linkage = watched.linkage
    limited = _limited(watched)
    for call in watched.calls_of(*_LIBRARIES, *_MORE):
        name = call.name.removesuffix(".__init__")
        if not name.startswith(limited) and _waits(linkage, call, name):
            yield Found(TraitKind.NO_TIMEOUT, call.scope, call.line, name, confidence=call.confidence)


def _waits(linkage: Linkage, call: OutsideCall, name: str) -> bool:
    op = call.op
    position = _WITHOUT_LIMIT.get(name)
    if not isinstance(op, facts.Call) or (position is None and name not in _OPTIONAL):
        return False
    given = [value for word, value in op.keywords if word == _TIMEOUT]
    given += op.args[position : position + 1] if position is not None else ()
    is_open = op.stars or any(not word for word, _ in op.keywords)
    if not given:
        return position is not None and not is_open
    constants = {const.target for const in linkage.ops(call.scope) if hasattr(const, "target")}
    return all(value not in constants for value in given) and not _is_parameter(linkage, call.scope, given)


def _is_parameter(linkage: Linkage, gid: int, values: list[int]) -> bool:
    parameters = {param.value for param in linkage.scopes[gid].params}
    return any(value in parameters for value in values)


def _limited(watched: Watched) -> tuple[str, ...]:
    """What the program gives a limit to once for all: sockets, pools, sessions."""
    found: list[str] = []
    for call in watched.calls_of("socket", "urllib3"):
        if call.last == "setdefaulttimeout":
            found += ("urllib", "smtplib", "ftplib", "http.client", "telnetlib", "imaplib", "poplib", "socket")
        elif call.name.removesuffix(".__init__") in _POOLS and isinstance(call.op, facts.Call):
            found += ["urllib3"] if any(word == _TIMEOUT for word, _ in call.op.keywords) else []
    linkage = watched.linkage
    for gid in linkage.as_written():
        if any(op.name in {"request", "send"} for op in linkage.of_type(gid, facts.SetAttr)):
            found += _SESSIONS
    return tuple(found)


@finder
def retried(watched: Watched) -> Iterator[Found]:
    """Libraries that try again or break the circuit, and tasks that their queue runs again."""
    packages = {name.partition(".")[0] for name in (*_RETRIES, *_BREAKERS)}
    for call in watched.calls_of(*sorted(packages)):
        name = call.name.removesuffix(".__init__")
        if name in _RETRIES:
            yield Found(TraitKind.RETRY, watched.decorated(call), call.line, _RETRIES[name], confidence=call.confidence)
        elif name in _BREAKERS:
            yield Found(
                TraitKind.BREAKER, watched.decorated(call), call.line, _BREAKERS[name], confidence=call.confidence
            )
    for call in watched.calls_of(*_OF_TASKS):
        options = _OF_TASKS[call.name.partition(".")[0]]
        words = [word for word, _ in call.op.keywords if word in options] if isinstance(call.op, facts.Call) else []
        if words and watched.decorated(call) != call.scope:
            yield Found(TraitKind.RETRY, watched.decorated(call), call.line, words[0], confidence=call.confidence)
        elif call.last == "retry" and call.name.startswith("celery"):
            yield Found(TraitKind.RETRY, call.scope, call.line, "Task.retry", confidence=call.confidence)


@finder
def retried_by_hand(watched: Watched) -> Iterator[Found]:
    """``self.retry()`` of a task of Celery that is given itself."""
    linkage = watched.linkage
    for entry in watched.entries:
        params = linkage.scopes[entry.scope].params
        if entry.kind is EntryKind.TASK and params:
            for attr in linkage.of_type(entry.scope, facts.Attr):
                if attr.name == "retry" and attr.base == params[0].value:
                    yield Found(TraitKind.RETRY, entry.scope, attr.line, "Task.retry")

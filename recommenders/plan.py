"""Recommendations and the migration plan: the types that the recommenders own and hand on."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from decompose.clustering.decomposition import Score
from decompose.extractors.graph import EdgeKind
from decompose.extractors.places import Place
from decompose.recommenders.rates import Rates


class Topic(StrEnum):
    """What a recommendation is about."""

    COMPUTE = "compute"
    DATA = "data"
    INTEGRATION = "integration"
    API = "api"
    MESSAGING = "messaging"
    SCHEDULING = "scheduling"
    STORAGE = "storage"
    OPERATIONS = "operations"
    DISCOVERY = "discovery"
    ORCHESTRATION = "orchestration"
    OBSERVABILITY = "observability"
    SECURITY = "security"
    DELIVERY = "delivery"
    BOUNDARIES = "boundaries"


class Strength(StrEnum):
    """How strongly the evidence speaks for it."""

    RECOMMENDED = "recommended"
    VIABLE = "viable"
    NOT_RECOMMENDED = "not recommended"


class Evidence(msgspec.Struct, frozen=True, order=True):
    """One observation in the code that a recommendation stands on.

    Attributes:
        text: what was seen, one line (``4 scheduled jobs``).
        places: where, the first few, sorted; empty only for a counted absence (``no tables``).
    """

    text: str
    places: tuple[Place, ...] = ()


class Recommendation(msgspec.Struct, frozen=True, order=True):
    """One recommendation for one service, or for the whole system.

    Attributes:
        service: its name; empty for the whole system.
        topic: what it is about.
        target: the choice, by its AWS name where it is one (``AWS Fargate (Amazon ECS)``).
        rule: id of the rule that fired (``compute.lambda.events``).
        strength: how strong.
        reason: one or two sentences.
        evidence: what it stands on.
        source: where the rule comes from (a document's title and section).
        subject: what within the service it is about (an entry point, a table, another service); empty
            for the service as a whole.
    """

    service: str
    topic: Topic
    target: str
    rule: str
    strength: Strength
    reason: str
    evidence: tuple[Evidence, ...] = ()
    source: str = ""
    subject: str = ""


class Action(msgspec.Struct, frozen=True):
    """One thing to do: a sentence, and where in the code."""

    text: str
    places: tuple[Place, ...] = ()


class Effort(msgspec.Struct, frozen=True):
    """What one sort of work in a phase takes: a count, times the rate of that name.

    Attributes:
        rate: the key of ``Rates`` (``table``).
        count: how many there are.
        low, high: person-days for all of them.
    """

    rate: str
    count: int
    low: float
    high: float


class Phase(msgspec.Struct, frozen=True):
    """A stage of extracting one service.

    Attributes:
        name: such as ``Prepare the seam``.
        pattern: the named pattern it applies (``branch by abstraction``, ``strangler fig`` …).
        actions: what to do, in order.
        done_when: the exit criterion, checkable.
        id: ``seam``, ``dependencies``, ``data``, ``events``, ``traffic`` or ``removal``.
        why: what in the code speaks for the pattern.
        rollback: how to go back.
        checks: commands that say whether it is done; ``PATH`` stands for the repository.
        efforts: what it takes.
    """

    name: str
    pattern: str = ""
    actions: tuple[Action, ...] = ()
    done_when: str = ""
    id: str = ""
    why: str = ""
    rollback: str = ""
    checks: tuple[str, ...] = ()
    efforts: tuple[Effort, ...] = ()


class Tally(msgspec.Struct, frozen=True, order=True):
    """How many couplings of one kind."""

    kind: EdgeKind
    count: int


class Stop(msgspec.Struct, frozen=True):
    """How things stand once a step is done, so that stopping there is a choice.

    Attributes:
        travels: couplings that cross a network now: calls, table accesses that became calls, events; by kind.
        removed: couplings that the steps so far took away: keys, joins, transactions, names and base classes; by kind.
        inside: couplings that no step has touched, since both ends are still in the monolith; by kind.
        score: of these services with everything else as one; empty where nobody computed it.
    """

    travels: tuple[Tally, ...] = ()
    removed: tuple[Tally, ...] = ()
    inside: tuple[Tally, ...] = ()
    score: Score = Score()

    @property
    def crossing(self) -> int:
        """Couplings between what is apart."""
        return sum(tally.count for tally in (*self.travels, *self.removed))


class Ground(msgspec.Struct, frozen=True):
    """What speaks for the place of a step in the order, or against it.

    Attributes:
        about: ``value``, ``risk``, ``stability``, ``readiness`` or ``order``.
        text: what was seen, in words.
        places: where, the first few.
    """

    about: str
    text: str
    places: tuple[Place, ...] = ()


class Step(msgspec.Struct, frozen=True):
    """The extraction of one service.

    Attributes:
        order: counted from 1.
        service: its name.
        why_now: why at this position, with the figures it comes from.
        depends_on: services that have to be out before, sorted.
        phases: in order.
        couplings_left: crossing couplings between what is out and the monolith after this step.
        effort_days: a range (low, high) of person-days, with ``effort_basis`` saying from what counts.
        grounds: what speaks for this place in the order, and against it.
        stop: how things stand after it.
    """

    order: int
    service: str
    why_now: str
    depends_on: tuple[str, ...] = ()
    phases: tuple[Phase, ...] = ()
    couplings_left: int = 0
    effort_days: tuple[int, int] = (0, 0)
    effort_basis: str = ""
    grounds: tuple[Ground, ...] = ()
    stop: Stop = Stop()


class PullRequest(msgspec.Struct, frozen=True):
    """A change that can be made, reviewed and released by itself.

    Attributes:
        title: imperative, as its subject line.
        why: what it is good for.
        changes: what changes in which file or function.
        proof: what shows that it is right.
        files: that it touches, sorted.
    """

    title: str
    why: str
    changes: tuple[Action, ...]
    proof: tuple[str, ...]
    files: tuple[str, ...] = ()


class CrudRow(msgspec.Struct, frozen=True, order=True):
    """What one service does with one table: an entry of the CRUD matrix.

    Attributes:
        table, owner: the table and the service that owns it.
        service: who touches it.
        operations: ``C``, ``R``, ``U``, ``D`` in that order, as far as the code tells; ``W`` for a write of which it is
            not known whether it creates, updates or deletes; in lower case what is guessed, or depends on the rows.
        functions: how many functions do.
        places: the first few.
    """

    table: str
    owner: str
    service: str
    operations: str
    functions: int
    places: tuple[Place, ...] = ()


class Question(msgspec.Struct, frozen=True):
    """A question that has to be answered before the first service runs by itself.

    Attributes:
        topic: what it is about.
        text: the question.
        answer: what the repository tells; empty where it does not.
        places: where.
        source: who asks it.
    """

    topic: str
    text: str
    answer: str = ""
    places: tuple[Place, ...] = ()
    source: str = ""


class Travel(StrEnum):
    """How a value gets from one service to another."""

    AS_IS = "as it is"
    """Its form is known: a number, text, date, list of these …"""
    AS_DATA = "as data"
    """An object of a class that only holds data: its fields travel."""
    BY_KEY = "by key"
    """A row of a table: its key travels, or, as a result, the columns that are asked for."""
    NOT = "not at all"
    """It lives in its process: a request, a session, a function, an open file."""
    UNKNOWN = "unknown"
    """The code does not tell what it is."""


class Argument(msgspec.Struct, frozen=True):
    """A parameter of an operation, or its result.

    Attributes:
        name: as proposed; of a row, with its key.
        travel: how it travels.
        annotation: as the code writes it; empty without.
        types: classes that it may be an instance of.
        tables: of the rows that it may be.
        is_required: it has no default.
        note: what has to be decided or changed; empty where nothing has.
    """

    name: str
    travel: Travel
    annotation: str = ""
    types: tuple[str, ...] = ()
    tables: tuple[str, ...] = ()
    is_required: bool = True
    note: str = ""


class Verdict(StrEnum):
    """What becomes of something that others call."""

    OPERATION = "operation"
    CREATE = "creation of a row"
    VALUE = "value"
    """A class of data: its form becomes part of the contract."""
    ERROR = "error"
    """An exception: becomes an error response, raised again by the client."""
    JOB = "job"
    """A task, schedule, command or receiver: a message or a schedule starts it."""
    PRIVATE = "private"
    """Named as private: called back where the service hands it over, or reached past its public functions."""
    LIBRARY = "library"
    """Cannot be asked for over a network: goes into a library, or stays on both sides."""


class Operation(msgspec.Struct, frozen=True):
    """Something of a service that others call, and what it becomes in its interface.

    Attributes:
        service: whose.
        symbol: the function, method or class.
        verdict: what becomes of it.
        why: what the verdict stands on; empty for an operation.
        path: proposed, ``/pay/{order_id}``; empty where it becomes no operation.
        is_read: as far as the code tells, it changes nothing.
        arguments: what it takes.
        result: what it gives back; None where it gives nothing.
        callers: services that call it, sorted, ``shared`` for the shared library.
        calls: from how many functions.
        place: where it is defined, if known.
        places: where it is called, the first few.
    """

    service: str
    symbol: str
    verdict: Verdict
    why: str = ""
    path: str = ""
    is_read: bool = False
    arguments: tuple[Argument, ...] = ()
    result: Argument | None = None
    callers: tuple[str, ...] = ()
    calls: int = 0
    place: Place | None = None
    places: tuple[Place, ...] = ()


class MigrationPlan(msgspec.Struct, frozen=True):
    """The order of work.

    Attributes:
        steps: in order of extraction; the last service may stay as what is left of the monolith.
        remains: service that stays in the monolith's code base, or empty.
        preparation: actions before the first extraction (shared library, observability, CI check).
        start: how things stand before the first step, with the shared library made a package.
        circles: services that depend on each other in a circle, largest first; each sorted.
        operations: what of each service others call, by service, then most called first.
        crud: the CRUD matrix, by table, then service.
        questions: what to know before the first service runs by itself.
        pull_requests: the first ones of the first step.
        rates: person-days (low, high) for one of each sort of work, as used.
    """

    steps: tuple[Step, ...] = ()
    remains: str = ""
    preparation: tuple[Action, ...] = ()
    start: Stop = Stop()
    circles: tuple[tuple[str, ...], ...] = ()
    operations: tuple[Operation, ...] = ()
    crud: tuple[CrudRow, ...] = ()
    questions: tuple[Question, ...] = ()
    pull_requests: tuple[PullRequest, ...] = ()
    rates: Rates = Rates()

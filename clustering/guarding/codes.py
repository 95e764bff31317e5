"""The codes of findings, in families: each with what it means, why it matters, and the ways out."""

from __future__ import annotations

from dataclasses import dataclass

from decompose.extractors.graph import EdgeKind


@dataclass(frozen=True, slots=True)
class Code:
    """What a code means, in the words of the documentation.

    Attributes:
        code: ``DC201``.
        name: its short name in kebab case: ``foreign-read``.
        title: what it is, as a phrase.
        why: one sentence on why it matters.
        ways_out: what to do about it, the most likely first; imperative phrases.
    """

    code: str
    name: str
    title: str
    why: str
    ways_out: tuple[str, ...]

    @property
    def family(self) -> str:
        """``code``, ``data``, ``graph``, ``coverage`` or ``suppression``."""
        return FAMILIES[self.code[2]]


FAMILIES = {"1": "code", "2": "data", "3": "graph", "8": "coverage", "9": "suppression"}

_ALL = (
    Code("DC101", "foreign-call", "A function calls a function of another service",
         "once the services are apart, this call crosses a network: it can fail, wait and arrive twice",
         ("call a function of the other service's public interface",
          "publish an event that the other service handles, if no answer is needed",
          "move the caller or the callee, if it belongs to the other side")),
    Code("DC102", "foreign-import", "A module uses a name of another service as a value",
         "what is imported has to be shipped with both services, or it keeps them in one process",
         ("move what both need into the shared library",
          "take it from the other service's public interface",
          "pass the value in from outside")),
    Code("DC103", "foreign-base-class", "A class inherits from a class of another service",
         "a base class cannot be called over a network: the two services have to be built and released together",
         ("move the base class into the shared library, if it has no data",
          "hold an instance and delegate to it",
          "define an interface of your own, and adapt the other service to it")),
    Code("DC104", "foreign-event", "A signal, task or message of one service is handled in another",
         "it needs a queue or a topic between the services, and a format that both agree upon",
         ("declare the event as part of the sender's public interface",
          "handle it in the service that sends it, and call the other one from there")),
    Code("DC105", "not-public", "A call enters another service beside its public interface",
         "what is not public may change without notice, and would have to become one more endpoint",
         ("call a public function instead",
          "add the function to `public` of the service that owns it, if its team agrees")),
    Code("DC201", "foreign-read", "A function reads a table that another service owns",
         "the owner can no longer change or move its table without breaking the reader",
         ("ask the owner: call a function of its public interface that reads the table",
          "keep a read model of your own that follows the owner's events",
          "declare it a reference table, if it hardly ever changes")),
    Code("DC202", "foreign-write", "A function writes a table that another service owns",
         "with two writers nobody can vouch for the table's rules, and it cannot move to a database of its owner's",
         ("ask the owner: call a function of its public interface that writes the table",
          "publish an event, and let the owner write",
          "move the function to the owner")),
    Code("DC203", "foreign-join", "One statement joins tables of two services",
         "a join cannot cross two databases: it keeps both tables in one",
         ("read your own table, and ask the owner for the rest",
          "keep a read model that has both",
          "move the query to the service that owns most of it")),
    Code("DC204", "foreign-key", "A table refers to a table of another service by a foreign key",
         "the database cannot enforce a key across two databases, nor cascade a deletion",
         ("store the identifier without the constraint, and check it where the row is made",
          "keep a copy of the rows that you need, fed by the owner's events")),
    Code("DC205", "spanning-transaction", "One transaction writes tables of two services",
         "it cannot commit or roll back as one once the tables are in two databases",
         ("split it into steps with compensations (a saga)",
          "commit your own part, and publish an event through an outbox",
          "merge the two services, if they have to change as one")),
    Code("DC301", "forbidden-dependency", "A dependency that the rules forbid",
         "somebody decided that this service must not know the other one",
         ("turn the dependency round: let the other service call, or handle an event",
          "ask the owners of the rule to allow it, with a reason")),
    Code("DC302", "wrong-layer", "A lower layer depends on a higher one",
         "layers keep the order in which services can be built, released and extracted",
         ("publish an event from below, and handle it above",
          "move what is needed into the lower layer")),
    Code("DC303", "service-cycle", "Services that depend on each other in a circle",
         "services in a circle can only be released and extracted together",
         ("turn one of the dependencies round with an event",
          "move what the circle shares into one of its services")),
    Code("DC304", "budget", "More new couplings of a kind than the budget allows",
         "a budget keeps a slow leak from becoming the rule",
         ("remove as many couplings as you add",
          "raise the budget, if that was decided")),
    Code("DC305", "deprecated-dependency", "A dependency that was allowed until a date that has passed",
         "what was allowed for a time was meant to be gone by now",
         ("remove the dependency",
          "move the date, if that was decided")),
    Code("DC306", "drift", "The declared services score worse than before",
         "each coupling by itself looks small; the score says where they lead",
         ("look at the pairs of services with more couplings than before",)),
    Code("DC801", "file-not-parsed", "A file that could not be read as Python",
         "no coupling of it can be seen",
         ("mend the syntax", "exclude the file, if it is no code")),
    Code("DC802", "sql-not-understood", "An SQL statement whose tables are not known",
         "a coupling to another service's table may hide in it",
         ("write the table's name where the statement is",
          "take the name from a constant",
          "suppress it on its line with the tables that it touches as the reason")),
    Code("DC803", "unit-without-service", "Code that belongs to no declared service",
         "what belongs to nobody is guarded by nobody",
         ("add it to the service that it works with",
          "add it to the shared library, if it has no data and everybody may use it")),
    Code("DC804", "table-without-owner", "A table that no declared service owns",
         "what belongs to nobody is guarded by nobody",
         ("add it to the tables of the service that writes it",
          "declare it a reference table, with a reason")),
    Code("DC805", "ambiguous-boundary", "Two services claim the same code or table",
         "a table with two owners has none",
         ("take it out of one of them", "name it more closely in the one that it belongs to")),
    Code("DC806", "stale-boundary", "A declared boundary that matches nothing",
         "what it stood for may have been renamed and be guarded by nobody now",
         ("correct the name, or delete the line",)),
    Code("DC901", "unused-suppression", "A suppression that suppresses nothing",
         "it would silence the next finding on that line, which nobody has looked at",
         ("delete it",)),
    Code("DC902", "expired-suppression", "A suppression whose date has passed",
         "what was tolerated for a time was meant to be gone by now",
         ("mend what it suppresses", "move the date, if that was decided")),
    Code("DC903", "suppression-without-reason", "A suppression that gives no reason",
         "nobody can tell later whether it is still needed",
         ("say why, behind the code",)),
    Code("DC904", "malformed-suppression", "A suppression that cannot be read",
         "it suppresses nothing",
         ("write `# decompose: allow[DC201] until=2027-03-31 reason`",)),
    Code("DC905", "stale-baseline", "The baseline tolerates couplings that are gone",
         "a line that stays would let the coupling come back unseen",
         ("run `decompose accept --prune`",)),
    Code("DC906", "expired-baseline", "A line of the baseline whose date has passed",
         "what was tolerated for a time was meant to be gone by now",
         ("remove the coupling", "move the date, if that was decided")),
    Code("DC907", "grown-baseline", "The baseline tolerates more than before, without a reason",
         "a baseline that anyone may add to guards nothing",
         ("give the line a reason", "remove the coupling")),
)  # fmt: skip

CODES = {code.code: code for code in _ALL}
"""All codes, by family and number."""

CODE_OF = {
    EdgeKind.CALLS: "DC101",
    EdgeKind.IMPORTS: "DC102",
    EdgeKind.INHERITS: "DC103",
    EdgeKind.EVENT: "DC104",
    EdgeKind.READS: "DC201",
    EdgeKind.WRITES: "DC202",
    EdgeKind.JOINS: "DC203",
    EdgeKind.FOREIGN_KEY: "DC204",
    EdgeKind.TRANSACTION: "DC205",
}
"""The code of a coupling by its kind."""

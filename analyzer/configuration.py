"""What users may configure. Every key is documented in ``docs/configuration.md``."""

from __future__ import annotations

import msgspec

from decompose.clustering.guarding.options import Boundary, Rules
from decompose.clustering.options import Evidence, Weights
from decompose.recommenders.options import CostOptions, RecommendOptions
from decompose.recommenders.rates import Rates


class Output(msgspec.Struct, frozen=True, rename="kebab"):
    """Where results are written.

    Attributes:
        folder: relative to the analysed root, inside of it.
        formats: which files are written.
        web_base: address under which a browser finds the analysed files, for links to code.
    """

    folder: str = ".decompose"
    formats: tuple[str, ...] = ("json", "html", "plan")
    web_base: str = ""


class Plan(msgspec.Struct, frozen=True):
    """What the migration plan reckons with.

    Attributes:
        rates: person-days for one of each sort of work.
    """

    rates: Rates = Rates()


class Configuration(msgspec.Struct, frozen=True, rename="kebab"):
    """What the configuration file says; command line options override it.

    Attributes:
        roots: import roots, relative to the analysed root; empty: found by discovery.
        exclude: files to leave out, as ``.gitignore`` patterns.
        include: files to analyse although another rule leaves them out, as ``.gitignore`` patterns.
        pins: unit or table (``*`` patterns allowed) → the service that it belongs to.
        must_link, cannot_link: pairs that have to be, or must not be, in one service.
        shared: patterns of units that belong to the shared library.
        weights: of the parts of the score.
        services: the wanted number of services, or a range such as ``6-10``; None leaves it to the score.
        previous: an earlier analysis.json to stay close to, relative to the analysed root, inside of it.
        frozen: services of the earlier analysis that nothing leaves or enters.
        evidence: the relations that the clustering may use.
        output: where results are written.
        boundaries: the declared services, by name; ``shared`` is the shared library.
        reference_tables: table (``*`` matches anything) → why everybody may read it and refer to it.
        check: how ``decompose check`` judges.
        recommend: rules that are off, further ones, and targets that are given.
        cost: what an estimate of costs is made from.
        plan: what the migration plan reckons with.
    """

    roots: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    include: tuple[str, ...] = ()
    pins: dict[str, str] = {}
    must_link: tuple[tuple[str, str], ...] = ()
    cannot_link: tuple[tuple[str, str], ...] = ()
    shared: tuple[str, ...] = ()
    weights: Weights = Weights()
    services: int | str | None = None
    previous: str | None = None
    frozen: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = tuple(Evidence)
    output: Output = Output()
    boundaries: dict[str, Boundary] = {}
    reference_tables: dict[str, str] = {}
    check: Rules = Rules()
    recommend: RecommendOptions = RecommendOptions()
    cost: CostOptions = CostOptions()
    plan: Plan = Plan()

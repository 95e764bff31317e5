"""Variables of the environment: what a program falls back to is told, what it is given is not."""

from __future__ import annotations

from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import CallSite, Linkage


def _register_readers() -> None:
    for callee in ("os.environ.get", "os.getenv", "os.environ.setdefault"):

        @models_call(callee)
        def model(linkage: Linkage, site: CallSite, receiver: int, callee: str = callee) -> None:
            """``os.environ.get("MAILER", "shop.mail.Mailer")``."""
            default = site.argument(1, "default")
            if site.target >= 0:
                linkage.solver.add(site.target, linkage.objects.instance(linkage.objects.external(callee)))
                if default >= 0:
                    linkage.solver.copy(default, site.target)


_register_readers()

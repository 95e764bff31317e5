"""Which installed packages a program imports: models of libraries that it does not use have nothing to do."""

from __future__ import annotations

from decompose.extractors import facts
from decompose.extractors.linking.linkage import Linkage


def imports_any(linkage: Linkage, *packages: str) -> bool:
    """Whether some file imports one of these top-level packages."""
    return any(
        op.level == 0 and op.module.partition(".")[0] in packages
        for gid in linkage.as_written()
        for op in linkage.of_type(gid, facts.Import)
    )

"""The local disk."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.graph import ResourceKind
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.loading import call_site
from decompose.extractors.linking.mapping import strings_at
from decompose.extractors.resources import Namer, Use, Wired, called, finder, uses
from decompose.extractors.resources.names import text, texts_or_settings

_OPENING = {
    **dict.fromkeys(("<builtin>.open", "io.open", "codecs.open", "<builtin>.file", "aiofiles.open"), 1),
    **dict.fromkeys(("tarfile.open", "zipfile.ZipFile", "gzip.open", "bz2.open", "lzma.open", "tarfile.TarFile"), 1),
    **dict.fromkeys(("pathlib.Path.open", "pathlib.PosixPath.open"), 0),
}
"""function that opens a file → the position of the mode."""
_IN_MEMORY = frozenset({"io.BytesIO", "io.StringIO", "_io.BytesIO", "django.http.HttpResponse"})
_MODE = "mode"
_MOST_NAMES = 4
_path: Namer = text(0)


@finder
def opened(wired: Wired) -> Iterator[Use]:
    """Files that are opened: for reading, unless the mode says otherwise."""
    linkage = wired.linkage
    for call in wired.calls:
        dotted = call.callees[0].name if len(call.callees) == 1 else ""
        if dotted not in _OPENING or not isinstance(call.op, facts.Call):
            continue
        site = call_site(linkage, call.scope, call.op)
        held = _held(linkage, site.argument(0, "file"))
        if held & _IN_MEMORY:
            continue
        position = _OPENING[dotted]
        modes = strings_at(linkage, site.argument(position, _MODE)) or ["r"]
        writes = any(set(mode) & set("wax+") for mode in modes)
        reads = any("+" in mode or not set(mode) & set("wax") for mode in modes)
        names = texts_or_settings(linkage, site, site.argument(0, "file")) if position else []
        names = names if not any(name.startswith("tempfile.") for name in held) else ["temporary"]
        for name in names if 0 < len(names) <= _MOST_NAMES else [""]:
            yield Use(call.scope, call.line, ResourceKind.FILE, name, reads, writes, "open", call.confidence)


def _held(linkage: Linkage, node: int) -> set[str]:
    """Dotted names of the installed classes whose instances a value may be: an archive is written to an open file."""
    things = linkage.solver.get(node) if node >= 0 else ()
    return {name for thing in things if (name := linkage.objects.external_name(thing)) is not None}


uses(
    ResourceKind.FILE,
    ("os", "eventlet.green.os"),
    reads="listdir scandir walk readlink",
    writes="remove unlink rename renames replace mkdir makedirs rmdir removedirs symlink link truncate"
    " mkfifo chmod chown",
    named=_path,
)
uses(
    ResourceKind.FILE,
    ("shutil",),
    writes="rmtree move copy copy2 copyfile copytree make_archive unpack_archive chown",
    named=_path,
)
uses(
    ResourceKind.FILE,
    ("pathlib.Path", "pathlib.PosixPath"),
    reads="read_text read_bytes iterdir glob rglob",
    writes="write_text write_bytes unlink mkdir rmdir rename replace touch symlink_to",
)
uses(
    ResourceKind.FILE,
    ("tempfile",),
    both="NamedTemporaryFile TemporaryFile TemporaryDirectory SpooledTemporaryFile mkstemp mkdtemp mktemp",
    named=called("temporary"),
)
uses(
    ResourceKind.FILE,
    ("oslo_utils.fileutils", "oslo_concurrency.lockutils"),
    writes="ensure_tree delete_if_exists write_to_tempfile",
    named=_path,
)
uses(ResourceKind.FILE, ("glob",), reads="glob iglob", named=_path)

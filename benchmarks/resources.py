"""Resources that a code base uses: how many of each kind, some drawn at random, and how many written uses are missed.

    python benchmarks/resources.py CHECKOUT [--draw 25] [--seed 1] [--missed 20]

The count of what is missed does not come from the program's linking: it looks at each file's imports and at the
calls whose written name begins with an imported one (``requests.get``, ``cache.set`` where ``cache`` comes from
``django.core.cache``, ``open``). What is called through attributes and variables it does not see.
"""

from __future__ import annotations

import argparse
import ast
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import decompose.extractors.linking  # noqa: F401 - it imports the frameworks, which cannot be imported before it
from decompose.extractors.discovery import DiscoveryOptions, discover
from decompose.extractors.frameworks import Wiring, find_wiring
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.resolution import resolve_calls
from decompose.extractors.linking.rounds import solve
from decompose.extractors.reading import read_file
from decompose.extractors.resources import Use, Wired, find_resources

_WRITTEN = {
    "http": "requests.get requests.post requests.put requests.delete requests.head requests.patch requests.request "
    "urllib.request.urlopen httpx.get httpx.post",
    "cache": "django.core.cache.cache.get django.core.cache.cache.set django.core.cache.cache.delete "
    "django.core.cache.cache.add django.core.cache.cache.get_or_set django.core.cache.cache.get_many",
    "email": "django.core.mail.send_mail django.core.mail.mail_admins smtplib.SMTP",
    "process": "subprocess.run subprocess.call subprocess.Popen subprocess.check_call subprocess.check_output "
    "os.system oslo_concurrency.processutils.execute",
    "file": "open tempfile.NamedTemporaryFile tempfile.mkdtemp tempfile.mkstemp tempfile.TemporaryDirectory os.remove "
    "os.unlink os.makedirs os.mkdir os.rename shutil.rmtree shutil.copy shutil.move shutil.copyfile os.listdir",
    "storage": "django.core.files.storage.default_storage.save django.core.files.storage.default_storage.open "
    "django.core.files.storage.default_storage.delete django.db.models.FileField django.db.models.ImageField",
    "wait": "time.sleep asyncio.sleep eventlet.sleep eventlet.greenthread.sleep",
    "thread": "threading.Thread concurrent.futures.ThreadPoolExecutor eventlet.spawn_n eventlet.spawn",
    "session": "flask.session.get flask.session.pop",
}


def written_uses(source: str) -> Iterator[tuple[str, int]]:
    """Kinds and lines of the calls that are written by the name of an imported function."""
    tree = ast.parse(source)
    names: dict[str, str] = {"open": "open"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                top = alias.name if alias.asname else alias.name.partition(".")[0]
                names[alias.asname or top] = top
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            for alias in node.names:
                names[alias.asname or alias.name] = f"{node.module}.{alias.name}"
    wanted = {name: kind for kind, listed in _WRITTEN.items() for name in listed.split()}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            parts = ast.unparse(node.func).split(".") if isinstance(node.func, (ast.Name, ast.Attribute)) else [""]
            dotted = ".".join([names.get(parts[0], "?"), *parts[1:]])
            if dotted in wanted:
                yield wanted[dotted], node.lineno


def main() -> None:
    """Link, count, draw, compare."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--draw", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", type=int, default=0)
    options = parser.parse_args()
    repository = discover(options.checkout, DiscoveryOptions())
    sources = [source for source in repository.sources if source.role.value == "code"]
    texts = {source.path: (options.checkout / source.path).read_bytes() for source in sources}
    linkage = Linkage(sources, {path: read_file(path, text) for path, text in texts.items()}, repository.plugins)
    solve(linkage)
    calls = list(resolve_calls(linkage))
    uses = find_resources(Wired(linkage, calls, *find_wiring(Wiring(linkage, calls))))
    print(len(uses), "uses:", dict(sorted(Counter(use.kind.value for use in uses).items())))
    found = {(linkage.path(use.scope), use.line, use.kind.value) for use in uses}
    written = sorted(
        (path, line, kind) for path, text in texts.items() for kind, line in _written(text.decode(errors="replace"))
    )
    missed = [one for one in written if one not in found]
    print(f"written by name: {len(written)}, of which found {len(written) - len(missed)}")
    for path, line, kind in missed[: options.missed]:
        print(f"  - {kind} {path}:{line}")
    for use in random.Random(options.seed).sample(uses, min(options.draw, len(uses))):
        _show(linkage, options.checkout, use)


def _written(text: str) -> list[tuple[str, int]]:
    try:
        return list(written_uses(text))
    except SyntaxError:
        return []


def _show(linkage: Linkage, checkout: Path, use: Use) -> None:
    path = linkage.path(use.scope)
    does = "".join(letter for letter, is_so in (("r", use.reads), ("w", use.writes)) if is_so)
    line = (checkout / path).read_text(errors="replace").splitlines()[use.line - 1].strip()
    print(
        f"{use.kind.value} {use.name!r} {does} {use.operation} ({use.confidence.value}) {path}:{use.line}\n    {line}"
    )


if __name__ == "__main__":
    main()

"""Classes of the standard library that call methods which subclasses define."""

from __future__ import annotations

import re
from collections.abc import Iterable

from decompose.extractors.linking.calls import CallSite, call_back
from decompose.extractors.linking.hierarchy import project_ancestors
from decompose.extractors.linking.implied import class_of
from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

_CALLED = {
    "ast.NodeVisitor": {"visit": "visit_.+|generic_visit", "generic_visit": "visit_.+"},
    "ast.NodeTransformer": {"visit": "visit_.+|generic_visit", "generic_visit": "visit_.+"},
    "cmd.Cmd": {"cmdloop": "do_.+|default|emptyline|preloop|postloop|precmd|postcmd", "onecmd": "do_.+|default"},
    "html.parser.HTMLParser": {"feed": "handle_.+|unknown_decl"},
    "threading.Thread": {"start": "run"},
    "multiprocessing.Process": {"start": "run"},
    "json.JSONEncoder": {"encode": "default", "iterencode": "default"},
    "string.Formatter": {"format": "get_value|get_field|format_field|convert_field", "vformat": "get_value|get_field"},
    "socketserver.BaseServer": {"serve_forever": "handle|process_request|finish_request|verify_request"},
    "socketserver.BaseRequestHandler": {"__init__": "setup|handle|finish"},
    "logging.Handler": {"handle": "emit", "format": "format"},
    "logging.Formatter": {"format": "formatTime|formatException"},
}
"""class → its method → pattern of the methods of subclasses that it calls."""


def _register_templates() -> None:
    for base, methods in _CALLED.items():

        @models_attributes(base)
        def method_of(
            linkage: Linkage, thing: int, name: str, base: str = base, methods: dict[str, str] = methods
        ) -> Iterable[int]:
            if name not in methods or class_of(linkage, thing) < 0:
                return []
            return [linkage.objects.intern(Kind.BOUND, linkage.objects.external(f"{base}.{name}"), thing)]

        for method, pattern in methods.items():

            @models_call(f"{base}.{method}")
            def call(linkage: Linkage, site: CallSite, receiver: int, pattern: str = pattern) -> None:
                _call_hooks(linkage, site, receiver, pattern)


_register_templates()


def _call_hooks(linkage: Linkage, site: CallSite, receiver: int, pattern: str) -> None:
    cls = class_of(linkage, receiver) if receiver >= 0 else -1
    if cls < 0:
        return
    names = {name for ancestor in project_ancestors(linkage, cls) for name in linkage.classes[ancestor].members}
    for name in sorted(names):
        if re.fullmatch(pattern, name):
            call_back(linkage, CallSite(site.scope, site.line, -1, site.args), linkage.attribute_of(receiver, name))

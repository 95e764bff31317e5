"""Feature flags, and settings that switch behaviour on and off."""

from __future__ import annotations

import re
from collections.abc import Iterator

from decompose.extractors import facts
from decompose.extractors.graph import ResourceKind
from decompose.extractors.linking.objects import Kind
from decompose.extractors.places import Confidence
from decompose.extractors.resources import Use, Wired, finder, uses
from decompose.extractors.resources.names import text

uses(
    ResourceKind.FLAG,
    ("waffle",),
    reads="switch_is_active sample_is_active",
    named=text(0),
)
uses(ResourceKind.FLAG, ("waffle",), reads="flag_is_active flag_is_active_for_user", named=text(1))
uses(ResourceKind.FLAG, ("waffle",), reads="get_waffle_flag_model get_waffle_switch_model")
uses(ResourceKind.FLAG, ("waffle.decorators",), reads="waffle_flag waffle_switch", named=text(0))
uses(
    ResourceKind.FLAG,
    ("flags.state",),
    reads="flag_enabled flag_disabled flag_state",
    writes="enable_flag disable_flag",
    named=text(0),
)
uses(ResourceKind.FLAG, ("flags.decorators",), reads="flag_required flag_check", named=text(0))
uses(ResourceKind.FLAG, ("gutter.client.default.gutter", "gargoyle.gargoyle"), reads="active is_active", named=text(0))
uses(
    ResourceKind.FLAG,
    ("ldclient.get", "ldclient.LDClient", "ldclient.client.LDClient"),
    reads="variation bool_variation",
    named=text(0),
)
uses(ResourceKind.FLAG, ("UnleashClient.UnleashClient",), reads="is_enabled", named=text(0))
uses(
    ResourceKind.FLAG,
    ("flagsmith.Flagsmith.get_environment_flags", "flagsmith.Flagsmith"),
    reads="is_feature_enabled has_feature",
    named=text(0),
)
uses(ResourceKind.FLAG, ("flask_featureflags",), reads="is_active is_active_feature", named=text(0))

_SWITCH = re.compile(
    r"(?:ENABLE|DISABLE|USE|ALLOW|FEATURE|WITH)_\w+|\w+_(?:ENABLED|DISABLED|ENABLE|ALLOWED|FEATURE|FLAG|SWITCH)"
)
"""What settings that switch something are called."""
_NO_FEATURES = frozenset({"USE_TZ", "USE_I18N", "USE_L10N", "USE_X_FORWARDED_HOST", "USE_THOUSAND_SEPARATOR"})
_SETTINGS = frozenset({"django.conf.settings"})
_MAPPINGS = frozenset({"flask.current_app.config", "flask.Flask.config", "frappe.conf"})


@finder
def switches(wired: Wired) -> Iterator[Use]:
    """Settings that are called like switches, wherever they are read."""
    linkage = wired.linkage
    objects = linkage.objects
    settings = {objects.external(name) for name in _SETTINGS}
    for gid in linkage.as_written():
        for op in linkage.of_type(gid, facts.Attr):
            if not op.name.isupper() or not _SWITCH.fullmatch(op.name) or op.name in _NO_FEATURES:
                continue
            if not settings.isdisjoint(linkage.solver.get(linkage.node(gid, op.base))):
                yield _switch(gid, op.line, op.name)
        for item in linkage.of_type(gid, facts.Item):
            if not isinstance(item.key, str) or not _SWITCH.fullmatch(item.key):
                continue
            for thing in linkage.solver.get(linkage.node(gid, item.base)):
                if objects.kinds[thing] is Kind.EXTERNAL and objects.text(thing) in _MAPPINGS:
                    yield _switch(gid, item.line, item.key)


def _switch(scope: int, line: int, name: str) -> Use:
    return Use(scope, line, ResourceKind.FLAG, f"settings.{name}", True, False, "read", Confidence.HEURISTIC)

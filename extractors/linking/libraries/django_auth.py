"""Tables that Django's own applications touch when they are called: sessions, sites, permissions."""

from __future__ import annotations

from decompose.extractors import facts
from decompose.extractors.linking.calls import call_back
from decompose.extractors.linking.django_installed import (
    CONCRETE,
    CONTENT_TYPE,
    GROUP,
    PERMISSION,
    SESSION,
    SITE,
    USER,
    through_name,
)
from decompose.extractors.linking.django_relations import is_imported
from decompose.extractors.linking.hierarchy import definer
from decompose.extractors.linking.libraries import between_rounds, models_call
from decompose.extractors.linking.libraries.django_managers import save_row
from decompose.extractors.linking.libraries.django_models import PERMISSION_METHODS, links_of_user
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import is_mapped, user_class
from decompose.extractors.linking.objects import Kind


def _touch(linkage: Linkage, site: CallSite, dotted: str, *, writes: bool) -> None:
    linkage.record(site, linkage.objects.external(dotted), writes=False)
    if writes:
        linkage.record(site, linkage.objects.external(dotted), writes=True)


@models_call("django.contrib.auth.login")
def _login(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """A session is begun, and the user's last login noted."""
    _touch(linkage, site, SESSION, writes=True)
    save_row(linkage, site, user_class(linkage, max(site.scope, 0)))


@models_call("django.contrib.auth.logout", "django.contrib.auth.update_session_auth_hash")
def _session(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _touch(linkage, site, SESSION, writes=True)


@models_call("django.contrib.auth.authenticate")
def _authenticate(linkage: Linkage, site: CallSite, receiver: int) -> None:
    user = user_class(linkage, max(site.scope, 0))
    if is_mapped(linkage, user):
        linkage.record(site, user, writes=False)
        if site.target >= 0:
            linkage.solver.add(site.target, linkage.objects.instance(user))


@models_call("django.contrib.sites.shortcuts.get_current_site", "django.contrib.sites.models.get_current_site")
def _current_site(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _touch(linkage, site, SITE, writes=False)
    if site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.instance(linkage.objects.external(SITE)))


@models_call("django.db.models.QuerySet.get_current")
def _get_current(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``Site.objects.get_current()``."""
    _current_site(linkage, site, receiver)


@models_call(
    *(f"django.db.models.QuerySet.get_for_{what}" for what in ("model", "models", "id")),
    "django.db.models.QuerySet.get_by_natural_key",
)
def _content_type(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``ContentType.objects.get_for_model(order)``; natural keys are those of any model."""
    model = linkage.objects.second[receiver] if receiver >= 0 else -1
    linkage.record(site, model if model >= 0 else linkage.objects.external(CONTENT_TYPE), writes=False)
    if site.target >= 0 and model >= 0 and is_mapped(linkage, model):
        linkage.solver.add(site.target, linkage.objects.instance(model))


@models_call(*(f"{USER}.{name}" for name in sorted(PERMISSION_METHODS)))
def _permissions(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``user.has_perm("shop.sell")``: the permissions of the user and of the user's groups."""
    _ask_permissions(linkage, site, linkage.objects.first[receiver])


def _register_permissions_of_unknown() -> None:
    for method in ("has_perm", "has_perms", "has_module_perms"):

        @models_call(f"*.{method}")
        def model(linkage: Linkage, site: CallSite, receiver: int, method: str = method) -> None:
            """A value of unknown type that is asked so is a user, in a program that uses Django's."""
            user = user_class(linkage, max(site.scope, 0))
            if receiver >= 0 or not is_imported(linkage, "django"):
                return
            objects = linkage.objects
            if objects.kinds[user] is Kind.CLASS and definer(linkage, objects.first[user], method) >= 0:
                call_back(linkage, site, linkage.attribute_of(objects.instance(user), method))
            elif links_of_user(linkage, user):
                _ask_permissions(linkage, site, user)


_register_permissions_of_unknown()


def _ask_permissions(linkage: Linkage, site: CallSite, user: int) -> None:
    objects = linkage.objects
    (group_link,) = (through_name(GROUP, relation) for relation in CONCRETE[GROUP].relations)
    for dotted in (PERMISSION, CONTENT_TYPE, GROUP, group_link):
        linkage.record(site, objects.external(dotted), writes=False)
    for link in links_of_user(linkage, user):
        linkage.record(site, link, writes=False)


@between_rounds
def recognise_user_models(linkage: Linkage) -> None:
    """A function of the program that is called ``get_user_model`` returns what Django's does."""
    for gid in range(len(linkage.scopes)):
        named = {op.target for op in linkage.of_type(gid, facts.Import) if op.name == "get_user_model"}
        named |= {op.target for op in linkage.of_type(gid, facts.Load) if op.name == "get_user_model"}
        named |= {op.target for op in linkage.of_type(gid, facts.Attr) if op.name == "get_user_model"}
        for call in linkage.of_type(gid, facts.Call) if named else ():
            node = linkage.node(gid, call.target)
            if call.func in named and not any(is_mapped(linkage, thing) for thing in linkage.solver.get(node)):
                linkage.solver.add(node, user_class(linkage, gid))

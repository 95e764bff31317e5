"""Django's generic views: where their rows and forms come from, and what their handlers do with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from decompose.extractors import facts
from decompose.extractors.linking.calls import call_back, call_objects
from decompose.extractors.linking.hierarchy import definer, external_ancestors
from decompose.extractors.linking.libraries import between_rounds, models_attributes, models_call
from decompose.extractors.linking.libraries.django_forms import MODEL_FORM, meta_model
from decompose.extractors.linking.libraries.django_managers import default_managers, instances_of
from decompose.extractors.linking.linkage import CallSite, Linkage, QueryCall
from decompose.extractors.linking.mapping import is_mapped
from decompose.extractors.linking.objects import Kind

VIEW = "django.views.generic.View"
_DETAIL = {"SingleObjectMixin": "detail", "DetailView": "detail", "BaseDetailView": "detail"}
_LIST = {"MultipleObjectMixin": "list", "ListView": "list", "BaseListView": "list"}
_EDIT = {
    **dict.fromkeys(("ModelFormMixin", "CreateView", "BaseCreateView", "UpdateView", "BaseUpdateView"), "edit"),
    **dict.fromkeys(("DeleteView", "BaseDeleteView", "DeletionMixin"), "edit"),
    **dict.fromkeys(("FormMixin", "FormView", "BaseFormView", "ProcessFormView"), "edit"),
}
_MODULE_OF = {"View": "base", **_DETAIL, **_LIST, **_EDIT}
_SINGLE = frozenset(_DETAIL) | frozenset(name for name in _EDIT if "Delet" in name or "Update" in name)
_DELETING = frozenset({"DeleteView", "BaseDeleteView", "DeletionMixin"})
_SAVING = frozenset({"ModelFormMixin", "CreateView", "BaseCreateView", "UpdateView", "BaseUpdateView"})
_FORMS = frozenset(_EDIT)
_METHODS = frozenset(
    [
        *("get_queryset", "get_object", "get_form", "get_form_class", "get_context_data", "form_valid", "delete"),
        *("get", "post", "dispatch"),
    ]
)
_NAMES = tuple(
    dotted
    for name, module in _MODULE_OF.items()
    for dotted in (f"django.views.generic.{name}", f"django.views.generic.{module}.{name}")
)


@models_attributes(*_NAMES)
def _view(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    """What a view of the program inherits; its rows are found by calling its own methods."""
    objects = linkage.objects
    if objects.kinds[thing] is not Kind.INSTANCE:
        return ()
    if name in _METHODS:
        return (objects.intern(Kind.BOUND, objects.external(f"{VIEW}.{name}"), thing),)
    if name in {"object", "object_list"}:
        node = linkage.attribute_of(thing, name)
        method = "get_object" if name == "object" else "get_queryset"
        linkage.solver.use(linkage.attribute_of(thing, method), call_objects, (linkage, CallSite(-1, 0, node)))
    return ()


def view_bases(linkage: Linkage, receiver: int) -> frozenset[str]:
    """The names of the generic views that an instance's class derives from."""
    objects = linkage.objects
    if (
        receiver < 0
        or objects.kinds[receiver] is not Kind.INSTANCE
        or objects.kinds[objects.first[receiver]] is not Kind.CLASS
    ):
        return frozenset()
    bases = external_ancestors(linkage, objects.first[objects.first[receiver]])
    return frozenset(base.rpartition(".")[2] for base in bases if base.startswith("django.views.generic"))


# -- rows --


@models_call(f"{VIEW}.get_queryset")
def _get_queryset(linkage: Linkage, site: CallSite, receiver: int) -> None:
    linkage.solver.use(linkage.attribute_of(receiver, "model"), fetch_all, (linkage, site))
    linkage.solver.use(linkage.attribute_of(receiver, "queryset"), fetch_all, (linkage, site))
    if view_bases(linkage, receiver) & _SAVING:
        linkage.solver.use(linkage.attribute_of(receiver, "form_class"), _rows_of_form, (linkage, site))


def fetch_all(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    """A call site fetches the rows of models or querysets."""
    linkage, site = payload
    objects = linkage.objects
    for thing in sorted(things):
        if objects.kinds[thing] is Kind.CLASS or objects.kinds[thing] is Kind.EXTERNAL:
            found = default_managers(linkage, thing) if is_mapped(linkage, thing) else []
        else:
            found = [thing] if queried_model(linkage, thing) >= 0 else []
        for queryset in found:
            read_rows(linkage, site, queryset, "all")
            if site.target >= 0:
                linkage.solver.add(site.target, queryset)


def _rows_of_form(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        linkage.solver.use(meta_model(linkage, thing), fetch_all, (linkage, site)) if meta_model(
            linkage, thing
        ) >= 0 else None


def queried_model(linkage: Linkage, thing: int) -> int:
    """The model that a queryset or manager is about; -1 if the object is none."""
    second = linkage.objects.second[thing]
    is_query = linkage.objects.kinds[thing] is Kind.INSTANCE and second >= 0 and is_mapped(linkage, second)
    return second if is_query else -1


def read_rows(linkage: Linkage, site: CallSite, queryset: int, method: str) -> None:
    """A call site reads rows of a queryset by one of its methods."""
    model = linkage.objects.second[queryset]
    if linkage.objects.kinds[model] is Kind.RELATED:
        model = linkage.objects.first[model]
    linkage.record(site, model, writes=False)
    if site.scope >= 0:
        linkage.queries[QueryCall(site.scope, site.line, model, method, site.op_node)] = site


@models_call(f"{VIEW}.get_object")
def _get_object(linkage: Linkage, site: CallSite, receiver: int) -> None:
    rows = linkage.solver.new_node()
    given = site.argument(0, "queryset")
    if given >= 0:
        linkage.solver.copy(given, rows)
    if given < 0 or not any(queried_model(linkage, thing) >= 0 for thing in linkage.solver.get(given)):
        call_back(linkage, CallSite(site.scope, site.line, rows), linkage.attribute_of(receiver, "get_queryset"))
    linkage.solver.use(rows, fetch_one, (linkage, site))


def fetch_one(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    """A call site fetches one row of querysets."""
    linkage, site = payload
    for thing in sorted(things):
        if queried_model(linkage, thing) >= 0:
            read_rows(linkage, site, thing, "get")
            if site.target >= 0:
                linkage.solver.add_all(site.target, instances_of(linkage, thing))


@models_call(f"{VIEW}.get_context_data")
def _get_context(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """A list is counted and cut into pages, where it has any; otherwise the template fetches it."""
    if view_bases(linkage, receiver) & _LIST.keys() and _has_pages(linkage, receiver):
        linkage.solver.use(linkage.attribute_of(receiver, "object_list"), _shown, (linkage, site, receiver))
    if site.target >= 0:
        linkage.solver.add(site.target, linkage.container(site.target, "dict"))


def _has_pages(linkage: Linkage, receiver: int) -> bool:
    gid = linkage.objects.first[linkage.objects.first[receiver]]
    if definer(linkage, gid, "get_paginate_by") >= 0:
        return True
    owner = definer(linkage, gid, "paginate_by")
    if owner < 0:
        return False
    made = {getattr(op, "target", -1) for op in linkage.ops(owner)}  # nothing makes a None
    return any(op.name == "paginate_by" and op.source in made for op in linkage.of_type(owner, facts.Bind))


def _shown(payload: tuple[Linkage, CallSite, int], things: Iterable[int]) -> None:
    linkage, site, receiver = payload
    for thing in sorted(things):
        model = queried_model(linkage, thing)
        if model >= 0:
            read_rows(linkage, site, thing, "all")
            query = QueryCall(site.scope, site.line, model, "all", site.op_node)
            linkage.shown[query, linkage.objects.first[linkage.objects.first[receiver]]] = None


# -- forms --


@models_call(f"{VIEW}.get_form_class")
def _get_form_class(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.copy(linkage.attribute_of(receiver, "form_class"), site.target)


@models_call(f"{VIEW}.get_form")
def _get_form(linkage: Linkage, site: CallSite, receiver: int) -> None:
    made = CallSite(site.scope, site.line, site.target)
    given = site.argument(0, "form_class")
    if given >= 0:
        linkage.solver.use(given, call_objects, (linkage, made))
        return
    classes = linkage.solver.new_node()
    call_back(linkage, CallSite(site.scope, site.line, classes), linkage.attribute_of(receiver, "get_form_class"))
    linkage.solver.use(classes, call_objects, (linkage, made))
    if view_bases(linkage, receiver) & _SAVING and site.target >= 0:
        linkage.solver.use(linkage.attribute_of(receiver, "model"), _plain_form, (linkage, site.target))


def _plain_form(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, target = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CLASS and is_mapped(linkage, thing):
            linkage.solver.add(target, linkage.objects.instance(linkage.objects.external(MODEL_FORM), thing))


@models_call(f"{VIEW}.form_valid")
def _form_valid(linkage: Linkage, site: CallSite, receiver: int) -> None:
    bases = view_bases(linkage, receiver)
    if bases & _SAVING and site.args:
        linkage.solver.use(site.args[0], _call_on, (linkage, site, "save"))
    if bases & _DELETING:
        _delete(linkage, site, receiver)


@models_call(f"{VIEW}.delete")
def _delete(linkage: Linkage, site: CallSite, receiver: int) -> None:
    row = linkage.solver.new_node()
    call_back(linkage, CallSite(site.scope, site.line, row), linkage.attribute_of(receiver, "get_object"))
    linkage.solver.use(row, _call_on, (linkage, site, "delete"))


def _call_on(payload: tuple[Linkage, CallSite, str], things: Iterable[int]) -> None:
    """Call a method without arguments on each object, on behalf of the call site."""
    linkage, site, method = payload
    for thing in sorted(things):
        call_back(
            linkage, CallSite(site.scope, site.line, -1, op_node=site.op_node), linkage.attribute_of(thing, method)
        )


# -- handlers --


@models_call(f"{VIEW}.get")
def _get(linkage: Linkage, site: CallSite, receiver: int) -> None:
    bases = view_bases(linkage, receiver)
    for method in _steps(bases):
        call_back(linkage, CallSite(site.scope, site.line, -1), linkage.attribute_of(receiver, method))


def _steps(bases: frozenset[str]) -> Iterator[str]:
    if bases & _SINGLE:
        yield "get_object"
    if bases & _LIST.keys():
        yield "get_queryset"
    if bases & (_SINGLE | _LIST.keys() | _FORMS):
        yield "get_context_data"


@models_call(f"{VIEW}.post")
def _post(linkage: Linkage, site: CallSite, receiver: int) -> None:
    bases = view_bases(linkage, receiver)
    if bases & _DELETING:
        call_back(linkage, CallSite(site.scope, site.line, -1), linkage.attribute_of(receiver, "delete"))
        return
    if bases & _SINGLE:
        call_back(linkage, CallSite(site.scope, site.line, -1), linkage.attribute_of(receiver, "get_object"))
    if bases & _FORMS:
        form = linkage.solver.new_node()
        call_back(linkage, CallSite(site.scope, site.line, form), linkage.attribute_of(receiver, "get_form"))
        linkage.solver.use(form, _call_on, (linkage, site, "is_valid"))
        for method in ("form_valid", "form_invalid"):
            call_back(linkage, CallSite(site.scope, site.line, -1, (form,)), linkage.attribute_of(receiver, method))


@models_call(f"{VIEW}.dispatch")
def _dispatch(linkage: Linkage, site: CallSite, receiver: int) -> None:
    for method in ("get", "post"):
        call_back(
            linkage, CallSite(site.scope, site.line, site.target, site.args), linkage.attribute_of(receiver, method)
        )


@between_rounds
def hand_over_forms(linkage: Linkage) -> None:
    """Django calls ``form_valid`` and ``form_invalid`` with the view's form."""
    objects = linkage.objects
    for gid in sorted(linkage.classes):
        receiver = objects.instance(objects.intern(Kind.CLASS, gid))
        if not view_bases(linkage, receiver) & _FORMS:
            continue
        for method in ("form_valid", "form_invalid"):
            owner = definer(linkage, gid, method)
            for thing in sorted(linkage.solver.get(linkage.member_node(owner, method))) if owner >= 0 else ():
                params = linkage.scopes[objects.first[thing]].params if objects.kinds[thing] is Kind.FUNCTION else ()
                if len(params) > 1:
                    given = CallSite(-1, 0, linkage.node(objects.first[thing], params[1].value))
                    linkage.solver.use(linkage.attribute_of(receiver, "get_form"), call_objects, (linkage, given))

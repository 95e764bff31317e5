"""Django REST framework: serializers that save rows, generic views and viewsets that fetch them."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.calls import call_back, call_objects
from decompose.extractors.linking.hierarchy import definer, external_ancestors
from decompose.extractors.linking.libraries import between_rounds, models_attributes, models_call
from decompose.extractors.linking.libraries.django_forms import meta_model
from decompose.extractors.linking.libraries.django_managers import save_row
from decompose.extractors.linking.libraries.django_views import fetch_all, fetch_one, queried_model, read_rows
from decompose.extractors.linking.linkage import CallSite, Linkage
from decompose.extractors.linking.mapping import mapped_classes
from decompose.extractors.linking.objects import Kind

SERIALIZER = "rest_framework.serializers.ModelSerializer"
_SERIALIZERS = (
    *(SERIALIZER, "rest_framework.serializers.HyperlinkedModelSerializer", "rest_framework.serializers.Serializer"),
    *("rest_framework.serializers.BaseSerializer", "rest_framework.serializers.ListSerializer"),
)
_SERIALIZER_METHODS = frozenset({"save", "create", "update"})
VIEW = "rest_framework.generics.GenericAPIView"
_GENERIC = (
    *("GenericAPIView", "CreateAPIView", "ListAPIView", "RetrieveAPIView", "DestroyAPIView", "UpdateAPIView"),
    *("ListCreateAPIView", "RetrieveUpdateAPIView", "RetrieveDestroyAPIView", "RetrieveUpdateDestroyAPIView"),
)
_MIXINS = ("CreateModelMixin", "ListModelMixin", "RetrieveModelMixin", "UpdateModelMixin", "DestroyModelMixin")
_VIEWSETS = ("GenericViewSet", "ModelViewSet", "ReadOnlyModelViewSet")
VIEWS = (
    *(f"rest_framework.generics.{name}" for name in _GENERIC),
    *(f"rest_framework.mixins.{name}" for name in _MIXINS),
    *(f"rest_framework.viewsets.{name}" for name in _VIEWSETS),
)
_VIEW_METHODS = frozenset(
    [
        *(
            "get_queryset",
            "filter_queryset",
            "paginate_queryset",
            "get_object",
            "get_serializer",
            "get_serializer_class",
        ),
        *("perform_create", "perform_update", "perform_destroy", "create", "list", "retrieve", "update"),
        *("partial_update", "destroy", "get", "post", "put", "patch", "delete"),
    ]
)


# -- serializers --


@models_attributes(*_SERIALIZERS)
def _serializer(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    objects = linkage.objects
    if objects.kinds[thing] is not Kind.INSTANCE:
        return ()
    if name in _SERIALIZER_METHODS:
        return (objects.intern(Kind.BOUND, objects.external(f"{SERIALIZER}.{name}"), thing),)
    model = meta_model(linkage, objects.first[thing]) if name == "instance" else -1
    if model >= 0:
        linkage.solver.use(model, _rows_into, (linkage, linkage.attribute_of(thing, name)))
    return ()


def _rows_into(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, target = payload
    for cls in mapped_classes(linkage, things):
        linkage.solver.add(target, linkage.objects.instance(cls))


@models_call(f"{SERIALIZER}.save")
def _save(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``serializer.save()`` calls ``create`` or ``update``, the serializer's own or those that save the model."""
    for method in ("create", "update"):
        call = CallSite(site.scope, site.line, site.target, op_node=site.op_node)
        call_back(linkage, call, linkage.attribute_of(receiver, method))


@models_call(f"{SERIALIZER}.create", f"{SERIALIZER}.update")
def _write(linkage: Linkage, site: CallSite, receiver: int) -> None:
    model = meta_model(linkage, linkage.objects.first[receiver])
    if model >= 0:
        linkage.solver.use(model, _written, (linkage, site))


def _written(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for cls in mapped_classes(linkage, things):
        save_row(linkage, site, cls)
        if site.target >= 0:
            linkage.solver.add(site.target, linkage.objects.instance(cls))


# -- views --


@models_attributes(*VIEWS)
def _view(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    objects = linkage.objects
    if objects.kinds[thing] is Kind.INSTANCE and name in _VIEW_METHODS:
        return (objects.intern(Kind.BOUND, objects.external(f"{VIEW}.{name}"), thing),)
    return ()


def _own(linkage: Linkage, site: CallSite, receiver: int, method: str, *args: int, target: int = -1) -> None:
    """The view calls one of its own methods on behalf of a call site."""
    call = CallSite(site.scope, site.line, target, args, op_node=site.op_node)
    call_back(linkage, call, linkage.attribute_of(receiver, method))


@models_call(f"{VIEW}.get_queryset")
def _get_queryset(linkage: Linkage, site: CallSite, receiver: int) -> None:
    linkage.solver.use(linkage.attribute_of(receiver, "queryset"), fetch_all, (linkage, site))


@models_call(f"{VIEW}.filter_queryset")
def _filter_queryset(linkage: Linkage, site: CallSite, receiver: int) -> None:
    given = site.argument(0, "queryset")
    if given >= 0 and site.target >= 0:
        linkage.solver.copy(given, site.target)


@models_call(f"{VIEW}.paginate_queryset")
def _paginate(linkage: Linkage, site: CallSite, receiver: int) -> None:
    given = site.argument(0, "queryset")
    if given >= 0:
        linkage.solver.use(given, _fetched, (linkage, site))
        if site.target >= 0:
            linkage.solver.copy(given, site.target)


def _fetched(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        if queried_model(linkage, thing) >= 0:
            read_rows(linkage, site, thing, "all")


@models_call(f"{VIEW}.get_object")
def _get_object(linkage: Linkage, site: CallSite, receiver: int) -> None:
    rows = linkage.solver.new_node()
    _own(linkage, site, receiver, "get_queryset", target=rows)
    linkage.solver.use(rows, fetch_one, (linkage, site))


@models_call(f"{VIEW}.get_serializer_class")
def _get_serializer_class(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.copy(linkage.attribute_of(receiver, "serializer_class"), site.target)


@models_call(f"{VIEW}.get_serializer")
def _get_serializer(linkage: Linkage, site: CallSite, receiver: int) -> None:
    classes = linkage.solver.new_node()
    _own(linkage, site, receiver, "get_serializer_class", target=classes)
    made = CallSite(site.scope, site.line, site.target, site.args, site.stars, site.keywords, site.op_node)
    linkage.solver.use(classes, call_objects, (linkage, made))


@models_call(f"{VIEW}.perform_create", f"{VIEW}.perform_update")
def _perform_save(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _on_argument(linkage, site, "save")


@models_call(f"{VIEW}.perform_destroy")
def _perform_destroy(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _on_argument(linkage, site, "delete")


def _on_argument(linkage: Linkage, site: CallSite, method: str) -> None:
    if site.args:
        linkage.solver.use(site.args[0], _call_on, (linkage, site, method))


def _call_on(payload: tuple[Linkage, CallSite, str], things: Iterable[int]) -> None:
    linkage, site, method = payload
    for thing in sorted(things):
        call = CallSite(site.scope, site.line, -1, op_node=site.op_node)
        call_back(linkage, call, linkage.attribute_of(thing, method))


@models_call(f"{VIEW}.create", f"{VIEW}.post")
def _create(linkage: Linkage, site: CallSite, receiver: int) -> None:
    serializer = linkage.solver.new_node()
    _own(linkage, site, receiver, "get_serializer", target=serializer)
    _own(linkage, site, receiver, "perform_create", serializer)


@models_call(*(f"{VIEW}.{name}" for name in ("update", "partial_update", "put", "patch")))
def _update(linkage: Linkage, site: CallSite, receiver: int) -> None:
    serializer = linkage.solver.new_node()
    _own(linkage, site, receiver, "get_object")
    _own(linkage, site, receiver, "get_serializer", target=serializer)
    _own(linkage, site, receiver, "perform_update", serializer)


@models_call(f"{VIEW}.destroy", f"{VIEW}.delete")
def _destroy(linkage: Linkage, site: CallSite, receiver: int) -> None:
    row = linkage.solver.new_node()
    _own(linkage, site, receiver, "get_object", target=row)
    _own(linkage, site, receiver, "perform_destroy", row)


@models_call(f"{VIEW}.list")
def _list(linkage: Linkage, site: CallSite, receiver: int) -> None:
    rows = linkage.solver.new_node()
    _own(linkage, site, receiver, "get_queryset", target=rows)
    linkage.solver.use(rows, _fetched, (linkage, site))


@models_call(f"{VIEW}.retrieve")
def _retrieve(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _own(linkage, site, receiver, "get_object")


@between_rounds
def hand_over(linkage: Linkage) -> None:
    """What the framework calls the methods of views and serializers with."""
    objects = linkage.objects
    for gid in sorted(linkage.classes):
        bases = set(external_ancestors(linkage, gid))
        if not any(base.startswith("rest_framework.") for base in bases):
            continue
        receiver = objects.instance(objects.intern(Kind.CLASS, gid))
        if bases & set(VIEWS):
            for method, getter in _GIVEN.items():
                for node in _second_parameters(linkage, gid, method):
                    given = CallSite(-1, 0, node)
                    linkage.solver.use(linkage.attribute_of(receiver, getter), call_objects, (linkage, given))
        elif bases & set(_SERIALIZERS):
            model = meta_model(linkage, objects.first[receiver])
            for method in ("update", "to_representation") if model >= 0 else ():
                for node in _second_parameters(linkage, gid, method):
                    linkage.solver.use(model, _rows_into, (linkage, node))


_GIVEN = {
    **dict.fromkeys(("perform_create", "perform_update"), "get_serializer"),
    "perform_destroy": "get_object",
    "filter_queryset": "get_queryset",
}
"""Method of a view → the method whose result it is given."""


def _second_parameters(linkage: Linkage, gid: int, method: str) -> Iterable[int]:
    owner = definer(linkage, gid, method)
    for thing in sorted(linkage.solver.get(linkage.member_node(owner, method))) if owner >= 0 else ():
        original = linkage.objects.unwrapped(thing)
        if linkage.objects.kinds[original] is Kind.FUNCTION:
            function = linkage.objects.first[original]
            params = linkage.scopes[function].params
            if len(params) > 1:
                yield linkage.node(function, params[1].value)

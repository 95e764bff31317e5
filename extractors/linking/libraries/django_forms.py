"""Django's model forms and formsets: the rows that they hold and save."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors import facts
from decompose.extractors.linking.hierarchy import lookup_node, project_ancestors
from decompose.extractors.linking.libraries import models_attributes, models_call
from decompose.extractors.linking.libraries.django_managers import save_row
from decompose.extractors.linking.linkage import CallSite, Linkage, QueryCall
from decompose.extractors.linking.mapping import mapped_classes, nested_class
from decompose.extractors.linking.objects import Kind

MODEL_FORM = "django.forms.ModelForm"
_FORMS = (
    *(MODEL_FORM, "django.forms.models.ModelForm", "django.forms.BaseModelForm", "django.forms.models.BaseModelForm"),
    *("django.contrib.auth.forms.UserCreationForm", "django.contrib.auth.forms.UserChangeForm"),
    "django.contrib.auth.forms.BaseUserCreationForm",
)
_FORMSET = "django.forms.ModelFormSet"
_FORMSETS = (
    *(_FORMSET, "django.forms.BaseModelFormSet", "django.forms.models.BaseModelFormSet"),
    *("django.forms.BaseInlineFormSet", "django.forms.models.BaseInlineFormSet"),
)
_VALIDATING = ("is_valid", "full_clean", "_post_clean", "validate_unique")
_FACTORIES = ("inlineformset_factory", "modelformset_factory")


def meta_model(linkage: Linkage, form_class: int) -> int:
    """The node of the model that a form class names in its ``Meta``; -1 without."""
    objects = linkage.objects
    if objects.kinds[form_class] is not Kind.CLASS:
        return -1
    for ancestor in project_ancestors(linkage, objects.first[form_class]):
        meta = nested_class(linkage, ancestor, "Meta")
        if meta is not None:
            return lookup_node(linkage, meta, "model")
    return -1


def _model_node(linkage: Linkage, receiver: int) -> int:
    """The node of the model classes that a form or formset is about; -1 if it is about none."""
    objects = linkage.objects
    if receiver < 0 or objects.kinds[receiver] is not Kind.INSTANCE:
        return -1
    cls, argument = objects.first[receiver], objects.second[receiver]
    if objects.kinds[cls] is Kind.CLASS:
        named = meta_model(linkage, cls)
        return named if named >= 0 else _made_for(linkage, objects.first[cls])
    if argument < 0:
        return -1
    node = linkage.field_node(receiver, "<model>")
    linkage.solver.add(node, argument)
    return node


def _made_for(linkage: Linkage, gid: int) -> int:
    """The model of a class that derives from what a factory made."""
    for ancestor in project_ancestors(linkage, gid):
        for base in linkage.instance_bases.get(ancestor, ()):
            if linkage.objects.second[base] >= 0:
                node = linkage.field_node(base, "<model>")
                linkage.solver.add(node, linkage.objects.second[base])
                return node
    return -1


@models_attributes(*_FORMS)
def _form(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    objects = linkage.objects
    if objects.kinds[thing] is not Kind.INSTANCE:
        return ()
    if name in {"save", "_save_m2m", *_VALIDATING, "__init__"}:
        return (objects.intern(Kind.BOUND, objects.external(f"{MODEL_FORM}.{name}"), thing),)
    if name == "instance":
        node = _model_node(linkage, thing)
        if node >= 0:
            linkage.solver.use(node, _instances, (linkage, linkage.attribute_of(thing, name)))
    return ()


def _instances(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, target = payload
    for cls in mapped_classes(linkage, things):
        linkage.solver.add(target, linkage.objects.instance(cls))


@models_call(*(f"{MODEL_FORM}.{name}" for name in _VALIDATING))
def _validate(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _use_form(linkage, site, receiver, "validate")


@models_call(f"{MODEL_FORM}.__init__")
def _fill(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _use_form(linkage, site, receiver, "show")


def _use_form(linkage: Linkage, site: CallSite, receiver: int, use: str) -> None:
    """See ``consequences.django_validation``."""
    cls = linkage.objects.first[receiver] if receiver >= 0 else -1
    if site.scope >= 0 and cls >= 0 and linkage.objects.kinds[cls] is Kind.CLASS:
        linkage.form_uses[site.scope, site.line, linkage.objects.first[cls], use] = None


@models_call(f"{MODEL_FORM}.save")
def _save(linkage: Linkage, site: CallSite, receiver: int) -> None:
    node = _model_node(linkage, receiver)
    if node >= 0:
        linkage.solver.use(node, _saved, (linkage, site, _commits(linkage, site)))


def _commits(linkage: Linkage, site: CallSite) -> bool:
    """``form.save(commit=False)`` writes nothing."""
    node = site.argument(0, "commit")
    if node < 0 or site.scope < 0:
        return True
    value = node - linkage.value_offset[linkage.file_of[site.scope]]
    ops = linkage.scopes[site.scope].ops
    return not any(isinstance(op, facts.Const) and op.target == value and op.text == "False" for op in ops)


def _saved(payload: tuple[Linkage, CallSite, bool], things: Iterable[int]) -> None:
    linkage, site, commits = payload
    for cls in mapped_classes(linkage, things):
        if commits:
            save_row(linkage, site, cls)
            if site.scope >= 0:
                linkage.queries[QueryCall(site.scope, site.line, cls, "save form", site.op_node)] = site
        if site.target >= 0:
            linkage.solver.add(site.target, linkage.objects.instance(cls))


@models_call("django.forms.modelform_factory", "django.forms.models.modelform_factory")
def _form_factory(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _make_class(linkage, site, site.argument(0, "model"), f"{MODEL_FORM} class")


def _register_formset_factories() -> None:
    for name in _FACTORIES:
        position = 1 if name.startswith("inline") else 0

        @models_call(f"django.forms.{name}", f"django.forms.models.{name}")
        def model(linkage: Linkage, site: CallSite, receiver: int, position: int = position) -> None:
            _make_class(linkage, site, site.argument(position, "model"), f"{_FORMSET} class")
            base = dict(site.keywords).get("formset", -1)
            if base >= 0 and site.target >= 0:
                linkage.solver.copy(base, site.target)


_register_formset_factories()


def _make_class(linkage: Linkage, site: CallSite, model: int, dotted: str) -> None:
    if model >= 0 and site.target >= 0:
        linkage.solver.use(model, _class_for, (linkage, site.target, dotted))


def _class_for(payload: tuple[Linkage, int, str], things: Iterable[int]) -> None:
    linkage, target, dotted = payload
    for cls in mapped_classes(linkage, things):
        linkage.solver.add(target, linkage.objects.instance(linkage.objects.external(dotted), cls))


@models_call(f"{MODEL_FORM} class", f"{_FORMSET} class")
def _instantiate(linkage: Linkage, site: CallSite, receiver: int) -> None:
    objects = linkage.objects
    if site.target >= 0 and receiver >= 0 and objects.kinds[receiver] is Kind.INSTANCE:
        dotted = (objects.external_name(receiver) or "").removesuffix(" class")
        linkage.solver.add(site.target, objects.instance(objects.external(dotted), objects.second[receiver]))


@models_attributes(*_FORMSETS, f"{_FORMSET} class")
def _formset(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    objects = linkage.objects
    if objects.kinds[thing] is not Kind.INSTANCE:
        return ()
    if name in {"save", "save_new", "save_existing", "get_queryset"}:
        return (objects.intern(Kind.BOUND, objects.external(f"{_FORMSET}.{name}"), thing),)
    return ()


@models_call(*(f"{_FORMSET}.{name}" for name in ("save", "save_new", "save_existing")))
def _save_rows(linkage: Linkage, site: CallSite, receiver: int) -> None:
    node = _model_node(linkage, receiver)
    if node < 0:
        return
    saved = linkage.solver.new_node()
    each = CallSite(site.scope, site.line, saved, op_node=site.op_node)
    linkage.solver.use(node, _saved, (linkage, each, _commits(linkage, site)))
    if site.target >= 0:
        made = linkage.container(site.target, "list")
        linkage.solver.copy(saved, linkage.element_node(made, None))
        linkage.solver.add(site.target, made)


@models_call(f"{_FORMSET}.get_queryset")
def _rows(linkage: Linkage, site: CallSite, receiver: int) -> None:
    node = _model_node(linkage, receiver)
    if node >= 0:
        linkage.solver.use(node, _read, (linkage, site))


def _read(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for cls in mapped_classes(linkage, things):
        linkage.record(site, cls, writes=False)

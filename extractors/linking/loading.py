"""From the operations of each scope to constraints of the solver."""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from functools import singledispatch
from typing import get_args

from decompose.extractors import facts
from decompose.extractors.facts import AnyOp
from decompose.extractors.linking.attributes import attribute_node, set_attribute
from decompose.extractors.linking.calls import CallSite, call_objects, elements_into, iterate
from decompose.extractors.linking.decorating import decorate
from decompose.extractors.linking.elements import read_computed
from decompose.extractors.linking.forwarding import forwarding_calls
from decompose.extractors.linking.handing_back import handed_back
from decompose.extractors.linking.hierarchy import definer, project_ancestors, watch_bases
from decompose.extractors.linking.libraries import attribute_model
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.selectors import find_selectors

_PYTHON_2 = {
    "unicode",
    "basestring",
    "long",
    "xrange",
    "raw_input",
    "reduce",
    "unichr",
    "cmp",
    "execfile",
    "file",
}
_BUILTINS = frozenset(dir(builtins)) | _PYTHON_2
MOST_TEXT = 120
"""Longer constant strings do not travel as names; they stay where they are, as SQL may."""


MOST_INDEX = 16
"""Larger numbers are not told apart: they are rarely positions in a list."""


def load(linkage: Linkage) -> None:
    """Add the constraints of the whole program."""
    _find_stars(linkage)
    linkage.forwarding.update(forwarding_calls(linkage))
    linkage.selectors.update(find_selectors(linkage))
    for gid, scope in enumerate(linkage.scopes):
        load_scope(linkage, gid)
        if scope.kind == "class":
            watch_bases(linkage, gid)
        elif scope.kind == "function":
            _seed_receiver(linkage, gid)


def load_scope(linkage: Linkage, gid: int) -> None:
    """Add the constraints of one scope's operations."""
    scope = linkage.scopes[gid]
    returns = handed_back(scope)
    if returns:
        linkage.handed_back[gid] = returns
    for op in scope.ops:
        if not (returns and isinstance(op, facts.Copy) and op.target == scope.returned and op.source in returns):
            _LOADERS[type(op)](op, linkage, gid)


def _find_stars(linkage: Linkage) -> None:
    for file, file_facts in enumerate(linkage.facts):
        for scope in file_facts.scopes:
            for op in scope.ops:
                if isinstance(op, facts.Bind) and op.is_global:
                    linkage.global_names[file].add(op.name)
                elif isinstance(op, facts.ImportStar):
                    dotted = linkage.modules.absolute(file, op.module, op.level)
                    source = linkage.modules.find(dotted, file) if dotted else None
                    if source is not None:
                        linkage.star_sources[file].append(source)
                    elif dotted:
                        linkage.outside_stars[file].append(dotted)


def _seed_receiver(linkage: Linkage, gid: int) -> None:
    """The first parameter of a method is an instance of its class, whoever calls it."""
    scope, owner = linkage.scopes[gid], linkage.class_of_method(gid)
    if owner < 0 or not scope.params or scope.params[0].kind != "positional":
        return
    kinds = {_decorator_name(linkage, gid, value) for value in scope.decorators}
    if "staticmethod" in kinds:
        return
    cls = linkage.objects.intern(Kind.CLASS, owner)
    of_class = bool(kinds & {"classmethod", "declared_attr"}) or scope.name in {
        "__new__",
        "__init_subclass__",
        "__class_getitem__",
    }
    receiver = cls if of_class else linkage.objects.instance(cls)
    linkage.solver.add(linkage.node(gid, scope.params[0].value), receiver)


def _decorator_name(linkage: Linkage, gid: int, value: int) -> str:
    for op in linkage.scopes[linkage.parent_of[gid]].ops:
        if isinstance(op, facts.Load) and op.target == value:
            return op.name
    return ""


@singledispatch
def load_op(op: object, linkage: Linkage, gid: int) -> None:
    """Add the constraints of one operation."""
    raise NotImplementedError(type(op).__name__)


@load_op.register
def _(op: facts.Copy, linkage: Linkage, gid: int) -> None:
    linkage.solver.copy(linkage.node(gid, op.source), linkage.node(gid, op.target))


@load_op.register
def _(op: facts.Const, linkage: Linkage, gid: int) -> None:
    node = linkage.node(gid, op.target)
    if op.kind == "int" and op.text.isdigit() and int(op.text) <= MOST_INDEX:
        integer = linkage.objects.external("<builtin>.int")
        linkage.solver.add(node, linkage.objects.instance(integer, linkage.objects.string(op.text)))
    elif op.kind != "str":
        linkage.solver.add(node, linkage.objects.instance(linkage.objects.external(f"<builtin>.{op.kind}")))
    elif len(op.text) <= MOST_TEXT and "\n" not in op.text:
        linkage.solver.add(node, linkage.objects.string(op.text))
    else:
        linkage.long_texts[node] = op.text
        linkage.solver.add(node, linkage.objects.intern(Kind.TEXT, node))


@load_op.register
def _(op: facts.Load, linkage: Linkage, gid: int) -> None:
    node = linkage.node(gid, op.target)
    found = linkage.find_global(linkage.file_of[gid], op.name)
    if found is not None:
        linkage.solver.copy(found, node)
    elif op.name == "__class__" and linkage.enclosing_class(gid) >= 0:
        cls = linkage.objects.intern(Kind.CLASS, linkage.enclosing_class(gid))
        linkage.solver.add(node, cls)
    elif op.name == "__name__":
        linkage.solver.add(node, linkage.objects.string(linkage.modules.names[linkage.file_of[gid]]))
    elif op.name in _BUILTINS:
        linkage.solver.add(node, linkage.objects.external(f"<builtin>.{op.name}"))
    elif len(linkage.outside_stars[linkage.file_of[gid]]) == 1:
        module = linkage.outside_stars[linkage.file_of[gid]][0]
        linkage.solver.add(node, linkage.objects.external(f"{module}.{op.name}"))


@load_op.register
def _(op: facts.Bind, linkage: Linkage, gid: int) -> None:
    source = linkage.node(gid, op.source)
    if op.is_global or linkage.scopes[gid].kind == "module":
        linkage.solver.copy(source, linkage.global_node(linkage.file_of[gid], op.name))
    else:
        linkage.solver.copy(source, linkage.member_node(gid, op.name))


# -- attributes and elements --

_OpPayload = tuple[Linkage, int, AnyOp]


@load_op.register
def _(op: facts.Attr, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.base), _read_attribute, (linkage, gid, op))


def _read_attribute(payload: tuple[Linkage, int, facts.Attr], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    target = linkage.node(gid, op.target)
    for thing in sorted(things):
        linkage.solver.copy(attribute_node(linkage, thing, op.name), target)


@load_op.register
def _(op: facts.SetAttr, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.base), _write_attribute, (linkage, gid, op))


def _write_attribute(payload: tuple[Linkage, int, facts.SetAttr], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    for thing in sorted(things):
        set_attribute(linkage, thing, op.name, linkage.node(gid, op.source))
        _call_setter(linkage, thing, op.name, gid, op)


def _call_setter(linkage: Linkage, thing: int, name: str, gid: int, op: facts.SetAttr) -> None:
    """Assigning to a property calls its setter with the assigned value."""
    objects = linkage.objects
    cls = objects.first[thing]
    if objects.kinds[thing] is not Kind.INSTANCE or objects.kinds[cls] is not Kind.CLASS:
        return
    owner = definer(linkage, objects.first[cls], name)
    if owner < 0:
        return
    for member in sorted(linkage.solver.get(linkage.member_node(owner, name))):
        for setter in sorted(linkage.setters.get(member, ())):
            bound = objects.intern(Kind.BOUND, setter, thing)
            site = CallSite(gid, op.line, -1, (linkage.node(gid, op.source),))
            call_objects((linkage, site), (bound,))


@load_op.register
def _(op: facts.Item, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.base), _read_item, (linkage, gid, op))


def _read_item(payload: tuple[Linkage, int, facts.Item], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    target = linkage.node(gid, op.target)
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            if op.index >= 0:
                read_computed(linkage, thing, linkage.node(gid, op.index), target)
            else:
                linkage.read_element(thing, op.key, target)
        elif not _call_method(linkage, gid, thing, "__getitem__", op.line, target) and not _read_outside(
            linkage, thing, op.key, target
        ):
            iterate(linkage, thing, target)


def _read_outside(linkage: Linkage, thing: int, key: facts.Key, target: int) -> bool:
    """An element of an object of an installed package that tells its elements apart."""
    dotted = linkage.objects.external_name(thing)
    model = attribute_model(f"{dotted}.__getitem__") if dotted else None
    if model is not None:
        linkage.solver.add_all(target, model(linkage, thing, "" if key is None else str(key)))
    return model is not None


@load_op.register
def _(op: facts.Slice, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.base), _slice, (linkage, gid, op))


def _slice(payload: tuple[Linkage, int, facts.Slice], things: Iterable[int]) -> None:
    """A part of a list: its positions move to the front."""
    linkage, gid, op = payload
    target = linkage.node(gid, op.target)
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            part = linkage.container(target, linkage.container_kind(thing))
            linkage.solver.add(target, part)
            linkage.copy_elements(thing, part, op.start, op.stop)
        elif not _call_method(linkage, gid, thing, "__getitem__", 0, target):
            linkage.solver.add(target, thing)


@load_op.register
def _(op: facts.Raise, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.base), _raise, (linkage, gid, op))


def _raise(payload: tuple[Linkage, int, facts.Raise], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    classes = [thing for thing in things if linkage.objects.kinds[thing] is Kind.CLASS]
    call_objects((linkage, CallSite(gid, op.line, -1)), classes)


@load_op.register
def _(op: facts.SetItem, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.base), _write_item, (linkage, gid, op))


def _write_item(payload: tuple[Linkage, int, facts.SetItem], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    source = linkage.node(gid, op.source)
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            linkage.solver.copy(source, linkage.element_node(thing, op.key))
        else:
            _call_method(linkage, gid, thing, "__setitem__", op.line, -1, (-1, source))


@load_op.register
def _(op: facts.Build, linkage: Linkage, gid: int) -> None:
    node = linkage.node(gid, op.target)
    thing = linkage.container(node, op.kind)
    linkage.solver.add(node, thing)
    for key, value in zip(op.keys, op.values, strict=True):
        linkage.solver.copy(linkage.node(gid, value), linkage.element_node(thing, key))
    for value in op.unpacked:
        source = linkage.node(gid, value)
        if op.kind == "dict":
            linkage.solver.use(source, _merge_dict, (linkage, thing))
        else:
            elements_into(linkage, source, linkage.element_node(thing, None))


def _merge_dict(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, into = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            linkage.merge_elements(thing, into)


@load_op.register
def _(op: facts.Iterate, linkage: Linkage, gid: int) -> None:
    elements_into(linkage, linkage.node(gid, op.base), linkage.node(gid, op.target))


@load_op.register
def _(op: facts.Text, linkage: Linkage, gid: int) -> None:
    node = linkage.node(gid, op.target)
    linkage.solver.add(node, linkage.objects.intern(Kind.TEXT, node))
    linkage.texts[node] = (gid, op)


# -- calls --


def call_site(linkage: Linkage, gid: int, op: facts.Call) -> CallSite:
    """A call operation in nodes."""
    offset = linkage.value_offset[linkage.file_of[gid]]
    return CallSite(
        linkage.original.get(gid, gid),
        op.line,
        offset + op.target,
        tuple([offset + value for value in op.args]),
        tuple([offset + value for value in op.stars]),
        tuple([(name, offset + value) for name, value in op.keywords]),
        offset + op.target,
    )


@load_op.register
def _(op: facts.Call, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.func), call_objects, (linkage, call_site(linkage, gid, op)))


@load_op.register
def _(op: facts.Decorate, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.decorator), decorate, (linkage, gid, op))


@load_op.register
def _(op: facts.MakeFunction, linkage: Linkage, gid: int) -> None:
    scope = linkage.scope_offset[linkage.file_of[gid]] + op.scope
    linkage.solver.add(linkage.node(gid, op.target), linkage.objects.intern(Kind.FUNCTION, scope))


@load_op.register
def _(op: facts.MakeClass, linkage: Linkage, gid: int) -> None:
    scope = linkage.scope_offset[linkage.file_of[gid]] + op.scope
    linkage.solver.add(linkage.node(gid, op.target), linkage.objects.intern(Kind.CLASS, scope))


# -- imports --


@load_op.register
def _(op: facts.Import, linkage: Linkage, gid: int) -> None:
    file, target = linkage.file_of[gid], linkage.node(gid, op.target)
    dotted = linkage.modules.absolute(file, op.module, op.level)
    if dotted is None:
        return
    module = linkage.modules.find(dotted, file)
    if not op.name:
        thing = linkage.module_object(dotted, module)
        linkage.solver.add(target, thing)
    elif module is None:
        submodule = linkage.modules.find(f"{dotted}.{op.name}", file)
        linkage.solver.add(target, linkage.module_object(f"{dotted}.{op.name}", submodule))
    else:
        thing = linkage.objects.intern(Kind.MODULE, module)
        linkage.solver.copy(attribute_node(linkage, thing, op.name), target)
        own = linkage.modules.files.get(f"{dotted}.{op.name}") if module == file else None
        if own is not None:  # a package that imports its own module from itself binds nothing else to the name
            linkage.solver.add(target, linkage.objects.intern(Kind.MODULE, own))


@load_op.register
def _(op: facts.ImportStar, linkage: Linkage, gid: int) -> None:
    """Star imports were resolved before (``Linkage.find_global``)."""


# -- implicit calls --


def _call_method(
    linkage: Linkage, gid: int, thing: int, method: str, line: int, target: int, args: tuple[int, ...] = ()
) -> bool:
    """Call a method that a class of the program defines; False if there is none."""
    objects = linkage.objects
    cls = objects.first[thing]
    if objects.kinds[thing] is not Kind.INSTANCE or objects.kinds[cls] is not Kind.CLASS:
        return False
    if definer(linkage, objects.first[cls], method) < 0:
        return False
    site = CallSite(gid, line, target, tuple(node for node in args if node >= 0))
    linkage.solver.use(attribute_node(linkage, thing, method), call_objects, (linkage, site))
    return True


@load_op.register
def _(op: facts.Enter, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.base), _enter, (linkage, gid, op))


def _enter(payload: tuple[Linkage, int, facts.Enter], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    target = linkage.node(gid, op.target)
    for thing in sorted(things):
        entered = [_call_method(linkage, gid, thing, method, op.line, target) for method in ("__enter__", "__aenter__")]
        for method in ("__exit__", "__aexit__"):
            _call_method(linkage, gid, thing, method, op.line, -1)
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            iterate(linkage, thing, target)  # a generator that a contextmanager decorator wraps
        elif not any(entered):
            linkage.solver.add(target, thing)


_COMPOSING = {"__add__": "concat", "__mod__": "percent"}
"""Operators that make a string of a string."""


@load_op.register
def _(op: facts.Operator, linkage: Linkage, gid: int) -> None:
    for operand in op.operands:
        linkage.solver.use(
            linkage.node(gid, operand), _operate_outside, (linkage, linkage.node(gid, op.target), op.method)
        )
    linkage.solver.use(linkage.node(gid, op.operands[0]), _operate, (linkage, gid, op))


def _operate_outside(payload: tuple[Linkage, int, str], things: Iterable[int]) -> None:
    """Objects of installed packages of which operators make others of their kind: ``Order.price > 1``."""
    linkage, target, method = payload
    for thing in things:
        dotted = linkage.objects.external_name(thing) if linkage.objects.second[thing] >= 0 else None
        model = attribute_model(f"{dotted}.<operator>") if dotted else None
        if model is not None:
            linkage.solver.add_all(target, model(linkage, thing, method))


def _operate(payload: tuple[Linkage, int, facts.Operator], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    target = linkage.node(gid, op.target)
    others = tuple(linkage.node(gid, operand) for operand in op.operands[1:])
    for thing in sorted(things):
        if linkage.objects.kinds[thing] in {Kind.STRING, Kind.TEXT} and op.method in _COMPOSING:
            linkage.texts[target] = (gid, facts.Text(op.target, _COMPOSING[op.method], op.operands))
            linkage.solver.add(target, linkage.objects.intern(Kind.TEXT, target))
            continue
        if _call_method(linkage, gid, thing, op.method, op.line, target, others):
            continue
        if op.method in {"__or__", "__and__", "__add__"} and linkage.objects.second[thing] >= 0:
            linkage.solver.add(target, thing)  # queries combine into queries, conditions into conditions
            for other in others:
                linkage.solver.copy(other, target)


@load_op.register
def _(op: facts.Instance, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.cls), _annotated, (linkage, gid, op))


def _annotated(payload: tuple[Linkage, int, facts.Instance], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    objects, target = linkage.objects, linkage.node(gid, op.target)
    for thing in sorted(things):
        if objects.kinds[thing] is Kind.CLASS:
            linkage.solver.add(target, objects.instance(thing))
        elif objects.kinds[thing] is Kind.EXTERNAL:
            arguments = sorted(linkage.solver.get(linkage.node(gid, op.argument))) if op.argument >= 0 else []
            for argument in arguments or [-1]:
                linkage.solver.add(target, objects.instance(thing, argument))
            if op.argument >= 0 and not arguments:  # two modules that import each other: it will be known
                linkage.solver.use(linkage.node(gid, op.argument), _argued, (linkage, thing, target))
        elif objects.kinds[thing] is Kind.INSTANCE:
            linkage.solver.add(target, thing)  # a type alias: what it was annotated with


def _argued(payload: tuple[Linkage, int, int], arguments: Iterable[int]) -> None:
    linkage, thing, target = payload
    for argument in sorted(arguments):
        linkage.solver.add(target, linkage.objects.instance(thing, argument))


@load_op.register
def _(op: facts.Narrow, linkage: Linkage, gid: int) -> None:
    linkage.solver.use(linkage.node(gid, op.cls), _narrowed, (linkage, gid, op))


def _narrowed(payload: tuple[Linkage, int, facts.Narrow], things: Iterable[int]) -> None:
    linkage, gid, op = payload
    target = linkage.node(gid, op.target)
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CLASS:
            linkage.solver.add(target, linkage.objects.instance(thing))
            linkage.solver.use(linkage.node(gid, op.source), _keep_subclasses, (linkage, thing, target))
        else:
            linkage.solver.copy(linkage.node(gid, op.source), target)


def _keep_subclasses(payload: tuple[Linkage, int, int], things: Iterable[int]) -> None:
    linkage, wanted, target = payload
    objects = linkage.objects
    for thing in sorted(things):
        cls = objects.first[thing]
        if objects.kinds[thing] is not Kind.INSTANCE or objects.kinds[cls] is not Kind.CLASS:
            continue
        if objects.first[wanted] in project_ancestors(linkage, objects.first[cls]):
            linkage.solver.add(target, thing)


_LOADERS = {kind: load_op.dispatch(kind) for kind in get_args(AnyOp)}
"""Looked up once: there are millions of operations."""

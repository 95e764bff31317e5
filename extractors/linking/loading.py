"""From the operations of each scope to constraints of the solver."""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from typing import get_args

from decompose.extractors import facts
from decompose.extractors.facts import AnyOp
from decompose.extractors.linking import (  # noqa: F401 - they register
    loading_attributes,
    loading_elements,
    loading_protocols,
    loading_types,
)
from decompose.extractors.linking.attributes import attribute_node
from decompose.extractors.linking.calls import CallSite, call_objects
from decompose.extractors.linking.decorating import decorate
from decompose.extractors.linking.forwarding import forwarding_calls
from decompose.extractors.linking.handing_back import handed_back
from decompose.extractors.linking.hierarchy import (
    watch_bases,
)
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind
from decompose.extractors.linking.operations import load_op
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


_CATCH_ALL = {"*": "tuple", "**": "dict"}
"""kind of parameter → kind of container."""


def load(linkage: Linkage) -> None:
    """Add the constraints of the whole program."""
    _find_stars(linkage)
    linkage.forwarding.update(forwarding_calls(linkage, range(len(linkage.scopes))))
    find_selectors(linkage)
    for gid, scope in enumerate(linkage.scopes):
        load_scope(linkage, gid)
        if scope.kind == "class":
            watch_bases(linkage, gid)
        elif scope.kind == "function":
            seed_receiver(linkage, gid)


def load_scope(linkage: Linkage, gid: int) -> None:
    """Add the constraints of one scope's operations."""
    scope = linkage.scopes[gid]
    returns = handed_back(scope)
    if returns:
        linkage.handed_back[gid] = returns
    for param in scope.params:
        if param.kind in _CATCH_ALL:  # there even if nothing is left for it
            node = linkage.node(gid, param.value)
            linkage.solver.add(node, linkage.container(node, _CATCH_ALL[param.kind]))
    load_ops(linkage, gid, scope.ops)


def load_ops(linkage: Linkage, gid: int, ops: Iterable[AnyOp]) -> None:
    """Add the constraints of operations of a scope."""
    returned, returns = linkage.scopes[gid].returned, linkage.handed_back.get(gid, {})
    for op in ops:
        if not (returns and isinstance(op, facts.Copy) and op.target == returned and op.source in returns):
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


def seed_receiver(linkage: Linkage, gid: int) -> None:
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
        op.behind,
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


_LOADERS = {kind: load_op.dispatch(kind) for kind in get_args(AnyOp)}
"""Looked up once: there are millions of operations."""

"""Attributes: what ``thing.name`` may be, for each kind of object."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from decompose.extractors import facts
from decompose.extractors.linking.calls import CallSite, bases_became_known, call_objects
from decompose.extractors.linking.delegation import Asked, ask
from decompose.extractors.linking.hierarchy import (
    add_member,
    definer,
    external_ancestors,
    lookup_node,
    project_ancestors,
    resolution_order,
)
from decompose.extractors.linking.libraries import attribute_model
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

LITERALS = {"str": "<**PyStr**>", "list": "<**PyList**>", "dict": "<**PyDict**>", "tuple": "<**PyTuple**>"}
LITERALS["set"] = "<**PySet**>"
"""kind of container → what its methods are named after."""
_LONGEST_CHAIN = 8
"""Attributes of attributes of an external object are not followed further than this."""


ENUMERATIONS = frozenset({"enum.Enum", "enum.IntEnum", "enum.Flag", "enum.IntFlag", "enum.StrEnum"})
"""Classes whose constants are instances."""

_OF_EVERY_CLASS: dict[str, Callable[[Linkage, int], int]] = {
    "__name__": lambda linkage, cls: linkage.objects.string(linkage.scopes[linkage.objects.first[cls]].name),
    "__qualname__": lambda linkage, cls: linkage.objects.string(linkage.scopes[linkage.objects.first[cls]].name),
    "__dict__": lambda linkage, cls: linkage.namespace(cls),
    "__subclasses__": lambda linkage, cls: linkage.objects.intern(
        Kind.BOUND, linkage.objects.external("<builtin>.type.__subclasses__"), cls
    ),
}
"""attribute → what it is for a class."""

_NARROWED = frozenset({"queryset"})
_LOOKUP, _OUTSIDE, _DYNAMIC = -1, -2, -3
"""Marks in ``Linkage.connected`` beside the classes whose fields were connected."""


def install(linkage: Linkage) -> None:
    """Let the rest of linking ask for attributes, and keep them up to date with the class hierarchy."""

    def refresh(gid: int) -> None:
        for (thing, name), node in list(linkage.classes[gid].attributes.items()):
            _refresh(linkage, thing, name, node)
        bases_became_known(linkage, gid)

    linkage.attribute_of = lambda thing, name: attribute_node(linkage, thing, name)
    linkage.set_member = lambda cls, name, source: set_attribute(linkage, cls, name, source)
    linkage.own_attribute = lambda thing, name: own_node(linkage, thing, name)
    linkage.order_listeners.append(refresh)


def attribute_node(linkage: Linkage, thing: int, name: str) -> int:
    """The node of an attribute of an object."""
    key = (thing, name)
    node = linkage.attribute_nodes.get(key)
    if node is None:
        node = linkage.attribute_nodes[key] = linkage.solver.new_node()
        _connect(linkage, thing, name, node)
    return node


def _connect(linkage: Linkage, thing: int, name: str, node: int) -> None:
    objects = linkage.objects
    first = objects.first[thing]
    match objects.kinds[thing]:
        case Kind.MODULE:
            _module_attribute(linkage, first, name, node)
        case Kind.CLASS:
            linkage.classes[first].attributes[thing, name] = node
            _refresh(linkage, thing, name, node)
        case Kind.INSTANCE if objects.kinds[first] is Kind.CLASS:
            linkage.classes[objects.first[first]].attributes[thing, name] = node
            _refresh(linkage, thing, name, node)
        case Kind.INSTANCE | Kind.EXTERNAL:
            _external_attribute(linkage, thing, name, node)
        case Kind.SUPER:
            receiver = objects.second[thing]
            cls = objects.first[receiver] if objects.kinds[receiver] is Kind.INSTANCE else receiver
            if objects.kinds[cls] is Kind.CLASS:
                linkage.classes[objects.first[cls]].attributes[thing, name] = node
                _refresh(linkage, thing, name, node)
        case Kind.CONTAINER | Kind.STRING | Kind.TEXT | Kind.PROPERTY:
            method = objects.external(f"{_owner(linkage, thing)}.{name}")
            linkage.solver.add(node, objects.intern(Kind.BOUND, method, thing))
        case Kind.WRAPPED | Kind.FUNCTION | Kind.BOUND:
            _function_attribute(linkage, thing, name, node)
        case _:
            pass


def _function_attribute(linkage: Linkage, thing: int, name: str, node: int) -> None:
    """Attributes of a function, a bound method, or of what a decorator made of one."""
    objects = linkage.objects
    first, second = objects.first[thing], objects.second[thing]
    kind = objects.kinds[thing]
    if kind is Kind.WRAPPED:
        if name == "__wrapped__":
            linkage.solver.add(node, second)
            return
        linkage.solver.copy(attribute_node(linkage, second, name), node)
        if objects.kinds[first] is Kind.FUNCTION:
            linkage.solver.copy(linkage.field_node(first, name), node)
    elif kind is Kind.BOUND and name == "__func__":
        linkage.solver.add(node, first)
    else:
        function = thing if kind is Kind.FUNCTION else first
        linkage.solver.copy(linkage.field_node(function, name), node)
        _model_of(linkage, "<builtin>.function", function, name, node)


def _owner(linkage: Linkage, thing: int) -> str:
    """What the methods of a literal or property are named after."""
    match linkage.objects.kinds[thing]:
        case Kind.CONTAINER:
            return LITERALS[linkage.container_kind(thing)]
        case Kind.PROPERTY:
            return "<property>"
        case _:
            return LITERALS["str"]


# -- modules --


def _module_attribute(linkage: Linkage, file: int, name: str, node: int) -> None:
    linkage.solver.copy(linkage.global_node(file, name), node)
    found = linkage.find_global(file, name)
    if found is not None:
        linkage.solver.copy(found, node)
        return
    submodule = linkage.modules.files.get(f"{linkage.modules.names[file]}.{name}")
    if submodule is not None:
        linkage.solver.add(node, linkage.objects.intern(Kind.MODULE, submodule))
    elif "__getattr__" in linkage.global_names[file] and not name.startswith("__"):
        ask(linkage.global_node(file, "__getattr__"), Asked(linkage, linkage.scope_offset[file], name, node))


# -- classes and their instances --


@dataclass(slots=True, frozen=True)
class _Binding:
    """Where members of a class go when they are read through ``receiver``."""

    linkage: Linkage
    receiver: int
    node: int


def _refresh(linkage: Linkage, thing: int, name: str, node: int) -> None:
    """Connect an attribute to where the classes known by now define it."""
    match linkage.objects.kinds[thing]:
        case Kind.CLASS:
            _class_attribute(linkage, thing, name, node)
        case Kind.SUPER:
            _super_attribute(linkage, thing, name, node)
        case _:
            _instance_attribute(linkage, thing, name, node)


def _class_attribute(linkage: Linkage, thing: int, name: str, node: int) -> None:
    gid = linkage.objects.first[thing]
    connected = linkage.connected.setdefault(node, set())
    if _LOOKUP not in connected:
        connected.add(_LOOKUP)
        linkage.solver.use(lookup_node(linkage, gid, name), _bind, _Binding(linkage, thing, node))
        if name in _OF_EVERY_CLASS:
            linkage.solver.add(node, _OF_EVERY_CLASS[name](linkage, thing))
        metaclass = linkage.scopes[gid].metaclass
        if metaclass >= 0 and definer(linkage, gid, name) < 0:
            payload = (linkage, thing, name, node)
            linkage.solver.use(linkage.node(gid, metaclass), _metaclass_attribute, payload)
    is_open = _OUTSIDE not in connected and definer(linkage, gid, name) < 0
    if is_open and _inherited_from_outside(linkage, gid, thing, name, node):
        connected.add(_OUTSIDE)


def _metaclass_attribute(payload: tuple[Linkage, int, str, int], things: Iterable[int]) -> None:
    linkage, receiver, name, node = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CLASS:
            lookup = lookup_node(linkage, linkage.objects.first[thing], name)
            linkage.solver.use(lookup, _bind_method, _Binding(linkage, receiver, node))


def _bind_method(where: _Binding, things: Iterable[int]) -> None:
    objects = where.linkage.objects
    for thing in sorted(things):
        if objects.kinds[thing] is Kind.FUNCTION:
            where.linkage.solver.add(where.node, objects.intern(Kind.BOUND, thing, where.receiver))


def _instance_attribute(linkage: Linkage, thing: int, name: str, node: int) -> None:
    """Connect an instance's attribute to where its class and ancestors set it."""
    objects = linkage.objects
    cls = objects.first[thing]
    gid = objects.first[cls]
    argument = objects.second[thing]
    connected = linkage.connected.setdefault(node, set())
    for ancestor in project_ancestors(linkage, gid):
        if ancestor not in connected and (ancestor == gid or name in linkage.classes[ancestor].set_on_self):
            connected.add(ancestor)
            if ancestor != gid and _is_narrowed(linkage, gid, name):
                continue
            ancestor_class = objects.intern(Kind.CLASS, ancestor)
            linkage.solver.copy(linkage.field_node(objects.instance(ancestor_class), name), node)
    if argument >= 0:
        linkage.solver.copy(linkage.field_node(thing, name), node)
    if _LOOKUP not in connected:
        connected.add(_LOOKUP)
        lookup = lookup_node(linkage, gid, name)
        linkage.solver.use(lookup, _bind, _Binding(linkage, thing, node))
    if not is_defined(linkage, gid, name) and _OUTSIDE not in connected:
        if _inherited_from_outside(linkage, gid, thing, name, node):
            connected.add(_OUTSIDE)
        if _DYNAMIC not in connected and _dynamic_attribute(linkage, gid, thing, name, node):
            connected.add(_DYNAMIC)


def _is_narrowed(linkage: Linkage, gid: int, name: str) -> bool:
    """Whether an attribute has its value from the class, so that a base class only narrows it down.

    ``self.queryset = self.queryset.filter(…)`` in a generic view is about the rows of each view that derives from it.
    """
    owner = definer(linkage, gid, name) if name in _NARROWED else -1
    if owner < 0:
        return False
    made = {getattr(op, "target", -1) for op in linkage.ops(owner)}  # nothing makes a None
    return any(op.name == name and op.source in made for op in linkage.of_type(owner, facts.Bind))


def is_defined(linkage: Linkage, gid: int, name: str) -> bool:
    """Whether a class or its ancestors in the program define or set the attribute."""
    return any(
        name in linkage.classes[ancestor].members or name in linkage.classes[ancestor].set_on_self
        for ancestor in project_ancestors(linkage, gid)
    )


def _dynamic_attribute(linkage: Linkage, gid: int, thing: int, name: str, node: int) -> bool:
    """``__class__``, and what ``__getattr__`` returns; False if the class has neither."""
    if name == "__class__":
        linkage.solver.add(node, linkage.objects.first[thing])
    elif name == "__dict__":
        linkage.solver.add(node, linkage.namespace(thing))
    if name.startswith("__"):
        return name in {"__class__", "__dict__"}
    hooks = [hook for hook in ("__getattr__", "__getattribute__") if definer(linkage, gid, hook) >= 0]
    for hook in hooks:
        ask(attribute_node(linkage, thing, hook), Asked(linkage, gid, name, node))
    return bool(hooks)


def _inherited_from_outside(linkage: Linkage, gid: int, thing: int, name: str, node: int) -> bool:
    found = False
    for base in external_ancestors(linkage, gid):
        found = True
        if not _model_of(linkage, base, thing, name, node):
            linkage.solver.add(node, linkage.objects.external(f"{base}.{name}"))
    return found


def _model_of(linkage: Linkage, dotted: str, thing: int, name: str, node: int) -> bool:
    model = attribute_model(dotted)
    known = list(model(linkage, thing, name)) if model is not None else []
    linkage.solver.add_all(node, known)
    return bool(known)


def _bind(where: _Binding, things: Iterable[int]) -> None:
    linkage, receiver = where.linkage, where.receiver
    objects = linkage.objects
    through_instance = objects.kinds[receiver] is Kind.INSTANCE
    for thing in sorted(things):
        kind = objects.kinds[thing]
        if kind in {Kind.FUNCTION, Kind.WRAPPED}:
            bound = objects.intern(Kind.BOUND, thing, receiver) if through_instance else thing
            linkage.solver.add(where.node, bound)
        elif kind is Kind.CLASSMETHOD:
            cls = objects.first[receiver] if through_instance else receiver
            linkage.solver.add(where.node, objects.intern(Kind.BOUND, objects.first[thing], cls))
        elif kind is Kind.STATICMETHOD:
            linkage.solver.add(where.node, objects.first[thing])
        elif kind is Kind.PROPERTY and through_instance:
            _read_property(where, objects.first[thing])
        elif kind in _CONSTANTS and (member := _enumeration_of(linkage, receiver, thing)) >= 0:
            linkage.solver.add(where.node, member)
        elif kind is Kind.INSTANCE:
            _read_descriptor(where, thing)
        else:
            linkage.solver.add(where.node, thing)


_CONSTANTS = frozenset({Kind.INSTANCE, Kind.STRING, Kind.TEXT, Kind.CONTAINER})


def _enumeration_of(linkage: Linkage, receiver: int, thing: int) -> int:
    """What a constant in the body of an enumeration stands for: an instance of it; -1 for other classes.

    A member that is a string, too, stays one, since strings tell more.
    """
    objects = linkage.objects
    cls = objects.first[receiver] if objects.kinds[receiver] is Kind.INSTANCE else receiver
    if objects.kinds[cls] is not Kind.CLASS:
        return -1
    outside = external_ancestors(linkage, objects.first[cls])
    if not any(base in ENUMERATIONS for base in outside):
        return -1
    if objects.kinds[thing] is Kind.INSTANCE and objects.kinds[objects.first[thing]] is Kind.CLASS:
        return -1  # a member that is an object of the program keeps its methods
    return objects.instance(cls)


def _read_property(where: _Binding, getter: int) -> None:
    linkage = where.linkage
    linkage.getters.setdefault(where.node, set()).add(getter)
    bound = linkage.objects.intern(Kind.BOUND, getter, where.receiver)
    call_objects((linkage, CallSite(-1, 0, where.node)), (bound,))


def _read_descriptor(where: _Binding, thing: int) -> None:
    linkage, objects = where.linkage, where.linkage.objects
    cls = objects.first[thing]
    dotted = objects.text(cls) if objects.kinds[cls] is Kind.EXTERNAL else ""
    if objects.kinds[cls] is Kind.CLASS:
        getter = definer(linkage, objects.first[cls], "__get__")
        if getter >= 0:
            members = linkage.solver.get(linkage.member_node(getter, "__get__"))
            linkage.getters.setdefault(where.node, set()).update(members)
            getter_node = attribute_node(linkage, thing, "__get__")
            linkage.solver.use(getter_node, call_objects, (linkage, CallSite(-1, 0, where.node)))
            return
        ancestors = external_ancestors(linkage, objects.first[cls])
        dotted = ancestors[0] if ancestors else ""
    model = attribute_model(f"{dotted}.__get__") if dotted else None
    known = list(model(linkage, thing, str(where.receiver))) if model is not None else []
    linkage.solver.add_all(where.node, known or (thing,))


def _super_attribute(linkage: Linkage, thing: int, name: str, node: int) -> None:
    objects = linkage.objects
    start, receiver = objects.first[thing], objects.second[thing]
    cls = objects.first[receiver] if objects.kinds[receiver] is Kind.INSTANCE else receiver
    connected = linkage.connected.setdefault(node, set())
    order = resolution_order(linkage, objects.first[cls])
    owner = objects.intern(Kind.CLASS, start)
    if owner not in order and objects.kinds[receiver] is Kind.CLASS:
        order = resolution_order(linkage, start)  # in a metaclass
        if name == "__call__":
            of_type = objects.external("<builtin>.type.__call__")
            linkage.solver.add(node, objects.intern(Kind.BOUND, of_type, receiver))
    position = order.index(owner) + 1 if owner in order else 1
    for ancestor in order[position:]:
        if objects.kinds[ancestor] is Kind.EXTERNAL:
            dotted = objects.text(ancestor)
            if not _model_of(linkage, dotted, receiver, name, node):
                linkage.solver.add(node, objects.external(f"{dotted}.{name}"))
            continue
        gid = objects.first[ancestor]
        if name in linkage.classes[gid].members:
            if gid in connected:
                return
            connected.add(gid)
            member = linkage.member_node(gid, name)
            linkage.solver.use(member, _bind_super, _Binding(linkage, receiver, node))
            return
    if name in {"__new__", "__getattribute__", "__setattr__"}:
        linkage.solver.add(node, objects.external(f"<builtin>.object.{name}"))


def _bind_super(where: _Binding, things: Iterable[int]) -> None:
    """Through ``super()`` a plain function is bound even where the receiver is a class."""
    objects = where.linkage.objects
    for thing in sorted(things):
        if objects.kinds[thing] in {Kind.FUNCTION, Kind.WRAPPED}:
            where.linkage.solver.add(where.node, objects.intern(Kind.BOUND, thing, where.receiver))
        else:
            _bind(where, (thing,))


# -- the rest of the world --


def _external_attribute(linkage: Linkage, thing: int, name: str, node: int) -> None:
    objects = linkage.objects
    dotted = objects.external_name(thing) or ""
    if objects.kinds[thing] is Kind.INSTANCE:
        is_set = linkage.has_field(thing, name)
        linkage.solver.copy(linkage.field_node(thing, name), node)
        if _model_of(linkage, dotted, thing, name, node) or is_set:
            return
    elif _model_of(linkage, f"type {dotted}", thing, name, node):
        return
    module = linkage.modules.files.get(f"{dotted}.{name}")
    if module is not None:  # a folder of modules without an __init__.py
        linkage.solver.add(node, objects.intern(Kind.MODULE, module))
    elif dotted.count(".") < _LONGEST_CHAIN:
        linkage.solver.add(node, objects.external(f"{dotted}.{name}"))


def set_attribute(linkage: Linkage, thing: int, name: str, source: int) -> None:
    """``thing.name = source``."""
    if linkage.objects.kinds[thing] in _OPEN:
        linkage.solver.copy(source, own_node(linkage, thing, name))


_OPEN = frozenset({Kind.MODULE, Kind.CLASS, Kind.INSTANCE, Kind.FUNCTION})
"""What attributes can be set on."""


def own_node(linkage: Linkage, thing: int, name: str) -> int:
    """The node of what is set on a module, class, function or instance itself."""
    match linkage.objects.kinds[thing]:
        case Kind.MODULE:
            return linkage.global_node(linkage.objects.first[thing], name)
        case Kind.CLASS:
            return add_member(linkage, linkage.objects.first[thing], name)
        case _:
            return linkage.field_node(thing, name)

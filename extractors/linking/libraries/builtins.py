"""Builtin functions, and the methods of strings, lists, dicts and properties."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from decompose.extractors.linking.calls import CallSite, call_back, call_objects, elements_into
from decompose.extractors.linking.elements import read_computed
from decompose.extractors.linking.hierarchy import definer
from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.objects import Kind

SAME = "<same>"
"""What stands for a function that returns its argument, such as the result of ``functools.wraps``."""

# -- functions that take a function --

_APPLIED_TO_ELEMENTS = {
    "<builtin>.map": (0, ""),
    "<builtin>.filter": (0, ""),
    "<builtin>.sorted": (-1, "key"),
    "<builtin>.min": (-1, "key"),
    "<builtin>.max": (-1, "key"),
    "functools.reduce": (0, ""),
    "itertools.groupby": (1, "key"),
    "itertools.takewhile": (0, ""),
    "itertools.dropwhile": (0, ""),
    "itertools.starmap": (0, ""),
    "<**PyList**>.sort": (-1, "key"),
}
"""callee → position and keyword of a function that it calls with elements of its other arguments."""


def _apply_to_elements(linkage: Linkage, site: CallSite, receiver: int, callee: str) -> None:
    position, keyword = _APPLIED_TO_ELEMENTS[callee]
    function = site.argument(position, keyword) if position >= 0 else site.argument(len(site.args), keyword)
    element = linkage.solver.new_node()
    for node in site.args:
        if node != function:
            elements_into(linkage, node, element)
    if receiver >= 0:
        linkage.solver.copy(linkage.any_element(receiver), element)
    result = linkage.solver.new_node()
    for callback in dict.fromkeys([function, *(site.args if position >= 0 else ())]):
        if callback >= 0:  # whatever is given and can be called will be
            call_back(linkage, CallSite(site.scope, site.line, result, (element,)), callback)
    if site.target < 0:
        return
    if callee in {"<builtin>.min", "<builtin>.max"}:
        linkage.solver.copy(element, site.target)
        for node in site.args if len(site.args) > 1 else ():
            linkage.solver.copy(node, site.target)
        return
    made = linkage.container(site.target, "list")
    yields = result if callee in {"<builtin>.map", "itertools.starmap"} else element
    linkage.solver.copy(yields, linkage.element_node(made, None))
    linkage.solver.add(site.target, made)


def _register_applications() -> None:
    for callee in _APPLIED_TO_ELEMENTS:

        @models_call(callee)
        def model(linkage: Linkage, site: CallSite, receiver: int, callee: str = callee) -> None:
            _apply_to_elements(linkage, site, receiver, callee)


_register_applications()


@models_call("threading.Thread", "multiprocessing.Process", "multiprocessing.context.Process")
def _thread(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """The target runs with ``args`` and ``kwargs``."""
    function = site.argument(1, "target")
    if function >= 0:
        arguments = site.argument(3, "args")
        stars = (arguments,) if arguments >= 0 else ()
        started = CallSite(site.scope, site.line, -1, (), stars)
        call_back(linkage, started, function)
    if site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.instance(linkage.objects.external("threading.Thread")))


@models_call("threading.Timer")
def _timer(linkage: Linkage, site: CallSite, receiver: int) -> None:
    function = site.argument(1, "function")
    if function >= 0:
        call_back(linkage, CallSite(site.scope, site.line, -1), function)


@models_call(
    "concurrent.futures.ThreadPoolExecutor.submit",
    "concurrent.futures.ProcessPoolExecutor.submit",
    "concurrent.futures.Executor.submit",
    "eventlet.spawn",
    "eventlet.spawn_n",
    "eventlet.greenthread.spawn",
    "eventlet.greenthread.spawn_n",
    "eventlet.GreenPool.spawn",
    "eventlet.GreenPool.spawn_n",
    "gevent.spawn",
    "atexit.register",
    "asyncio.to_thread",
)
def _run_with_rest(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """The first argument is called with the others."""
    if site.args:
        started = replace(site, args=site.args[1:], target=-1)
        call_back(linkage, started, site.args[0])


@models_call("functools.partial", "functools.partialmethod")
def _partial(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args and site.target >= 0:
        linkage.partials[site.target] = (site.args[0], site)
        linkage.solver.add(site.target, linkage.objects.intern(Kind.PARTIAL, site.target))


# -- decorators --


@models_call(
    *("functools.lru_cache", "functools.cache", "functools.total_ordering", "functools.singledispatch"),
    *("contextlib.contextmanager", "contextlib.asynccontextmanager", "abc.abstractmethod"),
    *(
        "dataclasses.dataclass",
        "enum.unique",
        "typing.final",
        "typing.overload",
        "six.python_2_unicode_compatible",
    ),
    *("asyncio.coroutine", "asyncio.run", "asyncio.create_task", "asyncio.ensure_future", "typing.cast"),
    *("copy.copy", "copy.deepcopy", "<builtin>.reversed", "types.coroutine"),
    "oslo_versionedobjects.base.remotable",
)
def _same(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """The result is the (last) argument itself."""
    if site.args and site.target >= 0:
        linkage.solver.copy(site.args[-1], site.target)
    elif site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.external(SAME))


@models_call("functools.wraps", "functools.update_wrapper", "six.wraps")
def _wraps(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, linkage.objects.external(SAME))


@models_call(SAME)
def _identity_decorator(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args and site.target >= 0:
        linkage.solver.copy(site.args[0], site.target)
        linkage.solver.use(site.args[0], _disguise, linkage)


def _disguise(linkage: Linkage, things: Iterable[int]) -> None:
    linkage.disguised.update(
        linkage.objects.first[thing] for thing in things if linkage.objects.kinds[thing] is Kind.FUNCTION
    )


def _wrap(linkage: Linkage, site: CallSite, kind: Kind) -> None:
    if site.args and site.target >= 0:
        linkage.solver.use(site.args[0], _wrap_each, (linkage, kind, site.target))


def _wrap_each(payload: tuple[Linkage, Kind, int], things: Iterable[int]) -> None:
    linkage, kind, target = payload
    for thing in sorted(things):
        linkage.solver.add(target, linkage.objects.intern(kind, thing))


@models_call("<builtin>.classmethod", "abc.abstractclassmethod", "oslo_versionedobjects.base.remotable_classmethod")
def _classmethod(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _wrap(linkage, site, Kind.CLASSMETHOD)


@models_call("<builtin>.staticmethod", "abc.abstractstaticmethod")
def _staticmethod(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _wrap(linkage, site, Kind.STATICMETHOD)


@models_call(
    *("<builtin>.property", "functools.cached_property", "abc.abstractproperty"),
    *("django.utils.functional.cached_property", "werkzeug.utils.cached_property"),
    *("sqlalchemy.ext.hybrid.hybrid_property", "sqlalchemy.util.memoized_property"),
    *("pyramid.decorator.reify", "cached_property.cached_property"),
)
def _property(linkage: Linkage, site: CallSite, receiver: int) -> None:
    _wrap(linkage, site, Kind.PROPERTY)
    if len(site.args) > 1 and site.target >= 0:
        linkage.solver.use(site.args[1], _setter_given, (linkage, site.target))


def _setter_given(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, properties = payload
    for known in sorted(linkage.solver.get(properties)):
        linkage.setters.setdefault(known, set()).update(things)


@models_call("<property>.setter")
def _property_setter(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``@name.setter`` keeps the property and adds what assigning calls."""
    if site.args and site.target >= 0:
        linkage.setters.setdefault(receiver, set()).update(linkage.solver.get(site.args[0]))
        linkage.solver.add(site.target, receiver)


@models_call("<property>.getter", "<property>.deleter", "<property>.expression", "<property>.comparator")
def _property_other(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, receiver)


# -- functions that call a method of their argument --

_ASKS = {
    **{f"<builtin>.{name}": f"__{name}__" for name in ("len", "str", "repr", "bool", "hash", "abs", "int", "float")},
    **{f"<builtin>.{name}": f"__{name}__" for name in ("round", "bytes", "format", "complex")},
}


def _register_questions() -> None:
    for callee, method in _ASKS.items():

        @models_call(callee)
        def model(linkage: Linkage, site: CallSite, receiver: int, callee: str = callee, method: str = method) -> None:
            if site.target >= 0:
                linkage.solver.add(site.target, linkage.objects.instance(linkage.objects.external(callee)))
            for node in site.args[:1]:
                linkage.solver.use(node, _ask, (linkage, site, method))


_register_questions()


def _ask(payload: tuple[Linkage, CallSite, str], things: Iterable[int]) -> None:
    linkage, site, method = payload
    objects = linkage.objects
    for thing in sorted(things):
        cls = objects.first[thing]
        is_own = objects.kinds[thing] is Kind.INSTANCE and objects.kinds[cls] is Kind.CLASS
        if is_own and definer(linkage, objects.first[cls], method) >= 0:
            call_back(linkage, CallSite(site.scope, site.line, -1), linkage.attribute_of(thing, method))


@models_call("<builtin>.object.__new__")
def _new_object(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``super().__new__(cls)`` is an instance of the class that it is given."""
    if site.args and site.target >= 0:
        linkage.solver.use(site.args[0], _instance_of, (linkage, site.target))


def _instance_of(payload: tuple[Linkage, int], classes: Iterable[int]) -> None:
    linkage, target = payload
    for cls in sorted(classes):
        if linkage.objects.kinds[cls] is Kind.CLASS:
            linkage.solver.add(target, linkage.objects.instance(cls))


# -- classes and attributes by name --


@models_call("<builtin>.super")
def _super(linkage: Linkage, site: CallSite, receiver: int) -> None:
    gid = linkage.enclosing_class(site.scope)
    method = site.scope
    while method >= 0 and linkage.class_of_method(method) < 0:
        method = linkage.parent_of[method]
    if gid < 0 or method < 0 or site.target < 0 or not linkage.scopes[method].params:
        return
    this = linkage.node(method, linkage.scopes[method].params[0].value)
    linkage.solver.use(this, _super_of, (linkage, gid, site.target))


def _super_of(payload: tuple[Linkage, int, int], things: Iterable[int]) -> None:
    linkage, gid, target = payload
    for thing in sorted(things):
        linkage.solver.add(target, linkage.objects.intern(Kind.SUPER, gid, thing))


@models_call("<builtin>.type")
def _type(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if len(site.args) == 1 and site.target >= 0:
        linkage.solver.use(site.args[0], _class_of, (linkage, site.target))


def _class_of(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, target = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.INSTANCE:
            linkage.solver.add(target, linkage.objects.first[thing])


@models_call("<builtin>.getattr")
def _getattr(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if len(site.args) >= 2 and site.target >= 0:
        linkage.solver.use(site.args[1], _getattr_named, (linkage, site))
        for default in site.args[2:]:
            linkage.solver.copy(default, site.target)


def _getattr_named(payload: tuple[Linkage, CallSite], names: Iterable[int]) -> None:
    linkage, site = payload
    for name in sorted(names):
        if linkage.objects.kinds[name] is Kind.STRING:
            linkage.solver.use(site.args[0], _getattr_of, (linkage, linkage.objects.text(name), site.target))


def _getattr_of(payload: tuple[Linkage, str, int], things: Iterable[int]) -> None:
    linkage, name, target = payload
    for thing in sorted(things):
        linkage.solver.copy(linkage.attribute_of(thing, name), target)


@models_call("<builtin>.setattr")
def _setattr(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if len(site.args) >= 3:
        linkage.solver.use(site.args[1], _setattr_named, (linkage, site))
        linkage.solver.use(site.args[0], _setattr_computed, (linkage, site))


def _setattr_named(payload: tuple[Linkage, CallSite], names: Iterable[int]) -> None:
    linkage, site = payload
    for name in sorted(names):
        if linkage.objects.kinds[name] is Kind.STRING:
            text = linkage.objects.text(name)
            linkage.solver.use(site.args[0], _setattr_on, (linkage, text, site.args[2]))


def _setattr_computed(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    """Registries set classes and functions on modules, under their own names more often than not."""
    linkage, site = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.MODULE:
            linkage.solver.use(site.args[2], _set_under_own_name, (linkage, site, thing))


def _set_under_own_name(payload: tuple[Linkage, CallSite, int], values: Iterable[int]) -> None:
    from decompose.extractors.linking.attributes import set_attribute

    linkage, site, module = payload
    names = linkage.solver.get(site.args[1])
    if any(linkage.objects.kinds[name] is Kind.STRING for name in names):
        return
    for value in sorted(values):
        if linkage.objects.kinds[value] in {Kind.CLASS, Kind.FUNCTION}:
            node = linkage.solver.new_node()
            linkage.solver.add(node, value)
            set_attribute(linkage, module, linkage.scopes[linkage.objects.first[value]].name, node)


def _setattr_on(payload: tuple[Linkage, str, int], things: Iterable[int]) -> None:
    from decompose.extractors.linking.attributes import set_attribute

    linkage, name, source = payload
    for thing in sorted(things):
        set_attribute(linkage, thing, name, source)


# -- containers --


@models_call(
    *("<builtin>.list", "<builtin>.tuple", "<builtin>.set", "<builtin>.frozenset", "<builtin>.iter"),
    *("itertools.chain", "itertools.islice", "itertools.cycle", "collections.deque", "queue.Queue"),
)
def _elements_of_all(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """A container of the elements of all arguments."""
    if site.target < 0:
        return
    made = linkage.container(site.target, "list")
    linkage.solver.add(site.target, made)
    for node in site.args:
        elements_into(linkage, node, linkage.element_node(made, None))


@models_call("<builtin>.enumerate", "<builtin>.zip")
def _tuples(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target < 0:
        return
    made = linkage.container(site.target, "list")
    linkage.solver.add(site.target, made)
    inner_node = linkage.solver.new_node()
    inner = linkage.container(inner_node, "tuple")
    linkage.solver.add(inner_node, inner)
    linkage.solver.copy(inner_node, linkage.element_node(made, None))
    shift = 1 if len(site.args) == 1 else 0
    for index, node in enumerate(site.args):
        elements_into(linkage, node, linkage.element_node(inner, index + shift))


@models_call("<builtin>.next")
def _next(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args and site.target >= 0:
        linkage.solver.use(site.args[0], _advance, (linkage, site))
        for default in site.args[1:]:
            linkage.solver.copy(default, site.target)


def _advance(payload: tuple[Linkage, CallSite], things: Iterable[int]) -> None:
    linkage, site = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            linkage.solver.copy(linkage.any_element(thing), site.target)
        else:
            method = linkage.attribute_of(thing, "__next__")
            linkage.solver.use(method, call_objects, (linkage, CallSite(site.scope, site.line, site.target)))


@models_call("<builtin>.dict", "collections.OrderedDict", "collections.defaultdict")
def _dict(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target < 0:
        return
    made = linkage.container(site.target, "dict")
    linkage.solver.add(site.target, made)
    for name, node in site.keywords:
        if name:
            linkage.solver.copy(node, linkage.element_node(made, name))
    for node in site.args:
        linkage.solver.use(node, _copy_elements, (linkage, made))


def _copy_elements(payload: tuple[Linkage, int], things: Iterable[int]) -> None:
    linkage, into = payload
    for thing in sorted(things):
        if linkage.objects.kinds[thing] is Kind.CONTAINER:
            linkage.merge_elements(thing, into)


@models_call(
    *("<**PyList**>.append", "<**PyList**>.insert", "<**PySet**>.add", "<**PyList**>.appendleft"),
    *("<**PyList**>.put", "<**PyList**>.put_nowait"),
)
def _put(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args:
        linkage.solver.copy(site.args[-1], linkage.element_node(receiver, None))


@models_call("<**PyList**>.extend", "<**PySet**>.update", "<**PyList**>.extendleft")
def _extend(linkage: Linkage, site: CallSite, receiver: int) -> None:
    for node in site.args:
        elements_into(linkage, node, linkage.element_node(receiver, None))


@models_call("<**PyDict**>.update")
def _update(linkage: Linkage, site: CallSite, receiver: int) -> None:
    for name, node in site.keywords:
        if name:
            linkage.solver.copy(node, linkage.element_node(receiver, name))
    for node in site.args:
        linkage.solver.use(node, _copy_elements, (linkage, receiver))


@models_call("<**PyList**>.pop", "<**PySet**>.pop", "<**PyList**>.popleft", "<**PyDict**>.popitem", "<**PyList**>.get")
def _take(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.copy(linkage.any_element(receiver), site.target)


@models_call("<**PyDict**>.setdefault")
def _dict_set_default(linkage: Linkage, site: CallSite, receiver: int) -> None:
    for default in site.args[1:2]:
        linkage.solver.copy(default, linkage.element_node(receiver, None))
    _dict_get(linkage, site, receiver)


@models_call("<**PyDict**>.get", "<**PyDict**>.pop")
def _dict_get(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.args and site.target >= 0:
        read_computed(linkage, receiver, site.args[0], site.target)
        for default in site.args[1:]:
            linkage.solver.copy(default, site.target)


@models_call("<**PyDict**>.values", "<**PyDict**>.itervalues")
def _values(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        made = linkage.container(site.target, "list")
        linkage.solver.copy(linkage.any_element(receiver), linkage.element_node(made, None))
        linkage.solver.add(site.target, made)


@models_call("<**PyDict**>.items", "<**PyDict**>.iteritems")
def _items(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target < 0:
        return
    made = linkage.container(site.target, "list")
    pair_node = linkage.solver.new_node()
    pair = linkage.container(pair_node, "tuple")
    linkage.solver.add(pair_node, pair)
    linkage.solver.copy(linkage.any_element(receiver), linkage.element_node(pair, 1))
    linkage.solver.copy(pair_node, linkage.element_node(made, None))
    linkage.solver.add(site.target, made)


@models_call("<**PyList**>.copy", "<**PyDict**>.copy", "<**PySet**>.copy")
def _copy(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        linkage.solver.add(site.target, receiver)


@models_call("six.with_metaclass", "future.utils.with_metaclass", "django.utils.six.with_metaclass")
def _with_metaclass(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0:
        for node in site.args[1:]:
            linkage.solver.copy(node, site.target)

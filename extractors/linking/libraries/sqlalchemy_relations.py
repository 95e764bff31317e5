"""What a first round tells of SQLAlchemy's relationships: what ``backref`` adds to the other end."""

from __future__ import annotations

from decompose.extractors.linking.hierarchy import project_ancestors
from decompose.extractors.linking.libraries import between_rounds
from decompose.extractors.linking.libraries.sqlalchemy_orm import query_of
from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.linking.mapping import class_calls, is_declarative, is_django_model, strings_at, targets_of
from decompose.extractors.linking.objects import Kind


@between_rounds
def add_backrefs(linkage: Linkage) -> None:
    """``relationship("User", backref="addresses")`` gives users their addresses."""
    objects = linkage.objects
    for gid in sorted(linkage.classes):
        if is_django_model(linkage, gid) or not is_declarative(linkage, gid):
            continue
        cls = objects.intern(Kind.CLASS, gid)
        for _, site, called in class_calls(linkage, gid):
            kinds = {(objects.external_name(thing) or "").rpartition(".")[2] for thing in called}
            if not kinds & {"relationship", "relation"}:
                continue
            for target in targets_of(linkage, site, site.argument(0, "argument"), gid):
                for name in strings_at(linkage, dict(site.keywords).get("backref", -1)):
                    known = linkage.reverse_relations.setdefault((objects.intern(Kind.CLASS, target), name), [])
                    known.extend(
                        thing for thing in (objects.instance(cls), query_of(linkage, cls)) if thing not in known
                    )
    for (thing, name), node in list(linkage.attribute_nodes.items()):
        cls = objects.first[thing]
        if objects.kinds[thing] is Kind.INSTANCE and objects.kinds[cls] is Kind.CLASS:
            for ancestor in project_ancestors(linkage, objects.first[cls]):
                linkage.solver.add_all(
                    node, linkage.reverse_relations.get((objects.intern(Kind.CLASS, ancestor), name), ())
                )

"""``Model._meta``: what Django knows of a model."""

from __future__ import annotations

from collections.abc import Iterable

from decompose.extractors.linking.libraries import models_attributes
from decompose.extractors.linking.linkage import Linkage

OPTIONS = "django.db.models.options.Options"
TABLE_NAME = f"{OPTIONS}.db_table"
"""An instance of this is the name of the table of its model."""


def options_of(linkage: Linkage, model: int) -> int:
    """The options of a model class."""
    return linkage.objects.instance(linkage.objects.external(OPTIONS), model)


@models_attributes(OPTIONS)
def _option(linkage: Linkage, thing: int, name: str) -> Iterable[int]:
    objects = linkage.objects
    model = objects.second[thing]
    if model < 0:
        return ()
    if name == "db_table":
        return (objects.instance(objects.external(TABLE_NAME), model),)
    return (model,) if name in {"model", "concrete_model"} else ()

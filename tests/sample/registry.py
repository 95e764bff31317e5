"""Run with the shop's settings: prints what Django knows of its tables, as JSON."""

import json
import sys

import django
from django.apps import apps
from django.db.models import Model


def own_models() -> list[type[Model]]:
    """Models of the shop's own applications, joining tables included, proxies left out."""
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if not model.__module__.startswith("django.") and not model._meta.proxy]


def main() -> None:
    django.setup()
    keys = [
        {"from": model._meta.db_table, "column": field.column, "to": field.related_model._meta.db_table}
        for model in own_models()
        for field in model._meta.local_concrete_fields
        if field.remote_field is not None
    ]
    json.dump({"tables": sorted(model._meta.db_table for model in own_models()), "foreign_keys": keys}, sys.stdout)


if __name__ == "__main__":
    main()

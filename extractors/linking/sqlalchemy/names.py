"""The many dotted names of one thing in SQLAlchemy and in the packages around it."""

from __future__ import annotations

from collections.abc import Iterable

_PACKAGES = (
    *("sqlalchemy", "sqlalchemy.sql", "sqlalchemy.sql.expression", "sqlalchemy.sql.functions", "sqlalchemy.schema"),
    *("sqlalchemy.orm", "sqlalchemy.future", "sqlalchemy.sql.schema", "sqlalchemy.sql.selectable"),
    *("sqlalchemy.orm.strategy_options", "sqlalchemy.orm.util", "sqlalchemy.orm.relationships"),
    *("sqlalchemy.dialects.postgresql", "sqlalchemy.dialects.mysql", "sqlalchemy.dialects.sqlite"),
    *("sqlalchemy.ext.declarative", "sqlalchemy.ext.hybrid", "sqlalchemy.ext.associationproxy"),
    *("flask_sqlalchemy.SQLAlchemy", "flask.ext.sqlalchemy.SQLAlchemy", "flask_sqlalchemy.extension.SQLAlchemy"),
    *("sqlmodel", "sqlmodel.sql.expression", "flask_sqlalchemy_lite.SQLAlchemy"),
)


def spelled(*names: str) -> tuple[str, ...]:
    """Every dotted name that these may be called by.

    Args:
        names: ``select``, ``Column`` …
    """
    return tuple(f"{package}.{name}" for package in _PACKAGES for name in names)


def last_names(dotted: Iterable[str]) -> set[str]:
    """``Column`` of ``sqlalchemy.Column``."""
    return {name.rpartition(".")[2] for name in dotted}

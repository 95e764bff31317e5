"""Tables that migrations have made, and that no later one has taken away, where no model is left."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.linking.linkage import Linkage
from decompose.extractors.tables import MappedTable, table_source


@table_source
def migrated_tables(linkage: Linkage) -> Iterator[MappedTable]:
    """The tables of migrations; one that any migration drops or renames is not believed to be there."""
    migrations = linkage.declarations.migrations
    gone = {(migration.app, name) for migration in migrations for name in migration.gone}
    for migration in migrations:
        for name, table in migration.made:
            has_class = migration.app and name in linkage.classes_by_lower_name
            if (migration.app, name) not in gone and not has_class:
                yield MappedTable(table, (), is_last_resort=True)

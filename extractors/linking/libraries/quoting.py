"""Functions that quote a name for SQL: the name stays what it is."""

from __future__ import annotations

from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import CallSite, Linkage


@models_call(
    *("*.quote", "*.quote_name", "*.quote_ident", "*.quote_identifier", "*.quote_table", "*.quote_table_name"),
    *("*.escape_identifier", "*.escape_name", "*.format_table", "*.quoteName", "*.quote_schema", "*.ident"),
    *("psycopg2.extensions.quote_ident", "sqlalchemy.sql.quoted_name", "sqlalchemy.sql.elements.quoted_name"),
)
def _quoted(linkage: Linkage, site: CallSite, receiver: int) -> None:
    if site.target >= 0 and site.args:
        linkage.solver.copy(site.args[0], site.target)

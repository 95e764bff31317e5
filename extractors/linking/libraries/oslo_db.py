"""oslo.db: queries made for a model."""

from __future__ import annotations

from dataclasses import replace

from decompose.extractors.linking.libraries import call_model, models_call
from decompose.extractors.linking.linkage import CallSite, Linkage


@models_call("oslo_db.sqlalchemy.utils.model_query")
def _model_query(linkage: Linkage, site: CallSite, receiver: int) -> None:
    """``model_query(model, session, args)`` is ``session.query(model)``, narrowed down."""
    query = call_model("*.query")
    if query is not None:
        query(linkage, replace(site, args=site.args[:1], keywords=()), receiver)

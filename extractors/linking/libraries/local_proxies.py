"""Werkzeug's proxies: ``LocalProxy(function)`` stands for what the function returns."""

from __future__ import annotations

from decompose.extractors.linking.calls import call_back
from decompose.extractors.linking.libraries import models_call
from decompose.extractors.linking.linkage import CallSite, Linkage


@models_call("werkzeug.local.LocalProxy", "werkzeug.LocalProxy", "celery.local.Proxy", "celery.local.PromiseProxy")
def _proxy(linkage: Linkage, site: CallSite, receiver: int) -> None:
    for function in site.args[:1]:
        call_back(linkage, CallSite(site.scope, site.line, site.target), function)

"""Requests to other hosts over HTTP."""

from __future__ import annotations

from decompose.extractors.graph import ResourceKind
from decompose.extractors.resources import uses
from decompose.extractors.resources.names import host

_READS = "get head options"
_WRITES = "post put patch delete"
_CLIENTS = (
    *("requests", "requests.api", "requests.Session", "requests.session", "requests.sessions.Session"),
    *("httpx", "httpx.Client", "httpx.AsyncClient", "niquests", "niquests.Session", "grequests", "treq"),
    *("aiohttp.ClientSession", "aiohttp.client.ClientSession", "requests_oauthlib.OAuth2Session"),
    *(
        "google.auth.transport.requests.AuthorizedSession",
        "requests_oauthlib.OAuth1Session",
        "cachecontrol.CacheControl",
        "requests_toolbelt.sessions.BaseUrlSession",
    ),
    *("curl_cffi.requests", "curl_cffi.requests.Session", "requests_futures.sessions.FuturesSession"),
)
uses(ResourceKind.HTTP, _CLIENTS, reads=_READS, writes=_WRITES, named=host(0))
uses(ResourceKind.HTTP, _CLIENTS, both="request stream ws_connect", named=host(1))
uses(
    ResourceKind.HTTP,
    ("requests.Session", "requests.session", "requests.sessions.Session", "httpx.Client", "httpx.AsyncClient"),
    both="send",
)

_ADAPTERS = (
    *("keystoneauth1.session.Session", "keystoneauth1.adapter.Adapter", "keystoneauth1.adapter.LegacyJsonAdapter"),
    *("keystoneauth1.loading.load_adapter_from_conf_options", "keystoneauth1.loading.load_session_from_conf_options"),
)
uses(ResourceKind.HTTP, _ADAPTERS, reads=_READS, writes=_WRITES, both="request", named=host(0))

_OPENERS = ("urllib.request", "urllib2", "urllib", "six.moves.urllib.request", "eventlet.green.urllib.request")
uses(ResourceKind.HTTP, _OPENERS, reads="urlopen urlretrieve", named=host(0))
uses(ResourceKind.HTTP, (f"{module}.build_opener" for module in _OPENERS), reads="open", named=host(0))

_POOLS = ("urllib3", "urllib3.PoolManager", "urllib3.ProxyManager", "urllib3.HTTPConnectionPool")
uses(ResourceKind.HTTP, _POOLS, both="request urlopen", named=host(1))
_CONNECTIONS = tuple(
    f"{module}.{name}"
    for module in ("http.client", "httplib", "six.moves.http_client")
    for name in ("HTTPConnection", "HTTPSConnection")
)
uses(ResourceKind.HTTP, _CONNECTIONS, both="request putrequest", named=host(1))
uses(ResourceKind.HTTP, ("httplib2.Http",), both="request", named=host(0, "uri"))
uses(
    ResourceKind.HTTP,
    ("tornado.httpclient.AsyncHTTPClient", "tornado.httpclient.HTTPClient"),
    both="fetch",
    named=host(0, "request"),
)
uses(ResourceKind.HTTP, ("pycurl.Curl",), both="perform")
uses(ResourceKind.HTTP, ("xmlrpc.client", "xmlrpclib"), both="ServerProxy Server", named=host(0, "uri"))
uses(ResourceKind.HTTP, ("zeep", "suds.client", "zeep.client"), both="Client", named=host(0, "wsdl"))

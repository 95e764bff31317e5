"""Search indexes."""

from __future__ import annotations

from decompose.extractors.graph import ResourceKind
from decompose.extractors.resources import uses
from decompose.extractors.resources.names import text

_ELASTIC = (
    *("elasticsearch.Elasticsearch", "elasticsearch.AsyncElasticsearch", "opensearchpy.OpenSearch"),
    *("elasticsearch.client.Elasticsearch", "elasticsearch6.Elasticsearch", "elasticsearch7.Elasticsearch"),
)
uses(
    ResourceKind.SEARCH,
    _ELASTIC,
    reads="search msearch get mget count exists scroll explain",
    writes="index create update delete bulk delete_by_query update_by_query reindex",
    named=text(9, "index"),
)
uses(
    ResourceKind.SEARCH,
    tuple(f"{client}.indices" for client in _ELASTIC),
    reads="exists get get_mapping stats",
    writes="create delete put_mapping put_alias refresh put_settings update_aliases",
    named=text(0, "index"),
)
uses(
    ResourceKind.SEARCH,
    ("elasticsearch.helpers", "opensearchpy.helpers"),
    writes="bulk streaming_bulk parallel_bulk reindex",
    reads="scan",
)
uses(
    ResourceKind.SEARCH,
    ("elasticsearch_dsl.Search", "elasticsearch_dsl.search.Search"),
    reads="execute scan count",
    writes="delete",
)

_QUERYSETS = ("haystack.query.SearchQuerySet", "haystack.query.RelatedSearchQuerySet")
uses(
    ResourceKind.SEARCH,
    _QUERYSETS,
    reads="filter all auto_query autocomplete models facet query_facet load_all"
    " more_like_this count filter_or filter_and",
)
uses(ResourceKind.SEARCH, ("haystack.forms.FacetedSearchForm", "haystack.forms.SearchForm"), reads="search")
uses(ResourceKind.SEARCH, ("haystack.indexes.SearchIndex",), writes="update_object remove_object update reindex clear")
uses(
    ResourceKind.SEARCH,
    ("pysolr.Solr", "pysolr.SolrCloud", "solr.Solr", "scorched.SolrInterface"),
    reads="search query suggest_terms more_like_this",
    writes="add delete commit optimize delete_all",
)
uses(ResourceKind.SEARCH, ("whoosh.index.open_dir", "whoosh.index.create_in"), reads="searcher", writes="writer")
uses(ResourceKind.SEARCH, ("whoosh.index",), both="open_dir create_in", named=text(0, "dirname"))
uses(
    ResourceKind.SEARCH,
    ("meilisearch.Client", "meilisearch.Client.index"),
    reads="search get_index",
    writes="add_documents update_documents delete_document create_index",
)
uses(ResourceKind.SEARCH, ("flask_whooshee.Whooshee",), writes="reindex register_model")

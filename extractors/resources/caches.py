"""Caches and key-value stores, with the key or its constant beginning."""

from __future__ import annotations

from decompose.extractors.graph import ResourceKind
from decompose.extractors.resources import uses
from decompose.extractors.resources.names import text

_DJANGO = ("django.core.cache.cache", "django.core.cache.get_cache")
uses(
    ResourceKind.CACHE,
    _DJANGO,
    reads="get get_many has_key aget aget_many ahas_key ttl keys iter_keys",
    writes="set set_many add delete delete_many delete_pattern touch clear aset aset_many aadd adelete expire lock",
    both="get_or_set aget_or_set incr decr",
    named=text(0, "key"),
)
uses(
    ResourceKind.CACHE,
    ("django.views.decorators.cache", "django.middleware.cache"),
    both="cache_page CacheMiddleware",
)

_FLASK = (
    *("flask_caching.Cache", "flask_cache.Cache", "flask.ext.cache.Cache", "flask_caching.Cache.cache"),
    *(f"cachelib.{name}" for name in ("SimpleCache", "RedisCache", "FileSystemCache", "MemcachedCache", "BaseCache")),
    *(f"werkzeug.contrib.cache.{name}" for name in ("SimpleCache", "RedisCache", "FileSystemCache", "MemcachedCache")),
)
uses(
    ResourceKind.CACHE,
    _FLASK,
    reads="get get_many get_dict has",
    writes="set set_many add delete delete_many delete_memoized clear inc dec",
    both="cached memoize",
    named=text(0, "key_prefix"),
)

_REGIONS = ("dogpile.cache.make_region", "dogpile.cache.region.make_region", "dogpile.cache.CacheRegion")
_CONFIGURED = tuple(f"{region}.{made}" for region in _REGIONS for made in ("configure", "configure_from_config"))
uses(
    ResourceKind.CACHE,
    (*_REGIONS, *_CONFIGURED, "dogpile.cache.region.CacheRegion", "oslo_cache.core.create_region"),
    reads="get get_multi get_value_metadata",
    writes="set set_multi delete delete_multi invalidate",
    both="get_or_create get_or_create_multi cache_on_arguments cache_multi_on_arguments",
    named=text(0, "key"),
)
uses(ResourceKind.CACHE, ("oslo_cache.core",), both="get_memoization_decorator")
uses(ResourceKind.CACHE, ("beaker.cache.CacheManager",), both="cache region get_cache", named=text(0))

_REDIS = tuple(
    f"{module}.{name}{made}"
    for module in ("redis", "redis.client", "redis.asyncio", "aioredis", "fakeredis", "redis.cluster", "redis.sentinel")
    for name in ("Redis", "StrictRedis", "RedisCluster", "FakeRedis", "FakeStrictRedis")
    for made in ("", ".from_url", ".pipeline", ".from_url.pipeline", ".__enter__")
)
_REDIS_OWNERS = (
    *_REDIS,
    *(
        "redis.from_url",
        "redis.from_url.pipeline",
        "redis.asyncio.from_url",
        "aioredis.from_url",
        "aioredis.create_redis",
    ),
    *("django_redis.get_redis_connection", "django_redis.get_redis_connection.pipeline", "flask_redis.FlaskRedis"),
    *("frappe.cache", "frappe.utils.redis_wrapper.RedisWrapper"),
)
uses(
    ResourceKind.CACHE,
    _REDIS_OWNERS,
    reads="get mget exists keys scan scan_iter ttl pttl hget hgetall hmget hkeys hexists hlen lrange llen lindex"
    " smembers sismember scard zrange zrangebyscore zrevrange zscore zcard zcount strlen getrange type bitcount"
    " get_value get_keys get_all get_values",
    writes="set setex psetex setnx mset delete unlink expire expireat persist incr incrby incrbyfloat decr decrby"
    " append hset hmset hdel hincrby hsetnx lpush rpush ltrim lrem sadd srem zadd zrem zincrby"
    " flushdb flushall rename lock xadd set_value delete_value delete_keys delete_key",
    both="getset getdel lpop rpop blpop brpop rpoplpush spop zpopmin zpopmax eval evalsha",
    named=text(0, "name"),
)

_MEMCACHED = (
    *("memcache.Client", "pylibmc.Client", "bmemcached.Client", "aiomcache.Client"),
    *("pymemcache.client.base.Client", "pymemcache.Client", "pymemcache.client.hash.HashClient"),
)
uses(
    ResourceKind.CACHE,
    _MEMCACHED,
    reads="get get_multi get_many gets gets_many",
    writes="set set_multi set_many add replace append delete delete_multi delete_many touch flush_all cas",
    both="incr decr",
    named=text(0, "key"),
)

"""Tasks and messages: who sends them, and who handles them."""

from __future__ import annotations

from collections.abc import Iterator

from decompose.extractors.graph import EntryKind, ResourceKind
from decompose.extractors.places import Confidence
from decompose.extractors.resources import Use, Wired, finder, uses
from decompose.extractors.resources.names import text

_HANDLED = frozenset({EntryKind.TASK, EntryKind.MESSAGE, EntryKind.SCHEDULE})


@finder
def tasks(wired: Wired) -> Iterator[Use]:
    """Tasks of the program by their name: sent where a function hands them over, taken where one handles them."""
    names = {entry.scope: entry.name for entry in reversed(wired.entries) if entry.kind is EntryKind.TASK}
    for event in wired.events:
        if event.target in names:
            name = names[event.target]
            yield Use(event.source, event.line, ResourceKind.QUEUE, name, False, True, "send")
    for entry in wired.entries:
        if entry.kind in {EntryKind.TASK, EntryKind.MESSAGE}:
            yield Use(entry.scope, entry.line, ResourceKind.QUEUE, entry.name, True, False, "handle", Confidence.EXACT)


_KOMBU = ("kombu.Producer", "kombu.messaging.Producer", "kombu.Connection.Producer", "kombu.pools.producers")
uses(ResourceKind.QUEUE, _KOMBU, writes="publish", named=text(9, "routing_key"))
uses(
    ResourceKind.QUEUE,
    ("kombu.Connection.SimpleQueue", "kombu.simple.SimpleQueue"),
    reads="get get_nowait",
    writes="put",
)
uses(ResourceKind.QUEUE, ("kombu", "kombu.entity"), both="Queue", named=text(0, "name"))
uses(
    ResourceKind.QUEUE,
    ("celery.Celery", "celery.current_app", "celery.app.base.Celery", "celery.execute"),
    writes="send_task",
    named=text(0, "name"),
)

_CHANNELS = tuple(
    f"pika.{name}.channel" for name in ("BlockingConnection", "SelectConnection", "adapters.blocking_connection")
)
uses(ResourceKind.QUEUE, _CHANNELS, writes="basic_publish", named=text(1, "routing_key"))
uses(
    ResourceKind.QUEUE, _CHANNELS, reads="basic_consume basic_get consume", both="queue_declare", named=text(0, "queue")
)
uses(
    ResourceKind.QUEUE,
    ("aio_pika.connect_robust.channel.default_exchange",),
    writes="publish",
    named=text(1, "routing_key"),
)

_KAFKA = (
    "kafka.KafkaProducer",
    "aiokafka.AIOKafkaProducer",
    "confluent_kafka.Producer",
    "confluent_kafka.SerializingProducer",
)
uses(ResourceKind.QUEUE, _KAFKA, writes="send send_and_wait produce", named=text(0, "topic"))
uses(ResourceKind.QUEUE, ("kafka", "aiokafka"), reads="KafkaConsumer AIOKafkaConsumer", named=text(0))
uses(
    ResourceKind.QUEUE,
    ("confluent_kafka.Consumer", "kafka.KafkaConsumer"),
    reads="subscribe poll consume",
    named=text(0),
)

_RQ = ("rq.Queue", "django_rq.get_queue", "rq.queue.Queue")
uses(ResourceKind.QUEUE, _RQ, writes="enqueue enqueue_in enqueue_at enqueue_call", named=text(0, "f"))
uses(ResourceKind.QUEUE, ("django_rq",), writes="enqueue", named=text(0))
uses(ResourceKind.QUEUE, ("django_q.tasks",), writes="async_task schedule", named=text(0))
uses(ResourceKind.QUEUE, ("frappe", "frappe.utils.background_jobs"), writes="enqueue", named=text(0, "method"))
uses(ResourceKind.QUEUE, ("frappe",), writes="publish_realtime publish_progress", named=text(0, "event"))

_RPC = ("oslo_messaging.RPCClient", "oslo_messaging.get_rpc_client", "oslo_messaging.RPCClient.prepare")
uses(
    ResourceKind.QUEUE,
    (*_RPC, "oslo_messaging.get_rpc_client.prepare"),
    writes="cast",
    both="call",
    named=text(1, "method"),
)
uses(
    ResourceKind.QUEUE,
    ("oslo_messaging.Notifier", "oslo_messaging.Notifier.prepare"),
    writes="info warn warning error debug critical audit sample",
    named=text(1, "event_type"),
)
uses(
    ResourceKind.QUEUE,
    ("channels.layers.get_channel_layer",),
    writes="send group_send group_add group_discard",
    reads="receive",
    named=text(0),
)
uses(ResourceKind.QUEUE, ("google.cloud.pubsub_v1.PublisherClient",), writes="publish", named=text(0, "topic"))
uses(
    ResourceKind.QUEUE,
    ("google.cloud.pubsub_v1.SubscriberClient",),
    reads="subscribe pull",
    named=text(0, "subscription"),
)
uses(
    ResourceKind.QUEUE,
    ("nats.connect", "nats.aio.client.Client"),
    writes="publish",
    both="request",
    reads="subscribe",
    named=text(0),
)
uses(ResourceKind.QUEUE, ("paho.mqtt.client.Client",), writes="publish", reads="subscribe", named=text(0, "topic"))
uses(
    ResourceKind.QUEUE,
    ("redis.Redis", "redis.StrictRedis", "redis.from_url", "redis.asyncio.Redis"),
    writes="publish",
    named=text(0),
)

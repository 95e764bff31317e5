"""Messages, streams, mail and workflows: what the code has today, and what carries it then."""

from __future__ import annotations

from decompose.extractors.graph import EntryKind, ResourceKind
from decompose.recommenders.conditions import When
from decompose.recommenders.plan import Strength, Topic
from decompose.recommenders.rules import declare

declare(
    "messaging.tasks",
    Topic.MESSAGING,
    looks_for="background tasks",
    target="Amazon SQS, with a dead-letter queue",
    reason="Work is handed over to it that nobody waits for: a queue for this service, with a dead-letter queue for "
    "what fails again and again. Delivery is at least once: each task has to bear running twice.",
    source="Whitepaper Microservices on AWS: asynchronous communication; AWS agent toolkit: queues",
    when=When(entries=(EntryKind.TASK,)),
)
declare(
    "messaging.delays",
    Topic.MESSAGING,
    looks_for="work that is sent to be done later",
    target="Amazon SQS up to 15 minutes, Amazon EventBridge Scheduler beyond",
    reason="It sends work to be done later; a message of Amazon SQS waits 900 seconds at most, a one-time schedule as "
    "long as wanted.",
    source="Amazon SQS quotas: delay of 900 seconds",
    when=When(traits=("delay",)),
)
declare(
    "messaging.broker",
    Topic.MESSAGING,
    looks_for="clients of RabbitMQ, or a broker of that kind beside the code",
    target="Amazon MQ for RabbitMQ as a first step, Amazon SQS for plain queues",
    reason="The code speaks the broker's protocol; a managed broker keeps that while the services are cut.",
    source="AWS agent toolkit: Amazon MQ to keep the protocol",
    when=When(packages=("pika", "aio_pika", "kombu", "amqp", "aiormq")),
    unless=(When(packages=("celery",)),),
    strength=Strength.VIABLE,
)
declare(
    "messaging.kafka",
    Topic.MESSAGING,
    looks_for="clients of Kafka",
    target="Amazon MSK",
    reason="The code speaks Kafka's protocol, which Amazon MSK keeps.",
    source="AWS agent toolkit: Amazon MSK where Kafka is used",
    when=When(packages=("kafka", "confluent_kafka", "aiokafka", "faust")),
)
declare(
    "messaging.streaming",
    Topic.MESSAGING,
    looks_for="operations of Kinesis",
    target="Amazon Kinesis Data Streams; Amazon Data Firehose where records are only delivered",
    reason="It writes or reads a stream already: several readers may follow it, each at its own pace.",
    source="AWS agent toolkit: streams keep, queues delete",
    when=When(traits=("aws:kinesis.*", "aws:firehose.*")),
)
declare(
    "messaging.mail",
    Topic.MESSAGING,
    looks_for="mail that is sent",
    target="Amazon SES, through a queue",
    reason="It sends mail; from a queue, a mail server that is slow or down holds nobody up.",
    source="Whitepaper Microservices on AWS: asynchronous communication; rule for calls whose result nobody waits for",
    when=When(resources=(ResourceKind.EMAIL.value,)),
    strength=Strength.VIABLE,
)
declare(
    "messaging.texts",
    Topic.MESSAGING,
    looks_for="packages that send text messages or notices to phones",
    target="Amazon SNS in front of the provider",
    reason="It sends notices through a provider; a topic in between decouples who has something to say from how it is "
    "sent.",
    source="Whitepaper Microservices on AWS: Amazon SNS for notices",
    when=When(packages=("twilio", "vonage", "messagebird", "firebase_admin", "pyfcm", "apns2", "pywebpush")),
    strength=Strength.VIABLE,
)
declare(
    "messaging.protocols",
    Topic.INTEGRATION,
    looks_for="packages of gRPC, Protocol Buffers, Avro",
    target="the same encoding between services, on an Application Load Balancer or Amazon ECS Service Connect",
    reason="It encodes messages in a binary form already; that can stay the form between services.",
    source="Whitepaper Microservices on AWS: protocols and serialisation",
    when=When(packages=("grpc", "google.protobuf", "fastavro", "avro", "thrift", "capnp")),
    strength=Strength.VIABLE,
)
declare(
    "orchestration.workflows",
    Topic.ORCHESTRATION,
    looks_for="packages of state machines and workflows",
    target="AWS Step Functions, or AWS Lambda durable functions where it stays Python",
    reason="It has processes of several steps written as such; outside of the services they can be seen, and outlive "
    "a deployment.",
    source="Whitepaper Microservices on AWS: orchestration; AWS agent toolkit: orchestration",
    when=When(packages=("transitions", "viewflow", "django_fsm", "airflow", "prefect", "dagster", "luigi", "temporalio",
                        "spiffworkflow", "SpiffWorkflow", "river", "joeflow")),
    strength=Strength.VIABLE,
)  # fmt: skip

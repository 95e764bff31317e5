"""Architectures for tests: a small one, and one that has every part."""

from __future__ import annotations

from decompose.extractors.places import Place
from decompose.recommenders.architecture import (
    Architecture,
    Bucket,
    Cache,
    Channel,
    Compute,
    Connection,
    Engine,
    Event,
    Front,
    Packaging,
    Permission,
    Queue,
    Saga,
    SagaStep,
    Schedule,
    Search,
    Secret,
    Size,
    Store,
    Workload,
    WorkloadKind,
)

HERE = Place("shop/models.py", 1)


def workload(
    service: str,
    name: str,
    kind: WorkloadKind,
    compute: Compute = Compute.FARGATE,
    *,
    front: Front = Front.NONE,
    paths: tuple[str, ...] = (),
    command: str = "",
    handlers: tuple[str, ...] = (),
    size: Size | None = None,
) -> Workload:
    return Workload(
        service, name, kind, compute, size or Size(512, 1024), front=front, paths=paths, command=command,
        handlers=handlers,
    )  # fmt: skip


def small() -> Architecture:
    """A web application with a worker and a database."""
    return Architecture(
        name="shop",
        services=("orders",),
        remains="orders",
        packaging=Packaging(python="3.12", manifest="requirements.txt", application="shop.wsgi:application"),
        workloads=(
            workload("orders", "web", WorkloadKind.WEB, front=Front.ALB, paths=("/orders/*",)),
            workload("orders", "worker", WorkloadKind.WORKER, command="celery -A shop worker"),
        ),
        queues=(Queue("orders", "worker", "mail", senders=("orders",), longest=30),),
        stores=(Store("orders", Engine.POSTGRESQL, ("orders_order",)),),
    )


def rich() -> Architecture:
    """Every part at least once."""
    every = tuple(
        Store(service, engine, (f"{service}_a", f"{service}_b"), key_value)
        for service, engine, key_value in (
            ("billing", Engine.UNKNOWN, ()),
            ("catalog", Engine.MYSQL, (("catalog_a", "sku"),)),
            ("media & files", Engine.POSTGRESQL, ()),
            ("orders", Engine.POSTGRESQL, ()),
            ("reports", Engine.MONGODB, ()),
            ("stock", Engine.MARIADB, (("stock_a", "id"), ("stock_b", "id"))),
        )
    )
    steps = (
        SagaStep("orders", "PlaceOrder", ("shop.orders.place",), ("orders_a",), "CancelOrder"),
        SagaStep("billing", "ChargeCard", ("shop.billing.charge",), ("billing_a",), "RefundCard"),
        SagaStep("stock", "TakeStock", ("shop.stock.take",), ("stock_a",)),
    )
    return Architecture(
        name="The Shop",
        services=("billing", "catalog", "media & files", "orders", "reports", "stock"),
        remains="orders",
        packaging=Packaging(
            python="3.12", manifest="requirements.txt", system_packages=("libpq5", "gettext"),
            application="shop.wsgi:application", settings="shop.settings", health="/healthz", port=8080),
        workloads=(
            workload("billing", "web", WorkloadKind.WEB, front=Front.ALB, paths=("/billing/*", "/invoices/<int:id>/")),
            workload("billing", "worker", WorkloadKind.WORKER, size=Size(300, 3000, 0, 1, 10)),
            workload("catalog", "web", WorkloadKind.WEB, front=Front.INTERNAL),
            workload("catalog", "jobs", WorkloadKind.JOB),
            workload("media & files", "resize", WorkloadKind.WORKER, Compute.LAMBDA, size=Size(0, 1024, 120, 0, 50),
                     handlers=("shop.media.resize",)),
            workload("media & files", "web", WorkloadKind.WEB, Compute.LAMBDA, front=Front.HTTP_API,
                     paths=("/media/*",), size=Size(0, 512, 20)),
            workload("media & files", "limited", WorkloadKind.WEB, Compute.LAMBDA, front=Front.REST_API,
                     paths=("/api/media/*", "/api/*/thumb")),
            workload("media & files", "open", WorkloadKind.WEB, Compute.LAMBDA, front=Front.ALB,
                     paths=("/pictures/*",)),
            workload("media & files", "inside", WorkloadKind.WEB, Compute.LAMBDA, front=Front.INTERNAL),
            workload("media & files", "nightly", WorkloadKind.JOB, Compute.LAMBDA, size=Size(0, 256, 600),
                     handlers=("shop.media.clean",)),
            workload("orders", "admin", WorkloadKind.COMMAND, command="python manage.py shell"),
            workload("orders", "web", WorkloadKind.WEB, front=Front.ALB,
                     paths=tuple(f"/orders/{name}/*" for name in "abcdefg")),
            workload("orders", "worker", WorkloadKind.WORKER, command="celery -A shop worker -l info"),
            workload("reports", "crunch", WorkloadKind.JOB, Compute.BATCH, size=Size(4096, 16384, 7200)),
            workload("reports", "web", WorkloadKind.WEB, Compute.ECS_EC2, front=Front.ALB, paths=("/reports/*",)),
            workload("stock", "web", WorkloadKind.WEB, Compute.EKS, front=Front.ALB, paths=("/stock/*",)),
            workload("stock", "worker", WorkloadKind.WORKER, Compute.EKS, command="python -m stock"),
        ),
        schedules=(
            Schedule("catalog", "jobs", "reindex", "shop.catalog.reindex", "cron(0 3 * * ? *)", "0 3 * * *", HERE),
            Schedule("catalog", "jobs", "sometimes", "shop.catalog.sometimes", "", "CATALOG_EVERY", HERE),
            Schedule("media & files", "nightly", "clean", "shop.media.clean", "rate(1 day)", "daily", HERE),
            Schedule("media & files", "nightly", "odd", "shop.media.odd", "", "whenever", HERE),
            Schedule("reports", "crunch", "monthly", "shop.reports.monthly", "cron(0 0 1 * ? *)", "monthly", HERE),
            Schedule("stock", "worker", "count", "shop.stock.count", "cron(30 2 * * ? *)", "2:30", HERE),
        ),
        queues=(
            Queue("billing", "worker", "invoices", senders=("orders", "billing"), longest=60),
            Queue("media & files", "resize", "resize", senders=("catalog",), messages=("shop.media.resize",)),
            Queue("orders", "worker", "mail", senders=("billing", "orders")),
        ),
        events=(
            Event("billing", "paid", ("orders", "stock"), Channel.EVENTBRIDGE),
            Event("catalog", "price-changed", ("media & files", "orders"), Channel.SNS),
            Event("orders", "cancelled", ("billing",), Channel.SQS),
            Event("orders", "placed", ("billing", "media & files"), Channel.EVENTBRIDGE,
                  handlers=("shop.media.resize",)),
        ),
        stores=every,
        buckets=(Bucket("media & files", "files"), Bucket("media & files", "media"), Bucket("orders", "static")),
        caches=(Cache("catalog", "valkey"), Cache("orders", "memcached")),
        searches=(Search("catalog"),),
        secrets=(
            Secret("billing", "STRIPE_API_KEY", HERE),
            Secret("media & files", "SECRET_KEY", HERE),
            Secret("orders", "SECRET_KEY", HERE),
            Secret("orders", "DATABASES.default.PASSWORD", HERE),
        ),
        permissions=(
            Permission("billing", ("ses:SendEmail",), "*"),
            Permission("media & files", ("s3:GetObject", "s3:PutObject"), "arn:aws:s3:::old-media/*"),
            Permission("orders", ("sqs:SendMessage",), "arn:aws:sqs:*:*:legacy"),
            Permission("orders", ("s3:*",), "arn:aws:s3:::everything"),
        ),
        sagas=(
            Saga("orders", "checkout", "shop.orders.checkout", steps, is_orchestrated=True, place=HERE),
            Saga("orders", "by-events", "shop.orders.other", steps[:2], is_orchestrated=False, place=HERE),
        ),
        connections=(
            Connection("billing", "orders"),
            Connection("catalog", "stock"),
            Connection("orders", "billing"),
            Connection("orders", "catalog"),
        ),
    )  # fmt: skip

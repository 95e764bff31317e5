"""From how many requests on a container costs less than a function.

A function costs for each request ``price of a request + price of its front + seconds · GB · price of a GB-second``; a
container costs by the month, whatever it does. Below ``R* = month of the container / price of one request`` the
function is cheaper. The container's side is a step function of the load: where so many requests need more tasks than
were taken, R* has to be computed again with those.
"""

from __future__ import annotations

import msgspec

from decompose.recommenders.architecture import Front
from decompose.recommenders.costs.prices import HOURS, Prices

DURATIONS = (0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 30.0)
"""Seconds of one request, for a curve."""
_LCU = 0.2
"""Load balancer capacity units of a small service."""
_FRONTS = {Front.HTTP_API: "apigw.http", Front.REST_API: "apigw.rest"}


class Point(msgspec.Struct, frozen=True, order=True):
    """One point of a curve.

    Attributes:
        duration: seconds of one request.
        requests: a month, from which on the container costs less.
        per_million: US dollars of a million requests to the function.
    """

    duration: float
    requests: int
    per_million: float


def function_request(
    prices: Prices, duration: float, memory: int, front: Front = Front.HTTP_API, *, is_arm: bool = True
) -> float:
    """US dollars of one request to a function.

    Args:
        prices: the prices.
        duration: billed seconds.
        memory: MiB.
        front: what stands before it.
        is_arm: on ARM processors.
    """
    second = prices["lambda.gb_s.arm" if is_arm else "lambda.gb_s.x86"]
    before = prices.each(_FRONTS[front]) if front in _FRONTS else 0.0
    return prices.each("lambda.request") + before + duration * memory / 1024 * second


def container_month(
    prices: Prices, cpu: int, memory: int, tasks: float, *, is_arm: bool = True, is_spot: bool = False
) -> float:
    """US dollars of tasks on AWS Fargate for a month.

    Args:
        prices: the prices.
        cpu: 1/1024ths of a processor.
        memory: MiB.
        tasks: how many run, on average.
        is_arm: on ARM processors.
        is_spot: with spare capacity that may be taken away.
    """
    kind = "arm" if is_arm else "x86"
    hour = cpu / 1024 * prices[f"fargate.vcpu_h.{kind}"] + memory / 1024 * prices[f"fargate.gb_h.{kind}"]
    month = hour * HOURS * tasks
    return month * prices["fargate.spot.factor"] if is_spot else month


def balancer_month(prices: Prices, units: float = _LCU) -> float:
    """US dollars of a load balancer for a month.

    Args:
        prices: the prices.
        units: load balancer capacity units, on average.
    """
    return prices.month("alb.h") + prices.month("alb.lcu_h") * units


def break_even(container: float, request: float) -> int:
    """Requests a month from which on the container costs less, to the nearest one.

    Args:
        container: US dollars a month.
        request: US dollars of one request to the function.
    """
    return round(container / request)


def curve(
    prices: Prices, container: float, memory: int, front: Front = Front.HTTP_API, *, is_arm: bool = True
) -> tuple[Point, ...]:
    """The break-even for each of ``DURATIONS``.

    Args:
        prices: the prices.
        container: US dollars a month.
        memory: MiB of the function.
        front: what stands before the function.
        is_arm: on ARM processors.
    """
    return tuple(
        Point(duration, break_even(container, request), round(request * 1e6, 3))
        for duration in DURATIONS
        if (request := function_request(prices, duration, memory, front, is_arm=is_arm))
    )

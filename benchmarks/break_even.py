"""Break-even points of AWS Lambda and AWS Fargate against a published table.

Usage: python benchmarks/break_even.py TABLE.json

The table's ``break_even.table`` has rows of ``duration_s``, ``memory_mb``, ``breakeven_requests_per_month`` and
``lambda_usd_per_million``, for 2 tasks of 0.5 vCPU and 1 GB on ARM with a load balancer of their own, against a
function on ARM behind an HTTP API.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from decompose.recommenders.costs.breaking_even import balancer_month, break_even, container_month, function_request
from decompose.recommenders.costs.prices import Prices


def main(file: Path) -> None:
    """Print each row, and how many agree."""
    prices = Prices()
    container = container_month(prices, 512, 1024, 2) + balancer_month(prices)
    rows = json.loads(file.read_text())["break_even"]["table"]
    agreeing = cents = 0
    for row in rows:
        request = function_request(prices, row["duration_s"], row["memory_mb"])
        requests = break_even(container, request)
        published = row["breakeven_requests_per_month"]
        agreeing += requests == published
        cents += abs(requests * request - published * request) < 0.005
        print(f"{row['duration_s']:>6} s {row['memory_mb']:>5} MB {requests:>11,} published {published:>11,}")
    print(
        f"{agreeing} of {len(rows)} the same to the request, {cents} to the cent; container {container:.2f} USD a month"
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))

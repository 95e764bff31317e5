"""Alarms, in the few forms in which all of them are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from troposphere import cloudwatch

from decompose.recommenders.templates.stack import Stack, imported


def alarm(
    stack: Stack,
    name: str,
    says: str,
    metric: tuple[str, str],
    dimensions: Mapping[str, Any],
    threshold: Any,
    *,
    statistic: str = "Sum",
    below: bool = False,
    minutes: int = 5,
    periods: int = 1,
    condition: str = "",
) -> None:
    """An alarm when a metric passes a threshold, told to the system's alarm topic.

    Args:
        stack: where it goes.
        name: its logical id.
        says: what is wrong then.
        metric: namespace and name.
        dimensions: of the metric.
        threshold: number, or a reference to one.
        statistic: ``Sum``, ``Average``, ``Maximum``, or a percentile.
        below: alarm when it is below in place of above.
        minutes: length of a period.
        periods: how many of them in a row.
        condition: under which the alarm exists.
    """
    namespace, metric_name = metric
    how = {"ExtendedStatistic": statistic} if statistic.startswith("p") else {"Statistic": statistic}
    stack.add(
        cloudwatch.Alarm(
            name,
            AlarmDescription=says,
            Namespace=namespace,
            MetricName=metric_name,
            Dimensions=[cloudwatch.MetricDimension(Name=key, Value=value) for key, value in dimensions.items()],
            Threshold=threshold,
            ComparisonOperator="LessThanThreshold" if below else "GreaterThanThreshold",
            Period=60 * minutes,
            EvaluationPeriods=periods,
            TreatMissingData="notBreaching",
            AlarmActions=[imported(stack.system, "network", "AlarmTopic")],
            **how,
            **({"Condition": condition} if condition else {}),
        )
    )

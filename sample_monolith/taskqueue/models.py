"""Work that waits for a worker, in the same database as everything else."""

from django.db import models

from common.clock import now


class JobQuerySet(models.QuerySet):
    def ready(self):
        return self.filter(status=Job.WAITING, run_after__lte=now()).order_by("run_after", "id")


class Job(models.Model):
    WAITING, RUNNING, DONE, FAILED = "waiting", "running", "done", "failed"

    task = models.CharField(max_length=120, db_index=True)
    args = models.JSONField(default=list)
    kwargs = models.JSONField(default=dict)
    status = models.CharField(max_length=10, default=WAITING, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    run_after = models.DateTimeField(default=now)
    last_error = models.TextField(blank=True)

    objects = JobQuerySet.as_manager()

    def __str__(self):
        return f"{self.task}#{self.pk} {self.status}"


class ScheduleRun(models.Model):
    """When a scheduled job was last handed to the queue."""

    name = models.CharField(max_length=80, unique=True)
    last_run = models.DateTimeField()

    def __str__(self):
        return self.name

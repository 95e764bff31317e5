"""Takes jobs from the table and runs them, with retries that back off."""

import datetime as dt
import logging

from common.clock import now
from taskqueue.models import Job
from taskqueue.queue import find_task

logger = logging.getLogger(__name__)


def claim_next():
    """The next job that is due, marked as running; None when there is nothing to do."""
    for job in Job.objects.ready()[:5]:
        claimed = Job.objects.filter(pk=job.pk, status=Job.WAITING).update(status=Job.RUNNING)
        if claimed:
            job.refresh_from_db()
            return job
    return None


def run_job(job):
    try:
        task = find_task(job.task)
    except KeyError:
        job.status, job.last_error = Job.FAILED, "no such task"
        job.save()
        return False
    job.attempts += 1
    try:
        task(*job.args, **job.kwargs)
    except Exception as error:
        logger.exception("%s failed", job)
        job.last_error = repr(error)
        job.status = Job.FAILED if job.attempts >= task.max_attempts else Job.WAITING
        job.run_after = now() + dt.timedelta(seconds=30 * 2**job.attempts)
        job.save()
        return False
    job.status = Job.DONE
    job.save()
    return True


def run_pending(limit=1000):
    """Run what is due, at most ``limit`` jobs; returns how many succeeded."""
    succeeded = 0
    for _ in range(limit):
        job = claim_next()
        if job is None:
            break
        succeeded += run_job(job)
    return succeeded

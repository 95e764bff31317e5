"""The clockwork: ``settings.SCHEDULE`` names tasks by their dotted path and says how often."""

import datetime as dt
import logging

from django.conf import settings
from django.utils.module_loading import import_string

from common.clock import now
from taskqueue.models import ScheduleRun

logger = logging.getLogger(__name__)


def due_entries(moment):
    last_runs = dict(ScheduleRun.objects.values_list("name", "last_run"))
    for name, (path, minutes) in settings.SCHEDULE.items():
        last_run = last_runs.get(name)
        if last_run is None or moment - last_run >= dt.timedelta(minutes=minutes):
            yield name, path


def enqueue_due():
    """Hand every due job to the queue; returns their names."""
    moment = now()
    names = []
    for name, path in due_entries(moment):
        import_string(path).delay()
        ScheduleRun.objects.update_or_create(name=name, defaults={"last_run": moment})
        names.append(name)
        logger.info("scheduled %s", name)
    return names

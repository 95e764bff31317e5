"""A task queue of a hundred lines: ``@task`` registers, ``.delay()`` enqueues, a worker runs.

@task(max_attempts=5)
def send_invoice(order_id): ...

send_invoice.delay(order.pk)
"""

import datetime as dt
import functools
import logging

from django.utils.module_loading import autodiscover_modules

from common.clock import now

logger = logging.getLogger(__name__)

_registry = {}


class Task:
    """A function that can be called now or enqueued for later."""

    def __init__(self, function, name, max_attempts):
        functools.update_wrapper(self, function)
        self.function = function
        self.name = name
        self.max_attempts = max_attempts

    def __call__(self, *args, **kwargs):
        return self.function(*args, **kwargs)

    def delay(self, *args, **kwargs):
        return self.delay_for(0, *args, **kwargs)

    def delay_for(self, seconds, *args, **kwargs):
        # The models are imported late: tasks are declared while apps are still loading.
        from taskqueue.models import Job

        run_after = now() + dt.timedelta(seconds=seconds)
        job = Job.objects.create(task=self.name, args=list(args), kwargs=kwargs, run_after=run_after)
        logger.debug("enqueued %s", job)
        return job


def task(function=None, *, name=None, max_attempts=3):
    """Register a module-level function as a task, under ``module.function`` unless named."""

    def register(function):
        wrapped = Task(function, name or f"{function.__module__}.{function.__name__}", max_attempts)
        _registry[wrapped.name] = wrapped
        return wrapped

    return register if function is None else register(function)


def find_task(name):
    if name not in _registry:
        autodiscover_modules("tasks")
    return _registry[name]

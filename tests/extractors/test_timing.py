"""When the clock runs a job."""

from __future__ import annotations

import pytest

from decompose.extractors.graph import EntryKind
from tests.extractors.linked import program_of

BEGIN = """
from celery import Celery
from celery.schedules import crontab
from datetime import timedelta
import huey as huey_module
from apscheduler.schedulers.background import BackgroundScheduler
app = Celery()
scheduler = BackgroundScheduler()

@app.task
def tidy():
    pass

"""
BEAT = 'app.conf.beat_schedule = {{"nightly": {{"task": "m.tidy", "schedule": {}}}}}\n'


@pytest.mark.parametrize(
    ("code", "trigger"),
    [
        (BEAT.format("crontab(hour=3, minute=15)"), "15 3 * * *"),
        (BEAT.format("crontab()"), "* * * * *"),
        (BEAT.format("crontab(0, 4, 'mon,fri')"), "0 4 * * mon,fri"),
        (BEAT.format("crontab(minute='*/10', day_of_month=1)"), "*/10 * 1 * *"),
        (BEAT.format("300"), "every 300 seconds"),
        (BEAT.format("30.0"), "every 30 seconds"),
        (BEAT.format("timedelta(hours=1, minutes=30)"), "every 5400 seconds"),
        (BEAT.format("crontab(hour=settings.HOUR)"), "m.tidy"),
        (BEAT.format("settings.EVERY"), "m.tidy"),
        ("app.add_periodic_task(crontab(minute=0), tidy)\n", "0 * * * *"),
        ("scheduler.add_job(tidy, 'cron', hour=3)\n", "0 3 * * *"),
        ("scheduler.add_job(tidy, 'cron', day_of_week='sun', hour=3, minute=5)\n", "5 3 * * sun"),
        ("scheduler.add_job(tidy, 'interval', minutes=5)\n", "every 300 seconds"),
        ("scheduler.add_job(tidy, trigger='interval', hours=settings.HOURS)\n", "interval"),
        ("@app.periodic_task(run_every=crontab(minute='*/30'))\ndef other():\n    pass\n", "*/30 * * * *"),
        ("@app.periodic_task(run_every=timedelta(days=1))\ndef other():\n    pass\n", "every 86400 seconds"),
        ("@scheduler.scheduled_job('interval', weeks=1)\ndef other():\n    pass\n", "every 604800 seconds"),
        ("@scheduler.scheduled_job('cron', minute=7)\ndef other():\n    pass\n", "7 * * * *"),
    ],
)
def test_when_a_job_runs(code: str, trigger: str) -> None:
    entries = program_of(m=BEGIN + code).graph.entry_points
    assert [entry.trigger for entry in entries if entry.kind is EntryKind.SCHEDULE] == [trigger]

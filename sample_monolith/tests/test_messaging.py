import datetime as dt
from unittest import mock

from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from common.clock import days_ago, now, stopped
from core.services import last_messages, suppress_messages
from insights.tasks import rebuild_daily_sales
from messaging.models import ChannelPreference, OutboundMessage
from messaging.rendering import UnknownTemplateError
from messaging.services import notify
from messaging.tasks import deliver_outbox, forget_old_messages
from pricing.tasks import expire_promotions
from taskqueue.models import Job, ScheduleRun
from taskqueue.queue import find_task
from taskqueue.schedule import enqueue_due
from taskqueue.worker import run_pending
from tests.shop import Quiet, ShopTestCase


class OutboxTests(ShopTestCase):
    def test_a_message_waits_and_then_leaves(self):
        notify(self.ada, "return-approved", {"number": "R-1"})
        self.assertEqual(mail.outbox, [])
        self.assertEqual(deliver_outbox(), 1)
        self.assertEqual(mail.outbox[0].subject, "Return R-1")
        self.assertEqual(deliver_outbox(), 0)

    def test_channels_follow_the_preferences(self):
        ChannelPreference.objects.create(user=self.ada, email=False, sms=True)
        self.assertEqual(notify(self.ada, "return-approved", {"number": "R-1"}), [])
        self.ada.profile.phone = "040 123"
        self.ada.profile.save()
        self.assertEqual([message.channel for message in notify(self.ada, "ticket-answered", {})], ["sms"])

    def test_unknown_texts_are_an_error(self):
        with self.assertRaises(UnknownTemplateError):
            notify(self.ada, "no-such-text", {})

    def test_one_failure_stops_no_other_and_can_be_retried(self):
        for number in ("R-1", "R-2"):
            notify(self.ada, "return-approved", {"number": number})
        broken = mock.patch("messaging.channels.send_mail", side_effect=[OSError("no route"), 1])
        with broken, self.assertLogs("messaging.tasks", "ERROR"):
            self.assertEqual(deliver_outbox(), 1)
        health = self.client.get(reverse("messaging:health")).json()
        self.assertEqual(health, {"queued": 0, "failed": 1})
        call_command("flush_outbox", "--retry", stdout=Quiet())
        self.assertEqual(OutboundMessage.objects.filter(status=OutboundMessage.SENT).count(), 2)

    def test_complaints_and_age_empty_the_outbox(self):
        notify(self.ada, "return-approved", {"number": "R-1"})
        self.assertEqual(suppress_messages(self.ada), 1)
        self.assertEqual(last_messages(self.ada), [{"subject": "Return R-1", "status": "suppressed"}])
        OutboundMessage.objects.update(created_at=days_ago(400))
        self.assertEqual(forget_old_messages(), 1)

    def test_preferences_are_changed_on_a_page(self):
        self.client.force_login(self.ada)
        self.client.post(reverse("messaging:preferences"), {"marketing": "on"})
        preference = ChannelPreference.objects.get(user=self.ada)
        self.assertEqual((preference.email, preference.marketing), (False, True))


class QueueTests(ShopTestCase):
    def test_a_job_runs_once(self):
        expire_promotions.delay()
        self.assertEqual((run_pending(), run_pending()), (1, 0))
        self.assertEqual(Job.objects.get().status, Job.DONE)

    def test_a_failing_job_is_tried_again_later_and_gives_up(self):
        rebuild_daily_sales.delay(days="many")
        with self.assertLogs("taskqueue.worker", "ERROR"):
            self.assertEqual(run_pending(), 0)
            with stopped(now() + dt.timedelta(hours=1)):
                run_pending()
        job = Job.objects.get()
        self.assertEqual((job.status, job.attempts), (Job.FAILED, 2))
        self.assertIn("TypeError", job.last_error)

    def test_jobs_nobody_knows_fail(self):
        Job.objects.create(task="no.such.task")
        run_pending()
        self.assertEqual(Job.objects.get().last_error, "no such task")

    def test_tasks_are_found_by_the_name_they_chose(self):
        self.assertEqual(find_task("insights.rebuild_daily_sales").max_attempts, 2)

    def test_the_schedule_waits_its_time(self):
        self.assertEqual(len(enqueue_due()), 9)
        self.assertEqual(enqueue_due(), [])
        with stopped(now() + dt.timedelta(minutes=5)):
            self.assertEqual(enqueue_due(), ["deliver-outbox"])
        self.assertEqual(ScheduleRun.objects.count(), 9)

    def test_every_scheduled_job_succeeds(self):
        self.paid(("TENT-2", 1))
        call_command("run_schedule", stdout=Quiet())
        call_command("run_worker", "--once", stdout=Quiet())
        self.assertEqual(set(Job.objects.values_list("status", flat=True)), {Job.DONE})

import logging

from common.clock import days_ago, now
from messaging.channels import channel
from messaging.models import OutboundMessage
from taskqueue.queue import task

logger = logging.getLogger(__name__)


@task
def deliver_outbox(limit=200):
    """Send what waits, oldest first; one failure does not stop the others."""
    sent = 0
    for message in OutboundMessage.objects.filter(status=OutboundMessage.QUEUED)[:limit]:
        try:
            channel(message.channel).deliver(message)
        except Exception:
            logger.exception("message %s failed", message.pk)
            message.status = OutboundMessage.FAILED
        else:
            message.status, message.sent_at = OutboundMessage.SENT, now()
            sent += 1
        message.save(update_fields=["status", "sent_at"])
    return sent


@task
def forget_old_messages(days=365):
    deleted, _ = OutboundMessage.objects.filter(created_at__lt=days_ago(days)).delete()
    return deleted

from django.conf import settings
from django.db import models

from common.clock import now


class MessageTemplate(models.Model):
    key = models.SlugField(unique=True)
    subject = models.CharField(max_length=120)
    body = models.TextField()
    is_marketing = models.BooleanField(default=False)

    def __str__(self):
        return self.key


class ChannelPreference(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="channels")
    email = models.BooleanField(default=True)
    sms = models.BooleanField(default=False)
    marketing = models.BooleanField(default=False)


class OutboundMessage(models.Model):
    QUEUED, SENT, FAILED, SUPPRESSED = "queued", "sent", "failed", "suppressed"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="messages")
    template = models.ForeignKey(MessageTemplate, null=True, on_delete=models.SET_NULL)
    channel = models.CharField(max_length=10)
    recipient = models.CharField(max_length=120)
    subject = models.CharField(max_length=160)
    body = models.TextField()
    status = models.CharField(max_length=12, default=QUEUED, db_index=True)
    created_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        db_table = "messaging_outbox"
        ordering = ["created_at", "pk"]

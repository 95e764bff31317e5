"""Telling people things. Nothing leaves at once: an outbox is delivered by a task."""

import logging

from core.models import User
from messaging.channels import channels
from messaging.models import ChannelPreference, OutboundMessage
from messaging.rendering import render, template_for

logger = logging.getLogger(__name__)


def preference_of(user):
    return ChannelPreference.objects.get_or_create(user=user)[0]


def wants(preference, channel_name, is_marketing):
    if is_marketing and not preference.marketing:
        return False
    return getattr(preference, channel_name)


def notify(user, key, values):
    """Put a message into the outbox, once per channel that the user wants."""
    template = template_for(key)
    subject, body = render(template, values)
    preference = preference_of(user)
    created = []
    for channel in channels():
        recipient = channel.address_of(user)
        if recipient and wants(preference, channel.name, template.is_marketing):
            created.append(
                OutboundMessage.objects.create(
                    user=user,
                    template=template,
                    channel=channel.name,
                    recipient=recipient,
                    subject=subject,
                    body=body,
                )
            )
    if not created:
        logger.info("user %s wants no %s", user.pk, key)
    return created


def notify_staff(subject, body):
    for user in User.objects.filter(is_staff=True, is_active=True).order_by("pk"):
        OutboundMessage.objects.create(user=user, channel="email", recipient=user.email, subject=subject, body=body)


def unsubscribe_all(user):
    ChannelPreference.objects.update_or_create(user=user, defaults={"email": False, "sms": False, "marketing": False})


def broadcast(key, values):
    """Newsletter to everyone at once; replaced by an agency in the second year."""
    return [notify(user, key, values) for user in User.objects.filter(is_active=True)]

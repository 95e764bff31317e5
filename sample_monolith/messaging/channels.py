"""How a message leaves the house. ``settings.MESSAGE_CHANNELS`` maps names to these classes."""

import logging

from django.conf import settings
from django.core.mail import send_mail
from django.utils.module_loading import import_string

from common.text import mask_email, truncate

logger = logging.getLogger(__name__)


class Channel:
    name = ""

    def address_of(self, user):
        """Where the user can be reached; empty when not at all."""
        raise NotImplementedError

    def deliver(self, message):
        raise NotImplementedError


class EmailChannel(Channel):
    name = "email"

    def address_of(self, user):
        return user.email if user.is_active else ""

    def deliver(self, message):
        send_mail(message.subject, message.body, settings.DEFAULT_FROM_EMAIL, [message.recipient])
        logger.info("mail to %s: %s", mask_email(message.recipient), message.subject)


class SmsChannel(Channel):
    """Writes to the log: the provider's client is installed in production only."""

    name = "sms"

    def address_of(self, user):
        profile = getattr(user, "profile", None)
        return profile.phone if profile else ""

    def deliver(self, message):
        logger.info("sms to ...%s: %s", message.recipient[-3:], truncate(message.body, 160))


def channel(name):
    return import_string(settings.MESSAGE_CHANNELS[name])()


def channels():
    return [channel(name) for name in sorted(settings.MESSAGE_CHANNELS)]

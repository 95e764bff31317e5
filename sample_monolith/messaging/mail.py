from django.core.mail.backends.locmem import EmailBackend

from messaging.models import ChannelPreference


class ConsideringBackend(EmailBackend):
    """Whoever does not want mail gets none, whatever part of the shop sends it."""

    def send_messages(self, email_messages):
        unwanted = set(ChannelPreference.objects.filter(email=False).values_list("user__email", flat=True))
        wanted = [message for message in email_messages if not unwanted.intersection(message.to)]
        return super().send_messages(wanted)

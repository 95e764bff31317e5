"""E-mail that is sent."""

from __future__ import annotations

from decompose.extractors.graph import ResourceKind
from decompose.extractors.resources import uses
from decompose.extractors.resources.names import text

uses(ResourceKind.EMAIL, ("django.core.mail",), writes="send_mail send_mass_mail mail_admins mail_managers")
uses(
    ResourceKind.EMAIL,
    (
        *("django.core.mail.EmailMessage", "django.core.mail.EmailMultiAlternatives"),
        *("django.core.mail.message.EmailMessage", "django.core.mail.message.EmailMultiAlternatives"),
        *("anymail.message.AnymailMessage", "templated_email.get_templated_mail"),
    ),
    writes="send",
)
uses(ResourceKind.EMAIL, ("django.core.mail.get_connection",), writes="send_messages")
uses(
    ResourceKind.EMAIL,
    ("flask_mail.Mail", "flask_mail.Connection", "flask_mail.Mail.connect"),
    writes="send send_message",
)
uses(ResourceKind.EMAIL, ("fastapi_mail.FastMail",), writes="send_message")
uses(ResourceKind.EMAIL, ("smtplib.SMTP", "smtplib.SMTP_SSL", "aiosmtplib.SMTP"), writes="sendmail send_message")
uses(ResourceKind.EMAIL, ("smtplib",), writes="SMTP SMTP_SSL", named=text(0, "host"))
uses(ResourceKind.EMAIL, ("aiosmtplib",), writes="send")
uses(ResourceKind.EMAIL, ("templated_email",), writes="send_templated_mail", named=text(0, "template_name"))
uses(ResourceKind.EMAIL, ("frappe",), writes="sendmail")
uses(ResourceKind.EMAIL, ("post_office.mail",), writes="send send_many")

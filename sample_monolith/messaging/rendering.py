from django.template import Context, Template

from common.money import format_cents
from messaging.models import MessageTemplate

DEFAULTS = {
    "order-confirmed": ("Your order {{ number }}", "Thank you! {{ total }} for {{ lines|length }} articles."),
    "order-cancelled": ("Order {{ number }} is cancelled", "We are sorry. Your money is on its way back."),
    "parcel-sent": ("Your parcel is on its way", "{{ carrier }} carries it: {{ link }}"),
    "cart-reminder": ("Forgotten something?", "{{ count }} articles are waiting in your cart."),
    "return-approved": ("Return {{ number }}", "Please send the goods back within 14 days."),
    "return-refunded": ("Return {{ number }} is done", "{{ amount }} are on their way to you."),
    "ticket-answered": ("Re: {{ subject }}", "{{ text }}"),
}


class UnknownTemplateError(KeyError):
    pass


def template_for(key):
    """The template of a key; the first use creates it from the built-in text."""
    template = MessageTemplate.objects.filter(key=key).first()
    if template is not None:
        return template
    if key not in DEFAULTS:
        raise UnknownTemplateError(key)
    subject, body = DEFAULTS[key]
    return MessageTemplate.objects.create(key=key, subject=subject, body=body, is_marketing=key == "cart-reminder")


def render(template, values):
    context = Context(values, autoescape=False)
    return Template(template.subject).render(context), Template(template.body).render(context)


def order_values(order):
    return {
        "number": order.number,
        "total": format_cents(order.total_cents, order.currency),
        "lines": list(order.lines.all()),
    }

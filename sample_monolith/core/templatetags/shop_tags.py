from django import template

from common.money import format_cents
from core.models import Category

register = template.Library()


@register.filter
def money(cents, currency="EUR"):
    return format_cents(int(cents or 0), currency)


@register.inclusion_tag("shop/category_menu.html")
def category_menu():
    return {"categories": Category.objects.filter(parent__isnull=True)}


@register.simple_tag(takes_context=True)
def here(context, prefix):
    """Marks the entry of a menu that leads to the page at hand."""
    return "here" if context["request"].path.startswith(prefix) else ""

"""Invoices as plain text; the printer's macros do the rest."""

from collections import defaultdict

from common.money import format_cents
from common.text import truncate
from pricing.taxes import contained_tax, is_reverse_charge

WIDTH = 64


def _row(left, cents, currency="EUR"):
    right = format_cents(cents, currency)
    return f"{truncate(left, WIDTH - len(right) - 2):<{WIDTH - len(right)}}{right}"


def tax_by_percent(order):
    """Contained tax per rate, shipping at the highest."""
    gross = defaultdict(int)
    for line in order.lines.all():
        gross[line.tax_percent] += line.total_cents
    if gross:
        gross[max(gross)] += order.shipping_cents
    return {percent: contained_tax(cents, percent) for percent, cents in sorted(gross.items())}


def render_invoice(order):
    profile = getattr(order.user, "profile", None)
    parts = [f"Invoice for order {order.number}", f"{order.placed_at:%d.%m.%Y}", ""]
    parts += [*order.postal_lines(), ""]
    for line in order.lines.select_related("variant"):
        label = f"{line.quantity} x {line.description} ({line.variant.sku})"
        parts.append(_row(label, line.unit_price_cents * line.quantity, order.currency))
        if line.discount_cents:
            parts.append(_row("   discount", -line.discount_cents, order.currency))
    parts.append(_row("Shipping", order.shipping_cents, order.currency))
    parts.append("-" * WIDTH)
    parts.append(_row("Total", order.total_cents, order.currency))
    if profile and is_reverse_charge(profile.vat_id, order.country):
        parts.append(f"Reverse charge, {profile.vat_id}")
    else:
        parts += [_row(f"  contains {rate}% VAT", tax) for rate, tax in tax_by_percent(order).items()]
    return "\n".join(parts) + "\n"

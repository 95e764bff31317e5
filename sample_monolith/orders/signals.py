"""What others may want to know about an order. Sent after the commit."""

from django.dispatch import Signal

order_placed = Signal()
order_cancelled = Signal()
order_status_changed = Signal()

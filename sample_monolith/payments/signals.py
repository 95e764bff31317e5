from django.dispatch import Signal

payment_failed = Signal()

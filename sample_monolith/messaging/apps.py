from django.apps import AppConfig


class MessagingConfig(AppConfig):
    name = "messaging"

    def ready(self):
        from messaging import receivers
        from orders.signals import order_cancelled, order_placed

        order_placed.connect(receivers.confirm_order, dispatch_uid="messaging.confirm_order")
        order_cancelled.connect(receivers.announce_cancellation, dispatch_uid="messaging.cancelled")

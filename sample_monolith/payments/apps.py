from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "payments"

    def ready(self):
        from payments import receivers
        from payments.signals import payment_failed

        payment_failed.connect(receivers.log_failed_payment, dispatch_uid="payments.log_failed_payment")

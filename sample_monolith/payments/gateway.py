"""The payment provider. ``settings.PAYMENT_GATEWAY`` names the class that is used."""

from __future__ import annotations

import hashlib
import hmac
from abc import ABC, abstractmethod
from dataclasses import dataclass

from django.conf import settings
from django.utils.module_loading import import_string

from common.errors import ShopError
from common.ids import random_token


class GatewayError(ShopError):
    code = "payment_failed"
    status = 402


@dataclass(frozen=True)
class GatewayAnswer:
    reference: str
    accepted: bool
    message: str = ""


class PaymentGateway(ABC):
    """What the shop asks of a payment provider."""

    @abstractmethod
    def authorise(self, amount_cents: int, currency: str, method: str) -> GatewayAnswer: ...

    @abstractmethod
    def capture(self, reference: str, amount_cents: int) -> GatewayAnswer: ...

    @abstractmethod
    def refund(self, reference: str, amount_cents: int) -> GatewayAnswer: ...

    @abstractmethod
    def void(self, reference: str) -> GatewayAnswer: ...

    def sign(self, payload: bytes) -> str:
        return hmac.new(settings.SECRET_KEY.encode(), payload, hashlib.sha256).hexdigest()

    def is_genuine(self, payload: bytes, signature: str) -> bool:
        return hmac.compare_digest(self.sign(payload).encode(), signature.encode())


class SandboxGateway(PaymentGateway):
    """Accepts everything up to a limit; amounts that end in 13 cents are declined."""

    limit_cents = 500_000

    def authorise(self, amount_cents, currency, method):
        if amount_cents > self.limit_cents:
            return GatewayAnswer("", False, "amount over the limit")
        if amount_cents % 100 == 13:
            return GatewayAnswer("", False, "declined by the bank")
        return GatewayAnswer("SB" + random_token(14), True)

    def capture(self, reference, amount_cents):
        return GatewayAnswer(reference, True)

    def refund(self, reference, amount_cents):
        return GatewayAnswer("RF" + random_token(14), True)

    def void(self, reference):
        return GatewayAnswer(reference, True)


class InvoiceGateway(SandboxGateway):
    """Payment by bank transfer: nothing to authorise, the money arrives one day."""

    def authorise(self, amount_cents, currency, method):
        return GatewayAnswer("IN" + random_token(14), True)


def gateway_for(method: str) -> PaymentGateway:
    if method == "invoice":
        return InvoiceGateway()
    return import_string(settings.PAYMENT_GATEWAY)()

"""What the tests start from: a seeded shop, and short ways to move things along in it."""

from django.core.management import call_command
from django.test import TestCase, override_settings

from cart.services import add_variant, open_cart
from core.models import Carrier, User, Variant
from core.services import default_address
from orders.checkout import Checkout
from payments.services import capture
from warehouse.dispatch import hand_over, pack, record_event
from warehouse.models import StockLevel


@override_settings(PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"])
class ShopTestCase(TestCase):
    """The goods and the people of ``seed_shop``: Ada buys, the office looks after it."""

    @classmethod
    def setUpTestData(cls):
        call_command("seed_shop", verbosity=0, stdout=Quiet())
        cls.ada = User.objects.get(email="ada@example.com")
        cls.office = User.objects.get(email="office@example.com")

    def cart_with(self, *wanted):
        cart = open_cart(self.ada, "")
        for sku, quantity in wanted:
            add_variant(cart, sku, quantity)
        return cart

    def order(self, *wanted, method="card"):
        return Checkout(self.cart_with(*wanted), self.ada, default_address(self.ada)).place(method)

    def paid(self, *wanted):
        order = self.order(*wanted)
        capture(order.payments.get())
        order.refresh_from_db()
        return order

    def delivered(self, *wanted):
        order = self.paid(*wanted)
        shipment = hand_over(pack(order, Carrier.objects.get(code="DHL")))
        record_event(shipment, "delivered")
        order.refresh_from_db()
        return order

    def level(self, sku):
        return StockLevel.objects.get(variant__sku=sku)

    def variant(self, sku):
        return Variant.objects.get(sku=sku)


class Quiet:
    """A stream that nobody reads."""

    def write(self, text):
        return len(text)

    def flush(self):
        pass

import datetime as dt

from django.urls import reverse

from cart import services
from cart.models import Cart, CartLine
from cart.tasks import purge_old_carts, remind_abandoned
from common.clock import days_ago
from common.errors import ConflictError, NotFoundError, ShopError
from core.models import Product
from core.services import cart_statistics, wishlist_to_cart
from messaging.models import ChannelPreference, OutboundMessage
from pricing.models import Coupon, Promotion
from tests.shop import ShopTestCase


class CartTests(ShopTestCase):
    def test_quantities_add_up_and_are_limited(self):
        cart = self.cart_with(("TENT-2", 1), ("TENT-2", 2))
        self.assertEqual(cart.item_count, 3)
        with self.assertRaises(ConflictError):
            services.add_variant(cart, "TENT-2", 23)
        with self.assertRaises(ShopError):
            services.add_variant(cart, "TENT-2", 100)
        with self.assertRaises(NotFoundError):
            services.add_variant(cart, "NO-SUCH", 1)

    def test_zero_takes_a_line_out(self):
        cart = self.cart_with(("TENT-2", 1))
        self.assertIsNone(services.change_quantity(cart, cart.lines.get().pk, 0))
        self.assertFalse(cart.lines.exists())

    def test_a_visitors_cart_joins_the_account(self):
        mine, visitor = self.cart_with(("TENT-2", 1)), services.open_cart(None, "")
        services.add_variant(visitor, "TENT-2", 2)
        services.add_variant(visitor, "BOOK-KNOTS", 1)
        services.merge_into_account(visitor.token, self.ada)
        self.assertEqual(dict(mine.lines.values_list("variant__sku", "quantity")), {"TENT-2": 3, "BOOK-KNOTS": 1})
        visitor.refresh_from_db()
        self.assertEqual(visitor.status, Cart.MERGED)

    def test_one_reminder_for_those_who_want_it(self):
        ChannelPreference.objects.create(user=self.ada, marketing=True)
        self.cart_with(("TENT-2", 1))
        Cart.objects.update(updated_at=days_ago(3))
        self.assertEqual((remind_abandoned(), remind_abandoned()), (1, 0))
        self.assertEqual(OutboundMessage.objects.get(user=self.ada).template.key, "cart-reminder")

    def test_who_changes_a_quantity_has_not_forgotten_the_cart(self):
        cart = self.cart_with(("TENT-2", 1))
        for quantity in (2, 0):
            Cart.objects.update(updated_at=days_ago(3))
            services.change_quantity(cart, cart.lines.get().pk, quantity)
            self.assertGreater(Cart.objects.get().updated_at, days_ago(1))

    def test_old_carts_are_dropped_with_their_lines(self):
        visitor = services.open_cart(None, "")
        services.add_variant(visitor, "TENT-2", 1)
        kept = self.cart_with(("TENT-2", 1))
        Cart.objects.update(updated_at=days_ago(200) + dt.timedelta(hours=1))
        self.assertEqual(purge_old_carts(), 1)
        self.assertEqual([line.cart for line in CartLine.objects.all()], [kept])

    def test_coupons_that_are_used_up_or_over(self):
        cart = self.cart_with(("BOOK-KNOTS", 1))
        Coupon.objects.update(times_used=100)
        with self.assertRaises(ConflictError):
            services.apply_coupon(cart, "SUMMER")
        Coupon.objects.update(times_used=0)
        Promotion.objects.update(ends_at=days_ago(1))
        with self.assertRaises(ConflictError):
            services.apply_coupon(cart, "SUMMER")

    def test_the_wishlist_moves_into_the_cart(self):
        services.toggle_wishlist(self.ada, Product.objects.get(slug="spark-stove"))
        cart = self.cart_with()
        self.assertEqual(wishlist_to_cart(self.ada, cart), 1)
        self.assertEqual(cart_statistics(), {"open": 1, "value_cents": 5490})
        self.assertFalse(self.ada.wishlist.exists())


class CartPagesTests(ShopTestCase):
    def test_a_visitor_keeps_the_cart_through_the_cookie(self):
        self.client.post(reverse("cart:add"), {"sku": "TENT-2", "quantity": 1})
        self.assertIn("cart", self.client.cookies)
        page = self.client.get(reverse("cart:show"))
        self.assertContains(page, "Fjell 2 tent")
        self.assertEqual(page.context["cart_count"], 1)
        line = CartLine.objects.get()
        self.client.post(reverse("cart:change", args=[line.pk]), {"quantity": 3})
        self.client.post(reverse("cart:coupon"), {"code": "SUMMER"})
        cart = Cart.objects.get()
        self.assertEqual((cart.item_count, cart.coupon.code), (3, "SUMMER"))

    def test_signing_in_takes_the_cart_along(self):
        self.client.post(reverse("cart:add"), {"sku": "TENT-2", "quantity": 1})
        self.client.post(reverse("customers:login"), {"username": "ADA@example.com", "password": "tent-pegs-9"})
        self.assertEqual(Cart.objects.get().user, self.ada)

    def test_the_wishlist_button(self):
        self.client.force_login(self.ada)
        url = reverse("cart:wishlist", args=["spark-stove"])
        states = [self.client.post(url).json()["on_wishlist"] for _ in range(2)]
        self.assertEqual(states, [True, False])

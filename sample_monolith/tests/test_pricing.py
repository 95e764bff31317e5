from common.clock import days_ago, now
from common.errors import ShopError
from core.services import raise_list_prices, running_promotions, set_list_price
from customers.services import make_business
from pricing.engine import PricingEngine, unit_price_cents
from pricing.models import Price, Promotion
from pricing.tasks import drop_orphan_prices, expire_promotions
from tests.shop import ShopTestCase


class PricingTests(ShopTestCase):
    def test_businesses_pay_less_for_more(self):
        gas = self.variant("GAS-230")
        self.assertEqual(unit_price_cents(gas, 10, self.ada), 590)
        make_business(self.ada, "de123456789")
        self.assertEqual([unit_price_cents(gas, quantity, self.ada) for quantity in (9, 10)], [590, 490])

    def test_promotions_apply_in_their_order(self):
        Promotion.objects.create(name="Ten off", kind="fixed", value=1000, min_total_cents=2000, priority=1)
        quote = PricingEngine().quote([(self.variant("BOOK-KNOTS"), 2)])
        self.assertEqual((quote.discount_cents, quote.total_cents), (1000, 2600))
        self.assertEqual(PricingEngine().quote([(self.variant("BOOK-KNOTS"), 1)]).discount_cents, 0)

    def test_the_tax_is_contained(self):
        quote = PricingEngine().quote([(self.variant("BOOK-KNOTS"), 1)], 490)
        self.assertEqual(quote.tax_cents, 118 + 32)

    def test_list_prices_stay_below_the_base_price(self):
        book = self.variant("BOOK-KNOTS")
        for amount in (1801, 0, -1):
            with self.assertRaises(ShopError):
                set_list_price("business", book, amount)
        set_list_price("business", book, 1500)
        self.assertEqual(raise_list_prices("business", 5), 2)
        self.assertEqual(Price.objects.get(variant=book).amount_cents, 1599)

    def test_promotions_end(self):
        self.assertEqual([entry["name"] for entry in running_promotions()], ["Gas: buy 4, pay 3"])
        Promotion.objects.update(starts_at=days_ago(9), ends_at=now())
        self.assertEqual(running_promotions(), [])
        self.assertEqual(expire_promotions(), 2)

    def test_prices_of_what_is_gone_are_dropped(self):
        self.variant("GAS-230").product.variants.update(is_active=False)
        self.assertEqual(drop_orphan_prices(), 1)

from django.urls import reverse

from common.clock import days_ago
from common.errors import ConflictError, ShopError
from core.models import Address, LoyaltyEntry, User
from core.services import customer_card, default_address, goodwill_points, inactive_customers
from customers.loyalty import book_points, expire_points, spend_points
from customers.services import erase_customer, export_personal_data, register, save_address
from messaging.models import OutboundMessage
from messaging.services import notify_staff
from orders.models import Order
from tests.shop import ShopTestCase

STREET = {"recipient": "Ada", "street": "Kai 1", "postcode": "28195", "city": "Bremen"}


class AccountTests(ShopTestCase):
    def test_an_account_has_a_profile_and_one_owner(self):
        user = register("Bo@Example.com", "reef-knot-7")
        self.assertEqual(user.profile.segment, "retail")
        with self.assertRaises(ConflictError):
            register("bo@example.COM", "reef-knot-7")

    def test_weak_passwords_are_refused(self):
        for password in ("short", "password", "12345678"):
            with self.assertRaises(ShopError):
                register("bo@example.com", password)
        self.assertFalse(User.objects.filter(email="bo@example.com").exists())

    def test_there_is_one_default_address(self):
        second = save_address(self.ada, {**STREET, "is_default": True})
        self.assertEqual(default_address(self.ada), second)
        self.assertEqual(Address.objects.filter(user=self.ada, is_default=True).count(), 1)

    def test_an_erased_customer_leaves_orders_without_a_person(self):
        self.ada.profile.phone = "040 123"
        self.ada.profile.save()
        order = self.order(("BOOK-KNOTS", 1))
        with self.assertRaises(ConflictError):
            erase_customer(self.ada)
        Order.objects.update(status=Order.CANCELLED)
        erase_customer(self.ada)
        self.assertEqual(Order.objects.values_list("recipient", "street", "city").get(), ("erased", "", ""))
        self.ada.refresh_from_db()
        self.assertFalse(self.ada.is_active or self.ada.full_name or self.ada.addresses.exists())
        self.ada.profile.refresh_from_db()
        self.assertEqual(self.ada.profile.phone, "")
        self.assertFalse(OutboundMessage.objects.filter(user=self.ada).exclude(body="").exists())
        self.assertEqual(export_personal_data(self.ada)["orders"][0]["number"], order.number)

    def test_who_has_not_ordered_for_a_year(self):
        User.objects.update(joined_at=days_ago(400))
        self.assertEqual(list(inactive_customers()), [self.ada])
        self.order(("BOOK-KNOTS", 1))
        self.assertFalse(inactive_customers().exists())

    def test_the_support_sees_a_card(self):
        self.order(("BOOK-KNOTS", 1))
        goodwill_points(self.ada, 50)
        card = customer_card(self.ada)
        self.assertEqual((card["points"], card["orders"], card["open_tickets"]), (50, 1, 0))


class LoyaltyTests(ShopTestCase):
    def points(self):
        self.ada.profile.refresh_from_db()
        return self.ada.profile.loyalty_points

    def test_nobody_spends_more_than_there_is(self):
        book_points(self.ada, 30, "order")
        for points in (31, 0, -1):
            with self.assertRaises(ConflictError):
                spend_points(self.ada, points)
        self.assertEqual(spend_points(self.ada, 30), 30)

    def test_old_points_expire_once(self):
        book_points(self.ada, 100, "order")
        LoyaltyEntry.objects.update(booked_at=days_ago(800))
        book_points(self.ada, 50, "order")
        self.assertEqual((expire_points(), expire_points()), (1, 0))
        self.assertEqual(self.points(), 50)

    def test_spending_takes_the_oldest_points(self):
        book_points(self.ada, 100, "order")
        LoyaltyEntry.objects.update(booked_at=days_ago(800))
        spend_points(self.ada, 60)
        expire_points()
        self.assertEqual(self.points(), 0)
        book_points(self.ada, 100, "order")
        self.assertEqual(expire_points(), 0)
        self.assertEqual(self.points(), 100)


class AccountPagesTests(ShopTestCase):
    def test_registering_signs_in(self):
        fields = {"email": "bo@example.com", "full_name": "Bo", "password": "reef-knot-7", "repeat": "reef-knot-7"}
        self.client.post(reverse("customers:register"), fields)
        self.assertEqual(self.client.get(reverse("customers:me")).json()["name"], "Bo")

    def test_a_used_address_is_told(self):
        fields = {"email": "ada@example.com", "full_name": "", "password": "reef-knot-7", "repeat": "reef-knot-7"}
        self.assertEqual(self.client.post(reverse("customers:register"), fields).status_code, 200)

    def test_addresses_are_written_and_changed(self):
        self.client.force_login(self.ada)
        fields = {**STREET, "label": "work", "country": "de"}
        self.client.post(reverse("customers:address-new"), fields)
        work = Address.objects.get(label="work")
        self.assertEqual((work.user, work.country), (self.ada, "DE"))
        self.client.post(reverse("customers:address", args=[work.pk]), {**fields, "city": "Kiel"})
        self.assertContains(self.client.get(reverse("customers:addresses")), "Kiel")

    def test_data_and_erasure(self):
        self.client.force_login(self.ada)
        self.assertEqual(self.client.get(reverse("customers:data")).json()["email"], "ada@example.com")
        self.client.post(reverse("customers:erase"))
        self.assertFalse(User.objects.filter(email="ada@example.com").exists())

    def test_messages_to_the_staff_reach_no_customer(self):
        notify_staff("Hello", "office")
        self.assertEqual([message.user for message in OutboundMessage.objects.all()], [self.office])

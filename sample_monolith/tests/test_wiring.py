"""What Django calls because a setting, a signal or a name says so."""

import logging

from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.template import Context, Template
from django.test import RequestFactory, override_settings

from core.models import Product, Tag
from insights.models import DailySales
from insights.routers import ReportsRouter
from messaging.models import ChannelPreference
from shop.logs import HideTokens
from tests.shop import ShopTestCase


class WiringTests(ShopTestCase):
    def test_new_tags_touch_a_product(self):
        product = Product.objects.first()
        before = product.updated_at
        product.tags.add(Tag.objects.create(label="wool"))
        product.refresh_from_db()
        self.assertGreater(product.updated_at, before)

    def test_addresses_are_no_passwords(self):
        for password in ("prefix-ada-suffix-9", "office@example.com"):
            with self.assertRaises(ValidationError):
                validate_password(password, self.ada)
        validate_password("tent-pegs-9", self.ada)

    @override_settings(EMAIL_BACKEND="messaging.mail.ConsideringBackend")
    def test_who_wants_no_mail_gets_none(self):
        ChannelPreference.objects.update_or_create(user=self.ada, defaults={"email": False})
        for user in (self.ada, self.office):
            mail.send_mail("news", "text", None, [user.email])
        self.assertEqual([message.to for message in mail.outbox], [[self.office.email]])

    def test_dead_ends_are_pages_of_the_shop(self):
        response = self.client.get("/nowhere/at/all/")
        self.assertContains(response, "nothing at this address", status_code=404)

    def test_reports_are_read_from_a_copy_where_there_is_one(self):
        self.assertIsNone(ReportsRouter().db_for_read(DailySales))

    def test_tokens_stay_out_of_the_logs(self):
        record = logging.makeLogRecord({"msg": "GET /cart/?token=abc&x=1"})
        HideTokens().filter(record)
        self.assertEqual(record.msg, "GET /cart/?token=…&x=1")

    def test_the_menu_knows_where_one_is(self):
        request = RequestFactory().get("/orders/1/")
        shown = Template("{% load shop_tags %}{% here '/orders/' %}").render(Context({"request": request}))
        self.assertEqual(shown, "here")

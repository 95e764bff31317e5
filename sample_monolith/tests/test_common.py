import datetime as dt
import io

from django.test import SimpleTestCase

from common.clock import add_business_days, day_bounds, now, stopped
from common.csvio import read_rows, to_csv
from common.ids import document_number, is_document_number, random_token
from common.money import CurrencyMismatchError, Money, allocate_cents, format_cents, parse_cents, percent_of, total
from common.text import fold, mask_email, truncate


class MoneyTests(SimpleTestCase):
    def test_shares_add_up(self):
        self.assertEqual(allocate_cents(100, [1, 1, 1]), [34, 33, 33])
        self.assertEqual(allocate_cents(-100, [1, 2]), [-33, -67])
        self.assertEqual(allocate_cents(5, [0, 0]), [3, 2])
        self.assertEqual(allocate_cents(5, []), [])

    def test_text_becomes_cents_and_back(self):
        self.assertEqual([parse_cents(text) for text in ("12.34", "12,5", "-0.05", " 7 ")], [1234, 1250, -5, 700])
        self.assertEqual(format_cents(-123456), "-€1,234.56")
        with self.assertRaises(ValueError):
            parse_cents("12.345")

    def test_percent_rounds_half_up(self):
        self.assertEqual((percent_of(1000, 19), percent_of(50, 1)), (190, 1))

    def test_currencies_do_not_mix(self):
        self.assertEqual(total([Money(1), Money(2)]), Money(3))
        with self.assertRaises(CurrencyMismatchError):
            Money(1) + Money(1, "USD")


class ToolTests(SimpleTestCase):
    def test_numbers_check_themselves(self):
        number = document_number("N", dt.date(2026, 2, 14), 42)
        self.assertTrue(number.startswith("N-260214-000042-"))
        self.assertTrue(is_document_number(number, "N"))
        self.assertFalse(is_document_number(number.replace("42", "43"), "N"))
        self.assertEqual(len(random_token(9)), 9)

    def test_text(self):
        self.assertEqual(fold("Crème BRÛLÉE"), "creme brulee")
        self.assertEqual(truncate("one two, three", 10), "one two…")
        self.assertEqual(mask_email("ada@example.com"), "a***@example.com")

    def test_csv_is_harmless_in_a_spreadsheet(self):
        self.assertIn("'=1+1", to_csv(["a"], [["=1+1"]]))
        rows = list(read_rows(io.StringIO("a,b\n 1 ,\n"), ["a"]))
        self.assertEqual(rows, [(2, {"a": "1", "b": ""})])
        with self.assertRaises(ValueError):
            list(read_rows(io.StringIO("a\n"), ["b"]))

    def test_days(self):
        self.assertEqual(add_business_days(dt.date(2026, 2, 13), 1), dt.date(2026, 2, 16))
        start, end = day_bounds(dt.date(2026, 3, 29))  # the clocks go forward
        self.assertEqual((end.astimezone(dt.UTC) - start.astimezone(dt.UTC)), dt.timedelta(hours=23))
        with stopped(start):
            self.assertEqual(now(), start)

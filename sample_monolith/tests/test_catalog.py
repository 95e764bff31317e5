import io
import tempfile
from pathlib import Path

from django.core.management import CommandError, call_command
from django.urls import reverse

from catalog.importer import ProductImporter
from catalog.search import ProductSearch, category_tree_ids, suggest
from common.errors import ConflictError
from core import services
from core.models import Category, Product, ProductRelation, Variant
from tests.shop import Quiet, ShopTestCase

HEADER = "sku,name,category,price,brand,title,weight,tags\n"


class SearchTests(ShopTestCase):
    def names(self, **search):
        return [product.name for product in ProductSearch(**search).results()]

    def test_a_category_holds_what_is_below_it(self):
        self.assertEqual(len(category_tree_ids("outdoor")), 3)
        self.assertEqual(self.names(category="tents"), ["Fjell 2 tent", "Fjell 4 tent"])

    def test_words_brands_and_tags(self):
        self.assertEqual(self.names(text="FJÉLL 4"), ["Fjell 4 tent"])
        self.assertEqual(self.names(brand="glut", tags=["light"]), ["Spark stove"])

    def test_by_price_every_product_is_listed_once(self):
        found = self.names(sort="price")
        self.assertEqual(len(found), len(set(found)))
        self.assertEqual(found[0], "Gas canister")
        self.assertEqual(found[-1], "Fjell 4 tent")

    def test_facets_count_tags(self):
        self.assertEqual(ProductSearch().facets()[0], ("gas", 2))

    def test_suggestions_begin_with_what_was_typed(self):
        self.assertEqual(suggest("fj"), ["Fjell 2 tent", "Fjell 4 tent"])
        self.assertEqual(suggest("  "), [])


class ImportTests(ShopTestCase):
    def run_import(self, *rows):
        return ProductImporter(publish=True).run(io.StringIO(HEADER + "\n".join(rows)))

    def test_products_come_with_categories_and_tags(self):
        result = self.run_import(
            "LAMP-1,Lamp,Camp > Light,12.50,Glut,,80,new|light", "TENT-2,Fjell 2 tent,Tents,250,,,,"
        )
        self.assertEqual(str(result), "1 created, 1 updated, 0 lines refused")
        lamp = Variant.objects.get(sku="LAMP-1")
        self.assertEqual([step.name for step in lamp.product.category.ancestors()], ["Camp", "Light"])
        self.assertEqual((lamp.base_price_cents, lamp.product.tags.count()), (1250, 2))

    def test_one_bad_row_spoils_no_other(self):
        result = self.run_import(
            "A-1,Axe,Tools,1,,,heavy,",  # its category is new, and goes with it
            "A-2,Axe,Tools,10,,,-5,",
            "A-3,,Tools,10,,,5,",
            "A-4,Axe,Tools,free,,,5,",
            "A-5,Axe,Tools,10,,,5,",
        )
        self.assertEqual((result.created, len(result.errors)), (1, 4))
        self.assertEqual(Variant.objects.get(sku="A-5").product.category.name, "Tools")
        self.assertFalse(Product.objects.filter(name="").exists())

    def test_the_command_reads_a_file(self):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "goods.csv")
            path.write_text(HEADER + "LAMP-1,Lamp,Camp,12.50,,,,\n")
            call_command("import_products", str(path), stdout=Quiet())
            path.write_text("sku\n")
            with self.assertRaises(CommandError):
                call_command("import_products", str(path))
        self.assertFalse(Product.objects.get(name="Lamp").is_published)


class CatalogueServicesTests(ShopTestCase):
    def test_publishing_needs_a_text_and_something_to_buy(self):
        product = Product.objects.create(name="Rope", slug="rope", category=Category.objects.first())
        with self.assertRaises(ConflictError):
            services.publish_product(product)
        product.description = "30 m"
        Variant.objects.create(product=product, sku="ROPE", base_price_cents=100)
        services.publish_product(product)
        self.assertEqual(Product.objects.get(slug="rope").search_text, "rope 30 m")

    def test_retired_products_leave_shop_and_relations(self):
        tent, stove = Product.objects.get(slug="fjell-2-tent"), Product.objects.get(slug="spark-stove")
        ProductRelation.objects.create(from_product=stove, to_product=tent)
        self.assertIn(tent, services.related_products(stove))
        services.retire_product(tent)
        self.assertNotIn(tent, services.related_products(stove))
        self.assertFalse(tent.variants.filter(is_active=True).exists())

    def test_a_category_never_hangs_below_itself(self):
        outdoor, tents = Category.objects.get(slug="outdoor"), Category.objects.get(slug="tents")
        with self.assertRaises(ConflictError):
            services.move_category(outdoor, tents)
        services.move_category(tents, None)
        self.assertEqual(tents.ancestors(), [tents])

    def test_a_copy_is_hidden_and_has_the_tags(self):
        copy = services.duplicate_product(Product.objects.get(slug="spark-stove"), "Spark stove II")
        self.assertEqual((copy.is_published, copy.tags.count()), (False, 2))

    def test_tags_are_counted(self):
        self.assertEqual(services.tag_statistics(), {"family": 1, "gas": 2, "light": 2})


class CataloguePagesTests(ShopTestCase):
    def test_every_page_answers(self):
        urls = [
            reverse("catalog:front"),
            reverse("catalog:products"),
            reverse("catalog:category", args=["tents"]),
            reverse("catalog:product", args=["fjell-2-tent"]),
        ]
        for url in urls:
            self.assertContains(self.client.get(url), "Fjell 2 tent")
        found = self.client.get(reverse("catalog:suggest"), {"q": "knots"}).json()
        self.assertEqual(found["suggestions"], ["Knots and how to tie them"])

    def test_only_the_office_edits(self):
        url = reverse("catalog:edit", args=["spark-stove"])
        self.client.force_login(self.ada)
        self.assertEqual(self.client.get(url).status_code, 302)
        self.client.force_login(self.office)
        product = Product.objects.get(slug="spark-stove")
        fields = {"name": "Spark", "slug": product.slug, "category": product.category_id, "is_published": "on"}
        self.assertContains(self.client.post(url, fields), "needs a description")
        self.client.post(url, {**fields, "description": "burns"})
        product.refresh_from_db()
        self.assertEqual(product.name, "Spark")

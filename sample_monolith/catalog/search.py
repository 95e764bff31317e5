"""Finding products: category trees, words, facets."""

from dataclasses import dataclass, field

from django.db import connection
from django.db.models import Min, Q

from common.text import words
from core.models import Product, Tag

CATEGORY_TREE = """
    WITH RECURSIVE tree(id, depth) AS (
        SELECT id, 0 FROM core_category WHERE slug = %s
        UNION ALL
        SELECT child.id, tree.depth + 1
        FROM core_category AS child
        JOIN tree ON child.parent_id = tree.id
        WHERE tree.depth < 12
    )
    SELECT id FROM tree ORDER BY depth, id
"""

SORTINGS = {
    "name": ("name",),
    "new": ("-created_at", "name"),
    "price": ("lowest_cents", "name"),
}


def category_tree_ids(slug):
    """Ids of the category and of everything below it."""
    with connection.cursor() as cursor:
        cursor.execute(CATEGORY_TREE, [slug])
        return [row[0] for row in cursor.fetchall()]


@dataclass
class ProductSearch:
    """A search as the customer entered it; ``results()`` is lazy."""

    text: str = ""
    category: str = ""
    brand: str = ""
    tags: list = field(default_factory=list)
    sort: str = "name"

    def results(self):
        products = Product.objects.published().select_related("category", "brand")
        if self.category:
            products = products.in_category_tree(category_tree_ids(self.category))
        if self.brand:
            products = products.filter(brand__name__iexact=self.brand)
        for tag in self.tags:
            products = products.filter(tags__label=tag)
        if self.text:
            products = products.matching(words(self.text))
        if self.sort == "price":
            on_sale = Q(variants__is_active=True)
            products = products.annotate(lowest_cents=Min("variants__base_price_cents", filter=on_sale))
        return products.order_by(*SORTINGS.get(self.sort, SORTINGS["name"])).distinct()

    def facets(self):
        """How many of the results carry each tag, most frequent first."""
        ids = list(self.results().values_list("pk", flat=True))
        counts = {}
        for label in Tag.objects.filter(products__in=ids).values_list("label", flat=True):
            counts[label] = counts.get(label, 0) + 1
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))


def suggest(prefix, limit=8):
    """Product names that begin with, or contain, what was typed."""
    folded = words(prefix)
    if not folded:
        return []
    names = Product.objects.published().matching(folded).values_list("name", flat=True)
    starting = [name for name in names if name.casefold().startswith(prefix.casefold())]
    others = [name for name in names if name not in starting]
    return (sorted(starting) + sorted(others))[:limit]


def soundex_search(text):
    """The first search of the shop; nothing calls it since facets came."""
    table = {
        "b": "1",
        "f": "1",
        "p": "1",
        "v": "1",
        "d": "3",
        "t": "3",
        "l": "4",
        "m": "5",
        "n": "5",
        "r": "6",
    }
    code = "".join(table.get(char, "") for char in words(text)[0])[:4]
    return Product.objects.filter(search_text__contains=code)

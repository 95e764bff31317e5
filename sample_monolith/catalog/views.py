from django.contrib.admin.views.decorators import staff_member_required
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.views.generic import DetailView, ListView, UpdateView

from catalog.forms import ProductForm, SearchForm
from catalog.search import ProductSearch, suggest
from core import services
from core.models import Category, FeaturedProduct, Product
from insights.queries import ranking_of
from pricing.engine import unit_price_cents
from warehouse.stock import is_available


class FrontPageView(ListView):
    template_name = "shop/front_page.html"
    context_object_name = "products"

    def get_queryset(self):
        return FeaturedProduct.objects.published()[:12]


class ProductListView(ListView):
    template_name = "shop/product_list.html"
    context_object_name = "products"
    paginate_by = 24

    def get_queryset(self):
        form = SearchForm(self.request.GET)
        if not form.is_valid():
            return Product.objects.published()
        self.search = ProductSearch(
            text=form.cleaned_data["q"],
            category=self.kwargs.get("category", ""),
            brand=form.cleaned_data["brand"],
            tags=form.tags(),
            sort=form.cleaned_data["sort"] or "name",
        )
        return self.search.results()

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        if "category" in self.kwargs:
            category = get_object_or_404(Category, slug=self.kwargs["category"])
            context["breadcrumbs"] = services.category_breadcrumbs(category)
        search = getattr(self, "search", None)
        context["facets"] = search.facets() if search else []
        return context


class ProductDetailView(DetailView):
    template_name = "shop/product_detail.html"
    queryset = Product.objects.filter(is_published=True)

    def get_context_data(self, **kwargs):
        product = self.object
        offers = [
            {
                "variant": variant,
                "price_cents": unit_price_cents(variant, 1, self.request.user),
                "available": is_available(variant, 1),
            }
            for variant in product.variants.filter(is_active=True)
        ]
        return super().get_context_data(
            offers=offers,
            related=services.related_products(product),
            rank=ranking_of(product),
            breadcrumbs=services.category_breadcrumbs(product.category),
            **kwargs,
        )


@method_decorator(staff_member_required, name="dispatch")
class ProductEditView(UpdateView):
    model = Product
    form_class = ProductForm
    template_name = "shop/form.html"


def suggestions(request):
    return JsonResponse({"suggestions": suggest(request.GET.get("q", ""))})

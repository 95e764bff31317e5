from django import forms

from catalog.search import SORTINGS
from core.models import Product


class SearchForm(forms.Form):
    q = forms.CharField(required=False, max_length=80)
    brand = forms.CharField(required=False)
    tag = forms.CharField(required=False)
    sort = forms.ChoiceField(required=False, choices=[(name, name) for name in SORTINGS])

    def tags(self):
        return [tag for tag in self.cleaned_data["tag"].split(",") if tag]


class ProductForm(forms.ModelForm):
    """The form of the catalogue team, with a check that the admin lacks."""

    class Meta:
        model = Product
        fields = ["name", "slug", "description", "category", "brand", "tags", "is_published"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("is_published") and not cleaned.get("description"):
            self.add_error("description", "a published product needs a description")
        return cleaned

from django import forms

from core.models import Address, User
from customers.services import register


class RegistrationForm(forms.ModelForm):
    password = forms.CharField(widget=forms.PasswordInput)
    repeat = forms.CharField(widget=forms.PasswordInput)

    class Meta:
        model = User
        fields = ["email", "full_name"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("password") != cleaned.get("repeat"):
            self.add_error("repeat", "the passwords differ")
        return cleaned

    def save(self, commit=True):
        data = self.cleaned_data
        return register(data["email"], data["password"], data["full_name"])


class AddressForm(forms.ModelForm):
    class Meta:
        model = Address
        fields = ["label", "recipient", "street", "postcode", "city", "country", "is_default"]

    def clean_country(self):
        country = self.cleaned_data["country"].upper()
        if len(country) != 2 or not country.isalpha():
            raise forms.ValidationError("two letters, such as DE")
        return country

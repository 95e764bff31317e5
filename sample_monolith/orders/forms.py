from django import forms

from core.models import Address


class CheckoutForm(forms.Form):
    address = forms.ModelChoiceField(queryset=Address.objects.none(), empty_label=None)
    rate = forms.IntegerField(required=False, widget=forms.HiddenInput)
    method = forms.ChoiceField(choices=[("card", "Card"), ("invoice", "Invoice")])
    accept_terms = forms.BooleanField()

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["address"].queryset = user.addresses.order_by("-is_default", "pk")


class CancelForm(forms.Form):
    remark = forms.CharField(max_length=200, required=False)

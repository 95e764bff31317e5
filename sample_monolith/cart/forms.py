from django import forms


class AddToCartForm(forms.Form):
    sku = forms.CharField(max_length=40)
    quantity = forms.IntegerField(min_value=1, max_value=99, initial=1)


class CouponForm(forms.Form):
    code = forms.CharField(max_length=24, required=False)

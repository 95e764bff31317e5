from django import forms

from orders.models import Order


class TicketForm(forms.Form):
    subject = forms.CharField(max_length=120)
    text = forms.CharField(widget=forms.Textarea, max_length=4000)
    order = forms.ModelChoiceField(queryset=Order.objects.none(), required=False, to_field_name="number")

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["order"].queryset = Order.objects.of(user)


class ReturnForm(forms.Form):
    """One quantity per line that may still come back."""

    reason = forms.CharField(max_length=200)

    def __init__(self, *args, lines, **kwargs):
        super().__init__(*args, **kwargs)
        for line, left in lines.items():
            self.fields[f"line_{line.pk}"] = forms.IntegerField(
                label=line.description, min_value=0, max_value=left, required=False
            )

    def quantities(self):
        return {
            int(name.removeprefix("line_")): value
            for name, value in self.cleaned_data.items()
            if name.startswith("line_") and value
        }

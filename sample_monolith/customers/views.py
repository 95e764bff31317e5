from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView
from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse_lazy
from django.views.decorators.http import require_POST
from django.views.generic import CreateView, ListView, UpdateView

from cart.services import merge_into_account
from common.errors import ShopError
from core.models import Address
from core.services import customer_card
from customers.forms import AddressForm, RegistrationForm
from customers.services import erase_customer, export_personal_data, save_address


class SignInView(LoginView):
    template_name = "shop/form.html"

    def form_valid(self, form):
        merge_into_account(self.request.cart_token, form.get_user())
        return super().form_valid(form)


class RegisterView(CreateView):
    form_class = RegistrationForm
    template_name = "shop/form.html"
    success_url = reverse_lazy("catalog:front")

    def form_valid(self, form):
        try:
            user = form.save()
        except ShopError as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)
        merge_into_account(self.request.cart_token, user)
        login(self.request, user)
        return redirect(self.success_url)


class AddressListView(LoginRequiredMixin, ListView):
    template_name = "shop/address_list.html"
    context_object_name = "addresses"

    def get_queryset(self):
        return self.request.user.addresses.order_by("-is_default", "pk")


class AddressEditMixin(LoginRequiredMixin):
    model = Address
    form_class = AddressForm
    template_name = "shop/form.html"
    success_url = reverse_lazy("customers:addresses")

    def get_queryset(self):
        return self.request.user.addresses.all()

    def form_valid(self, form):
        save_address(self.request.user, form.cleaned_data, getattr(self, "object", None))
        return redirect(self.success_url)


class AddressCreateView(AddressEditMixin, CreateView):
    pass


class AddressUpdateView(AddressEditMixin, UpdateView):
    pass


@login_required
def me(request):
    return JsonResponse(customer_card(request.user))


@login_required
def personal_data(request):
    response = JsonResponse(export_personal_data(request.user))
    response["Content-Disposition"] = "attachment; filename=personal-data.json"
    return response


@login_required
@require_POST
def erase(request):
    try:
        erase_customer(request.user)
    except ShopError as error:
        return JsonResponse(error.as_dict(), status=error.status)
    return redirect("catalog:front")

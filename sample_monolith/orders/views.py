from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST
from django.views.generic import DetailView, FormView, ListView

from cart.services import open_cart
from common.errors import ShopError
from core import services
from orders.checkout import Checkout
from orders.forms import CancelForm, CheckoutForm
from orders.invoices import render_invoice
from orders.models import Order
from orders.states import cancel_order


class CheckoutView(LoginRequiredMixin, FormView):
    template_name = "shop/checkout.html"
    form_class = CheckoutForm

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def get_cart(self):
        return open_cart(self.request.user, self.request.cart_token)

    def get_context_data(self, **kwargs):
        context = super().get_context_data(**kwargs)
        address = services.default_address(self.request.user)
        if address is not None:
            checkout = Checkout(self.get_cart(), self.request.user, address)
            try:
                context["quote"], _ = checkout.quote()
                context["offers"] = checkout.offers()
            except ShopError as error:
                context["problem"] = error.message
        return context

    def form_valid(self, form):
        data = form.cleaned_data
        checkout = Checkout(self.get_cart(), self.request.user, data["address"], data["rate"])
        try:
            order = checkout.place(data["method"])
        except ShopError as error:
            form.add_error(None, error.message)
            return self.form_invalid(form)
        self.order = order
        return super().form_valid(form)

    def get_success_url(self):
        return reverse("orders:detail", args=[self.order.number])


class OrderListView(LoginRequiredMixin, ListView):
    template_name = "shop/order_list.html"
    context_object_name = "orders"
    paginate_by = 20

    def get_queryset(self):
        return Order.objects.of(self.request.user).prefetch_related("lines")


class OrderDetailView(LoginRequiredMixin, DetailView):
    template_name = "shop/order_detail.html"
    slug_field = slug_url_kwarg = "number"

    def get_queryset(self):
        return Order.objects.of(self.request.user)

    def get_context_data(self, **kwargs):
        return super().get_context_data(
            timeline=services.order_timeline(self.object),
            parcels=services.parcels_of(self.object),
            outstanding_cents=services.outstanding_cents(self.object),
            cancel_form=CancelForm(),
            **kwargs,
        )


@login_required
@require_POST
def cancel(request, number):
    order = get_object_or_404(Order.objects.of(request.user), number=number)
    form = CancelForm(request.POST)
    try:
        remark = form.cleaned_data["remark"] if form.is_valid() else ""
        cancel_order(order, request.user, remark)
    except ShopError as error:
        messages.error(request, error.message)
    return redirect("orders:detail", number)


@login_required
def reorder(request, number):
    order = get_object_or_404(Order.objects.of(request.user), number=number)
    missing = services.copy_order_to_cart(order, open_cart(request.user, request.cart_token))
    for description in missing:
        messages.warning(request, f"{description} is not available any more.")
    return redirect("cart:show")


@login_required
def invoice(request, number):
    order = get_object_or_404(Order.objects.of(request.user), number=number)
    return HttpResponse(render_invoice(order), content_type="text/plain; charset=utf-8")

from django.contrib.auth.decorators import login_required
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST
from django.views.generic import FormView

from aftersales import returns
from aftersales.forms import ReturnForm, TicketForm
from aftersales.models import ReturnRequest, Ticket
from aftersales.tickets import Conversation, open_ticket
from common.errors import ShopError
from orders.models import Order


class NewTicketView(LoginRequiredMixin, FormView):
    form_class = TicketForm
    template_name = "shop/form.html"

    def get_form_kwargs(self):
        return {**super().get_form_kwargs(), "user": self.request.user}

    def form_valid(self, form):
        data = form.cleaned_data
        ticket = open_ticket(self.request.user, data["subject"], data["text"], data["order"])
        return redirect("aftersales:ticket", ticket.pk)


@login_required
def ticket_detail(request, pk):
    tickets = Ticket.objects.all() if request.user.is_staff else request.user.tickets.all()
    ticket = get_object_or_404(tickets, pk=pk)
    if request.method == "POST":
        try:
            Conversation(ticket).answer(request.user, request.POST.get("text", ""))
        except ShopError as error:
            return JsonResponse(error.as_dict(), status=error.status)
    thread = [
        {"author": str(message.author), "text": message.text, "sent_at": message.sent_at.isoformat()}
        for message in ticket.messages.select_related("author")
    ]
    return JsonResponse({"ticket": ticket.pk, "status": ticket.status, "messages": thread})


@login_required
def new_return(request, number):
    order = get_object_or_404(Order.objects.of(request.user), number=number)
    form = ReturnForm(request.POST or None, lines=returns.returnable(order))
    if request.method == "POST" and form.is_valid():
        try:
            opened = returns.open_return(order, request.user, form.quantities(), form.cleaned_data["reason"])
        except ShopError as error:
            form.add_error(None, error.message)
        else:
            return redirect("aftersales:return", opened.number)
    return render(request, "shop/form.html", {"form": form})


@login_required
def return_detail(request, number):
    found = get_object_or_404(ReturnRequest, number=number, requested_by=request.user)
    lines = list(found.lines.values("order_line__description", "quantity"))
    return JsonResponse({"number": found.number, "status": found.status, "lines": lines})


@login_required
@require_POST
def watch(request, pk):
    ticket = get_object_or_404(Ticket, pk=pk)
    ticket.watchers.add(request.user)
    return JsonResponse({"watchers": ticket.watchers.count()})

import datetime as dt

from django.contrib.admin.views.decorators import staff_member_required
from django.http import HttpResponse
from django.utils.decorators import method_decorator
from django.views.generic import TemplateView

from common.clock import today
from common.csvio import to_csv
from common.http import json_endpoint, whole_number
from core import services
from insights.queries import SalesReport, customer_value, return_rates, stock_value_by_warehouse


@method_decorator(staff_member_required, name="dispatch")
class DashboardView(TemplateView):
    template_name = "shop/dashboard.html"

    def get_context_data(self, **kwargs):
        last = today()
        report = SalesReport(last - dt.timedelta(days=30), last)
        return super().get_context_data(
            by_day=report.by_day(),
            revenue_cents=report.revenue_cents,
            customers=customer_value(10),
            open_tickets=services.open_ticket_count(),
            **kwargs,
        )


@staff_member_required
@json_endpoint
def numbers(request):
    return {"returns": return_rates(), "stock": stock_value_by_warehouse()}


@staff_member_required
@json_endpoint
def sales_csv(request):
    last = today()
    report = SalesReport(last - dt.timedelta(days=whole_number(request.GET.get("days", "30"))), last)
    rows = [(day, row["orders"], row["units"], row["revenue_cents"]) for day, row in report.by_day().items()]
    return HttpResponse(to_csv(["day", "orders", "units", "revenue"], rows), content_type="text/csv")

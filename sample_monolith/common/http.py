"""What every JSON endpoint needs, whatever it is about."""

import functools
import json
import logging

from django.core.paginator import Paginator
from django.http import JsonResponse

from common.errors import ShopError

logger = logging.getLogger(__name__)


def json_body(request):
    """The request's JSON object; an empty body is an empty object."""
    if not request.body:
        return {}
    try:
        body = json.loads(request.body)
    except ValueError as error:
        raise ShopError("the body is not JSON") from error
    if not isinstance(body, dict):
        raise ShopError("the body must be a JSON object")
    return body


def required(body, *names):
    missing = [name for name in names if body.get(name) in (None, "")]
    if missing:
        raise ShopError("missing: " + ", ".join(missing), fields=missing)
    return [body[name] for name in names]


def whole_number(value):
    """A number out of a client's JSON or query."""
    try:
        return int(value)
    except (TypeError, ValueError) as error:
        raise ShopError(f"not a whole number: {value!r}") from error


def json_endpoint(view):
    """Turn what a view returns into JSON, and a ShopError into its status."""

    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        try:
            payload = view(request, *args, **kwargs)
        except ShopError as error:
            logger.info("%s answered %s: %s", view.__name__, error.status, error.message)
            return JsonResponse(error.as_dict(), status=error.status)
        return payload if hasattr(payload, "status_code") else JsonResponse(payload)

    return wrapper


def page_of(request, queryset, per_page=20):
    """One page of a queryset, and what a client needs to ask for the next."""
    page = Paginator(queryset, per_page).get_page(request.GET.get("page"))
    return page.object_list, {"page": page.number, "pages": page.paginator.num_pages}

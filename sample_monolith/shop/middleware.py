"""What happens around every request."""

import logging
import time

logger = logging.getLogger("shop.requests")

COOKIE = "cart"


class RequestLogMiddleware:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        started = time.perf_counter()
        response = self.get_response(request)
        milliseconds = (time.perf_counter() - started) * 1000
        logger.info("%s %s %s %.0f ms", request.method, request.path, response.status_code, milliseconds)
        return response


class CartTokenMiddleware:
    """Carries the token of an anonymous cart in a cookie, as ``request.cart_token``."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        before = request.COOKIES.get(COOKIE, "")
        request.cart_token = before
        response = self.get_response(request)
        if request.cart_token and request.cart_token != before:
            response.set_cookie(COOKIE, request.cart_token, max_age=60 * 60 * 24 * 30, httponly=True)
        return response

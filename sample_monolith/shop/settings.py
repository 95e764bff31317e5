"""Settings of the shop. Everything runs offline, on one SQLite file."""

import os
from pathlib import Path

BASE_DIR = Path(__file__).resolve().parent.parent

SECRET_KEY = os.environ.get("SHOP_SECRET_KEY", "for-development-only")
DEBUG = os.environ.get("SHOP_DEBUG", "1") == "1"
ALLOWED_HOSTS = ["*"]

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "taskqueue",
    "core",
    "catalog",
    "pricing",
    "cart",
    "orders",
    "payments.apps.PaymentsConfig",
    "warehouse",
    "customers",
    "messaging.apps.MessagingConfig",
    "aftersales",
    "insights",
]

MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "shop.middleware.RequestLogMiddleware",
    "shop.middleware.CartTokenMiddleware",
]

ROOT_URLCONF = "shop.urls"
WSGI_APPLICATION = "shop.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "shop" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "shop.context_processors.cart_summary",
                "shop.context_processors.shop_identity",
            ],
        },
    }
]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ.get("SHOP_DATABASE", BASE_DIR / "shop.sqlite3"),
    }
}
DATABASE_ROUTERS = ["insights.routers.ReportsRouter"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "core.User"
AUTHENTICATION_BACKENDS = ["customers.backends.EmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "customers.validators.UnusualPasswordValidator"},
]
LOGIN_URL = "customers:login"
LOGIN_REDIRECT_URL = "orders:list"

EMAIL_BACKEND = "messaging.mail.ConsideringBackend"
DEFAULT_FROM_EMAIL = "shop@example.com"

LANGUAGE_CODE = "en"
TIME_ZONE = "Europe/Berlin"
USE_TZ = True
STATIC_URL = "static/"

# The shop's own switches.
SHOP_NAME = "Nordlicht Outdoor"
PAYMENT_GATEWAY = "payments.gateway.SandboxGateway"
PROMOTION_RULES = {
    "percent": "pricing.promotions.PercentOff",
    "fixed": "pricing.promotions.FixedAmountOff",
    "bundle": "pricing.promotions.BundleOff",
}
MESSAGE_CHANNELS = {
    "email": "messaging.channels.EmailChannel",
    "sms": "messaging.channels.SmsChannel",
}
UNPAID_ORDER_MINUTES = 120
RETURN_DAYS = 30
LOYALTY_POINTS_PER_EURO = 1

# name: (task, minutes between two runs)
SCHEDULE = {
    "cancel-unpaid-orders": ("orders.tasks.cancel_unpaid_orders", 15),
    "capture-authorised-payments": ("payments.tasks.capture_authorised", 30),
    "deliver-outbox": ("messaging.tasks.deliver_outbox", 5),
    "remind-abandoned-carts": ("cart.tasks.remind_abandoned", 24 * 60),
    "expire-promotions": ("pricing.tasks.expire_promotions", 60),
    "low-stock-alert": ("warehouse.tasks.alert_low_stock", 6 * 60),
    "poll-tracking": ("warehouse.tasks.poll_tracking", 60),
    "close-silent-tickets": ("aftersales.tasks.close_silent_tickets", 24 * 60),
    "nightly-sales": ("insights.tasks.rebuild_daily_sales", 24 * 60),
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"tokens": {"()": "shop.logs.HideTokens"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "filters": ["tokens"]}},
    "root": {"handlers": ["console"], "level": os.environ.get("SHOP_LOG_LEVEL", "WARNING")},
}

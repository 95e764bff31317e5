"""Accounts: opening, changing, erasing."""

import logging

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from common.errors import ConflictError, ShopError
from common.text import mask_email
from core.models import Address, CustomerProfile, User
from messaging.services import unsubscribe_all
from orders.models import Order

logger = logging.getLogger(__name__)


def register(email, password, full_name=""):
    if User.objects.filter(email__iexact=email).exists():
        raise ConflictError("there is an account with this address")
    try:
        validate_password(password)
    except ValidationError as error:
        raise ShopError(" ".join(error.messages)) from error
    user = User.objects.create_user(email, password, full_name=full_name)
    logger.info("new account %s", mask_email(email))
    return user


@transaction.atomic
def save_address(user, fields, address=None):
    """Create or change an address; the first one, or one that asks for it, becomes the default."""
    address = address or Address(user=user)
    for name, value in fields.items():
        setattr(address, name, value)
    if not user.addresses.exists():
        address.is_default = True
    if address.is_default:
        Address.objects.filter(user=user).update(is_default=False)
    address.save()
    return address


def make_business(user, vat_id):
    if len(vat_id) < 4 or not vat_id[:2].isalpha():
        raise ShopError(f"{vat_id} is not a VAT number")
    profile = CustomerProfile.objects.get(user=user)
    profile.segment, profile.vat_id = CustomerProfile.BUSINESS, vat_id.upper()
    profile.save(update_fields=["segment", "vat_id"])


def export_personal_data(user):
    """Everything we know of a person, as the law has it."""
    return {
        "email": user.email,
        "name": user.full_name,
        "addresses": [address.postal_dict() for address in user.addresses.order_by("pk")],
        "orders": list(Order.objects.of(user).values("number", "status", "total_cents")),
        "loyalty": list(user.loyalty_entries.order_by("pk").values("points", "reason")),
    }


def erase_customer(user):
    """Forget a person: orders stay for the tax office, everything personal goes."""
    if Order.objects.of(user).exclude(status__in=(Order.COMPLETED, Order.CANCELLED)).exists():
        raise ConflictError("there are open orders")
    with transaction.atomic():
        unsubscribe_all(user)
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM cart_wishlist WHERE user_id = %s", [user.pk])
            cursor.execute("UPDATE messaging_outbox SET recipient = '', body = '' WHERE user_id = %s", [user.pk])
            cursor.execute(
                "UPDATE orders_order SET recipient = 'erased', street = '', postcode = '', city = '' "
                "WHERE user_id = %s",
                [user.pk],
            )
        CustomerProfile.objects.filter(user=user).update(phone="", vat_id="")
        user.addresses.all().delete()
        user.email = f"erased-{user.pk}@example.invalid"
        user.full_name = ""
        user.is_active = False
        user.set_unusable_password()
        user.save()
    logger.info("user %s erased", user.pk)

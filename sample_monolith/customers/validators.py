from django.core.exceptions import ValidationError

from core.models import User


class UnusualPasswordValidator:
    """A password that holds the name in front of somebody's own address is no secret."""

    def validate(self, password, user=None):
        name = getattr(user, "email", "").partition("@")[0].lower()
        if len(name) > 2 and name in password.lower():
            raise ValidationError("the password holds your address", code="address")
        if User.objects.filter(email__iexact=password.strip()).exists():
            raise ValidationError("this is an address of the shop's", code="known")

    def get_help_text(self):
        return "Your password must not hold your address."

from django.contrib.auth.backends import BaseBackend

from core.models import User


class EmailBackend(BaseBackend):
    """Sign in with address and password, whatever the case of the address."""

    def authenticate(self, request, username=None, password=None, email=None):
        address = (email or username or "").strip()
        user = User.objects.filter(email__iexact=address).first()
        if user is None:
            # As slow as a wrong password, so that addresses cannot be guessed by timing.
            User().set_password(password)
            return None
        return user if user.is_active and user.check_password(password) else None

    def get_user(self, user_id):
        return User.objects.filter(pk=user_id, is_active=True).first()

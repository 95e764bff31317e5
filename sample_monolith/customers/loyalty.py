"""Points: one for every euro, worth a cent each."""

from django.conf import settings
from django.db import transaction
from django.db.models import F, Sum

from common.clock import days_ago
from common.errors import ConflictError
from core.models import CustomerProfile, LoyaltyEntry


def points_for(order):
    return order.total_cents // 100 * settings.LOYALTY_POINTS_PER_EURO


@transaction.atomic
def book_points(user, points, reason, order=None):
    entry = LoyaltyEntry.objects.create(user=user, points=points, reason=reason, order=order)
    CustomerProfile.objects.filter(user=user).update(loyalty_points=F("loyalty_points") + points)
    return entry


def spend_points(user, points):
    """Take points off; returns their worth in cents."""
    profile = CustomerProfile.objects.get(user=user)
    if not 0 < points <= profile.loyalty_points:
        raise ConflictError(f"there are only {profile.loyalty_points} points")
    book_points(user, -points, "spent")
    return points


def expire_points(days=730):
    """Points that are older than two years and not spent since are lost; the oldest are spent first."""
    expired = 0
    old = LoyaltyEntry.objects.filter(booked_at__lt=days_ago(days), points__gt=0)
    for row in old.values("user").annotate(won=Sum("points")).order_by("user"):
        profile = CustomerProfile.objects.get(user_id=row["user"])
        gone = profile.user.loyalty_entries.filter(points__lt=0).aggregate(sum=Sum("points"))["sum"] or 0
        if row["won"] + gone > 0:
            book_points(profile.user, -(row["won"] + gone), "expired")
            expired += 1
    return expired

"""Abstract bases: columns that many tables have, and no table of their own."""

from django.db import models


class TimeStampedModel(models.Model):
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)

    class Meta:
        abstract = True


class PostalFields(models.Model):
    """Where something goes, copied by value: an address on a parcel never changes afterwards."""

    recipient = models.CharField(max_length=120)
    street = models.CharField(max_length=160)
    postcode = models.CharField(max_length=12)
    city = models.CharField(max_length=80)
    country = models.CharField(max_length=2, default="DE")

    class Meta:
        abstract = True

    def postal_dict(self):
        return {name: getattr(self, name) for name in ("recipient", "street", "postcode", "city", "country")}

    def postal_lines(self):
        return [self.recipient, self.street, f"{self.postcode} {self.city}", self.country]

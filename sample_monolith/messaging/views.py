from django import forms
from django.contrib.auth.mixins import LoginRequiredMixin
from django.http import JsonResponse
from django.urls import reverse_lazy
from django.views.generic import UpdateView

from messaging.models import ChannelPreference, OutboundMessage
from messaging.services import preference_of


class PreferenceForm(forms.ModelForm):
    class Meta:
        model = ChannelPreference
        fields = ["email", "sms", "marketing"]


class PreferenceView(LoginRequiredMixin, UpdateView):
    form_class = PreferenceForm
    template_name = "shop/form.html"
    success_url = reverse_lazy("messaging:preferences")

    def get_object(self, queryset=None):
        return preference_of(self.request.user)


def outbox_health(request):
    """For the monitoring: how many messages wait, how many failed."""
    return JsonResponse(
        {
            "queued": OutboundMessage.objects.filter(status=OutboundMessage.QUEUED).count(),
            "failed": OutboundMessage.objects.filter(status=OutboundMessage.FAILED).count(),
        }
    )

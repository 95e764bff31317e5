from django.contrib import admin

from messaging.models import MessageTemplate, OutboundMessage


@admin.register(MessageTemplate)
class MessageTemplateAdmin(admin.ModelAdmin):
    list_display = ["key", "subject", "is_marketing"]


@admin.register(OutboundMessage)
class OutboundMessageAdmin(admin.ModelAdmin):
    list_display = ["recipient", "channel", "subject", "status", "created_at"]
    list_filter = ["status", "channel"]

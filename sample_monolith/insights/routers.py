from django.conf import settings


class ReportsRouter:
    """Reports are read from a copy, where the settings have one."""

    def db_for_read(self, model, **hints):
        is_report = model._meta.app_label == "insights"
        return "reports" if is_report and "reports" in settings.DATABASES else None

    def db_for_write(self, model, **hints):
        return None

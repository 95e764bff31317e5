from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "core"
    verbose_name = "Shop core"

    def ready(self):
        from customers import receivers  # noqa: F401

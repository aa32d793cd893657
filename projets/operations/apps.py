from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "projets.operations"

    def ready(self):
        from projets.operations import security  # noqa: F401 (tells which facts the security log has)

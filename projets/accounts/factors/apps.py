from django.apps import AppConfig


class FactorsConfig(AppConfig):
    name = "projets.accounts.factors"

    def ready(self):
        from projets.accounts.factors import opened  # noqa: F401 (hears of who signs in)

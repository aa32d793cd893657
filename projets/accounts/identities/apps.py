from django.apps import AppConfig


class IdentitiesConfig(AppConfig):
    name = "projets.accounts.identities"

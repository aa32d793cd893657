from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "projets.accounts.organisations"

from django.apps import AppConfig


class ServicesConfig(AppConfig):
    name = "projets.notifications.services"

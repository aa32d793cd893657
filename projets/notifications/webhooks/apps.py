from django.apps import AppConfig


class WebhooksConfig(AppConfig):
    name = "projets.notifications.webhooks"

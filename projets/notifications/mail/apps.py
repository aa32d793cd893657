from django.apps import AppConfig


class MailConfig(AppConfig):
    name = "projets.notifications.mail"

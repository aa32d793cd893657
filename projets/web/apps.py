from django.apps import AppConfig


class WebConfig(AppConfig):
    name = "projets.web"

    def ready(self):
        from projets.web import following

        following.register()

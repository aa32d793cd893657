from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "projets.api"

    def ready(self):
        from projets.notifications.webhooks.payloads import register_payloads

        register_payloads(bodies)


def bodies(event):
    """Looked up when there is something to tell: commands start without the door."""
    from projets.api.planka.bodies import bodies

    return bodies(event)

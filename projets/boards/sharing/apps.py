from django.apps import AppConfig


class SharingConfig(AppConfig):
    name = "projets.boards.sharing"

    def ready(self):
        from projets.boards.sharing import collectors, telling  # noqa: F401 (« who can see it? » and histories know of it)

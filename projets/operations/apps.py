from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "projets.operations"

    def ready(self):
        from projets.operations import checks, security  # noqa: F401 (the latter tells which facts the security log has)
        from projets.operations.backup import keeping
        from projets.usecase import standing

        standing.checks.update(checks.ALL)
        standing.readings["backups"] = keeping.kept

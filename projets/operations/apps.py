from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "projets.operations"

    def ready(self):
        from projets.operations import checks, retention, security  # noqa: F401 (which facts the security log has)
        from projets.operations.backup import keeping
        from projets.usecase import standing

        standing.checks.update(checks.ALL)
        standing.readings["backups"] = keeping.kept
        standing.readings["retention"] = retention.due
        standing.readings["archived long ago"] = retention.archived_long_ago

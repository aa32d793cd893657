"""How long each kind of data is kept (E-07, E-08): one table. What is over goes at night: operations/retention.py.

In French alone, like the legal pages that show it.
"""

from dataclasses import dataclass

from django.conf import settings

BIN_DAYS = 30
IMPORT_DAYS = 7
JOB_DAYS = 14
FILE_DAYS = 1
WARNED_DAYS = (30, 7)  # before an account that nobody uses is closed


@dataclass(frozen=True)
class Kind:
    name: str  # as the command line calls it
    said: str
    delay: str
    then: str
    setting: str = ""  # none: it is not to be set


def kinds():
    return [
        Kind("bin", "Corbeille", days(BIN_DAYS), "suppression définitive"),
        Kind(
            "notifications",
            "Notifications reçues",
            months(settings.NOTIFICATION_MONTHS),
            "suppression",
            "PROJETS_NOTIFICATION_MONTHS",
        ),
        Kind(
            "exports", "Archives exportées (ses données, un projet)", "aucune", "faites à la demande, non conservées"
        ),
        Kind("imports", "Fichiers d’import jamais lancés", days(IMPORT_DAYS), "suppression"),
        Kind("deliveries", "Journal des webhooks", days(settings.WEBHOOK_DAYS), "suppression", "PROJETS_WEBHOOK_DAYS"),
        Kind("jobs", "Tâches techniques terminées", days(JOB_DAYS), "suppression"),
        Kind("files", "Fichiers que plus rien ne nomme", days(FILE_DAYS), "suppression"),
        Kind(
            "sessions", "Sessions", f"{days(settings.SESSION_COOKIE_AGE // 86400)} après la connexion", "suppression"
        ),
        Kind("tries", "Échecs de connexion", "1 jour\u00a0; lieux de connexion connus\u00a0: 3 mois", "suppression"),
        Kind("audit", "Piste d’audit", months(settings.AUDIT_MONTHS), "suppression", "PROJETS_AUDIT_MONTHS"),
        Kind(
            "security-log",
            "Journal de sécurité et journaux techniques",
            "de 6 à 12 mois",
            "suppression par l’exploitant",
        ),
        Kind("backups", "Sauvegardes", days(settings.BACKUP_KEEP_DAYS), "suppression", "PROJETS_BACKUP_KEEP_DAYS"),
        Kind("inactive", "Comptes inactifs", _unused(), _closed(), "PROJETS_INACTIVE_MONTHS"),
        Kind(
            "departed",
            "Nom et coordonnées de qui est parti",
            f"{days(settings.PSEUDONYM_DAYS)} après la fermeture du compte",
            "remplacés par «\u00a0Ancien agent\u00a0» et un numéro",
            "PROJETS_PSEUDONYM_DAYS",
        ),
        Kind("projects", "Projets archivés", _archived(), _signalled(), "PROJETS_ARCHIVED_MONTHS"),
    ]


def days(count):
    return f"{count} jour{'s' if count > 1 else ''}"


def months(count):
    return f"{count} mois"


def _unused():
    count = settings.INACTIVE_MONTHS
    return f"{months(count)} sans connexion ni action" if count else "sans limite"


def _closed():
    first, last = WARNED_DAYS
    return (
        f"avertissement {first} puis {last} jours avant, puis fermeture"
        if settings.INACTIVE_MONTHS
        else "aucune suite"
    )


def _archived():
    return f"{months(settings.ARCHIVED_MONTHS)} après l’archivage" if settings.ARCHIVED_MONTHS else "sans limite"


def _signalled():
    if not settings.ARCHIVED_MONTHS:
        return "aucune suite"
    return "signalés à l’administration, qui les supprime ou les verse aux archives\u00a0; jamais supprimés d’office"

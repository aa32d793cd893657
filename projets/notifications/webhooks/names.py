"""What a webhook may want to be told, under Planka's names."""

_NOUNS = [
    "attachment",
    "baseCustomFieldGroup",
    "board",
    "boardMembership",
    "card",
    "comment",
    "customField",
    "customFieldGroup",
    "label",
    "list",
    "notificationService",
    "project",
    "task",
    "taskList",
    "user",
    "webhook",
]
NAMES = frozenset(
    [f"{noun}{verb}" for noun in _NOUNS for verb in ("Create", "Update", "Delete")]
    + [
        f"{noun}{verb}"
        for noun in ("backgroundImage", "cardLabel", "cardMembership", "projectManager")
        for verb in ("Create", "Delete")
    ]
    + ["actionCreate", "notificationCreate", "notificationUpdate", "listClear", "configUpdate"]
    + ["customFieldValueUpdate", "customFieldValueDelete"]
)
TRIAL = "ping"  # what « send a trial » sends, whatever the webhook wants

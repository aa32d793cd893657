from django.db import models

from projets.boards.models import Project
from projets.boards.models.projects import ProjectRow


class AccessReview(ProjectRow):
    """All who manage a project were asked who should be on its boards; it is answered once each of them has."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="access_reviews")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    answered_by = models.BigIntegerField(null=True)  # the last of them
    confirmed_by = models.JSONField(default=list)  # ids of the people who have answered
    kept = models.PositiveIntegerField(null=True)  # memberships confirmed
    removed = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["project"], condition=models.Q(answered_at=None), name="one_open_review_per_project"
            )
        ]

    def waits_for(self, manager_id):
        """Whether this person, who manages the project, has yet to answer."""
        return self.answered_at is None and manager_id not in self.confirmed_by

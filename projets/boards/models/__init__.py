"""What boards store.

projects  projects, their managers, favourites and background images
boards    boards, their members, lists and labels
cards     cards, who is on them, and their numbers
fields    typed fields and their groups
content   what a card holds: tasks, comments, attachments, versions of texts
"""

from projets.boards.models.boards import (
    Board,
    BoardSubscription,
    Label,
    List,
    Membership,
    TeamOnBoard,
    Unclaimed,
)
from projets.boards.models.cards import Card, CardMember, CardSubscription, FormerNumber
from projets.boards.models.content import Attachment, Comment, Reaction, Task, TaskList, TextVersion
from projets.boards.models.fields import Field, FieldGroup
from projets.boards.models.projects import BackgroundImage, Favorite, FormerPrefix, Project, ProjectManager
from projets.boards.models.rows import BoardRow, BoardRows

__all__ = [
    "Attachment",
    "BackgroundImage",
    "Board",
    "BoardRow",
    "BoardRows",
    "BoardSubscription",
    "Card",
    "CardMember",
    "CardSubscription",
    "Comment",
    "Favorite",
    "Field",
    "FieldGroup",
    "FormerNumber",
    "FormerPrefix",
    "Label",
    "List",
    "Membership",
    "Project",
    "ProjectManager",
    "Reaction",
    "Task",
    "TaskList",
    "TeamOnBoard",
    "TextVersion",
    "Unclaimed",
]

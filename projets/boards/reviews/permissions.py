"""Who answers a review: each who manages the project. It stands in the project's stream, whose grounds are known."""

from projets.boards import permissions as boards
from projets.usecase import rights

rights.table.update(
    {
        "ask_reviews": {boards.SYSTEM},
        "close_reviews": {boards.SYSTEM},
        "answer_review": {boards.PROJECT_MANAGER},  # and on each membership that is ended
    }
)
rights.parts["reviews"] = rights.Part(boards.grounds, boards.MEMBERS)

from dataclasses import dataclass
from typing import Literal

from django.utils.translation import gettext_lazy as _

from projets.usecase.errors import Invalid

Door = Literal["web", "api", "cli", "import", "command", "system"]


@dataclass(frozen=True)
class Actor:
    """Who acts, through which door, in which act. Given first to every action, never guessed.

    `cli` is somebody who works from the command line, like `projets card`; `command` is who runs the instance.
    `act` is the id that the client made for this request: the same one sent twice is done once. `asked` is a digest of
    the request, so that the same id with another request is told from it; None where the client cannot mistake them.
    `projects` are ids: who acts with a key made for these sees and touches nothing else. None: no such limit.
    `token` is the id of that key, None without one: what it makes ends with it.
    """

    user_id: int | None
    via: Door
    act: str | None = None
    projects: frozenset[int] | None = None
    asked: str | None = None
    token: int | None = None

    def __post_init__(self):
        if self.act and not (len(self.act) <= 64 and self.act.isprintable()):
            raise Invalid(_("This page sent an act under a name that cannot be kept: reload it and try again."))

    @property
    def is_system(self):
        """Nobody's wish: what follows by itself, such as emptying the bin."""
        return self.user_id is None and self.via == "system"

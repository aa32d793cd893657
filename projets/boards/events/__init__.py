"""The facts that boards record: public columns of a row as they were and as they became.

A fact's kind is `<noun>.<what happened>`; people are in it by id, long texts by version number.

projects  projects and their managers
boards    boards, their members, lists and labels
cards     cards
fields    typed fields and their groups
following what people follow or keep at hand
content   what a card holds: tasks, comments, attachments
"""

from projets.boards.events.boards import *
from projets.boards.events.cards import *
from projets.boards.events.content import *
from projets.boards.events.fields import *
from projets.boards.events.following import *
from projets.boards.events.projects import *

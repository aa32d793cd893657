"""What boards keep of somebody who is erased."""

from projets.accounts.erasing import forgets, keeps
from projets.boards.models import Membership, ProjectManager, Unclaimed
from projets.boards.names import plain

# What they held waits to be handed over, as after every departure
keeps(Membership, ProjectManager)


@forgets
def forget_unclaimed_names(gone):
    """A name that an import brought is taken for theirs, if it is the same: nobody has claimed it, and nobody will."""
    names, theirs = plain(gone.name), {one.casefold() for one in gone.others}
    for one in Unclaimed.objects.order_by("pk").iterator():
        if plain(one.name) == names or {one.name.casefold(), one.username.casefold()} & theirs:
            Unclaimed.objects.filter(pk=one.pk).update(name=gone.pseudonym, username="")

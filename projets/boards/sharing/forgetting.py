"""What sharing keeps of somebody who is erased. Where they came as a guest hangs on their account, and goes."""

from projets.accounts.erasing import forgets
from projets.boards.sharing.models import Guest, Link


@forgets
def forget_invitations(gone):
    """Sent to their address and not opened yet; and links that are called like them."""
    Guest.objects.filter(user=None, email__in=[one.lower() for one in gone.others]).delete()
    for link in Link.objects.order_by("pk").iterator():
        if gone.is_named_in(link.name):
            Link.objects.filter(pk=link.pk).update(name=gone.blot(link.name)[:128])

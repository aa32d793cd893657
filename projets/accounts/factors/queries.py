"""What somebody has, and what is asked of them."""

from django.conf import settings

from projets.accounts.factors.models import Authenticator, Passkey, RecoveryCode, Rescue
from projets.accounts.models import User


def factors_of(user):
    """{"authenticator": the one there is or None, "passkeys": […], "codes": how many still serve}."""
    return {
        "authenticator": Authenticator.objects.filter(user=user).first(),
        "passkeys": list(Passkey.objects.filter(user=user)),
        "codes": RecoveryCode.objects.filter(user=user, used_at=None).count(),
    }


def has_second_factor(user):
    return Authenticator.objects.filter(user=user).exists() or Passkey.objects.filter(user=user).exists()


def must_add_factor(user):
    """Administrators, where the instance asks it of them; those who sign in elsewhere are that provider's matter."""
    if not settings.ADMIN_SECOND_FACTOR or user.role != User.Role.ADMINISTRATOR or user.is_sso_user:
        return False
    return not has_second_factor(user)


def rescues_used():
    """The last ones first."""
    return Rescue.objects.filter(used_at__isnull=False).select_related("user").order_by("-used_at")

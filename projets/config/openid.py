"""The settings of the OpenID provider: what of them cannot be is told before the start."""

from urllib.parse import urlsplit

from projets.config.environment import Misconfigured, base_url, host_of, is_loopback, read

DEMONSTRATION = "demo"
WELL_KNOWN = "/.well-known/openid-configuration"


def is_demonstration():
    """The provider of invented people lets anybody in as any of them: it never leaves this machine."""
    if read("OIDC_OP_URL") != DEMONSTRATION:
        return False
    if not (is_loopback(read("PROJETS_HOST")) and is_loopback(host_of(base_url()))):
        wrong = "the provider of invented people answers on a loopback address only"
        raise Misconfigured("OIDC_OP_URL", wrong, "Give the address of a real one")
    return True


def provider(port):
    """Its issuer, without its last slash; the address of its description is as good."""
    if is_demonstration():
        return f"http://127.0.0.1:{port + 1}"
    given = read("OIDC_OP_URL").removesuffix(WELL_KNOWN).rstrip("/")
    if not given:
        return ""
    remedy = "Give the issuer, like https://auth.agentconnect.gouv.fr/api/v2"
    try:
        parts = urlsplit(given)
        host = parts.hostname
        _ = parts.port  # raises when it is none
    except ValueError as error:
        raise Misconfigured("OIDC_OP_URL", f"« {given} » is no address ({error})", remedy) from None
    if parts.scheme not in ("http", "https") or not host or parts.username is not None or parts.query:
        raise Misconfigured("OIDC_OP_URL", f"« {given} » is no web address", remedy)
    if parts.scheme == "http" and not is_loopback(host):
        raise Misconfigured("OIDC_OP_URL", "who signs in elsewhere does so over https alone", remedy)
    return given


def client():
    """(identifier, secret)."""
    if is_demonstration():
        return "projets", "a secret that is none: the provider is a demonstration"
    for name in ("OIDC_RP_CLIENT_ID", "OIDC_RP_CLIENT_SECRET"):
        if read("OIDC_OP_URL") and not read(name):
            raise Misconfigured(name, "the provider of OIDC_OP_URL knows us by it", "Give what was registered there")
    return read("OIDC_RP_CLIENT_ID"), read("OIDC_RP_CLIENT_SECRET")


def several(name):
    """Words with spaces or commas between."""
    return read(name).replace(",", " ").split()


def one_of(name, offered):
    given = read(name)
    if given not in offered:
        raise Misconfigured(name, f"« {given} » is not known", f"Give {', '.join(offered[:-1])} or {offered[-1]}")
    return given

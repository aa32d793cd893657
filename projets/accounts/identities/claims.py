"""What the provider says of a person, once its signature was verified."""

from dataclasses import asdict, dataclass, replace

from projets.accounts.organisations import numbers
from projets.usecase.errors import Invalid


@dataclass(frozen=True)
class Claims:
    issuer: str
    sub: str
    email: str = ""
    is_address_doubted: bool = False  # the provider itself says that it has not verified it
    name: str = ""
    idp_id: str = ""
    siret: str = ""
    organization_label: str = ""
    roles: tuple[str, ...] = ()
    acr: str = ""
    amr: tuple[str, ...] = ()
    sid: str = ""  # the provider's session, which it may end later
    proved_at: int | None = None  # when they proved it there (`auth_time`), in seconds; None: it does not say
    missing: tuple[str, ...] = ()  # of the claims asked about at reading

    @classmethod
    def read(cls, id_token, userinfo, required=()):
        """`id_token` tells how somebody signed in, `userinfo` who they are."""
        email = _line(userinfo.get("email")).lower()
        said = cls(
            issuer=id_token["iss"],
            sub=id_token["sub"],
            email=email,
            is_address_doubted=userinfo.get("email_verified") is False,
            name=_name(userinfo) or email.partition("@")[0],
            idp_id=_line(userinfo.get("idp_id")),
            siret=_siret(userinfo.get("siret")),
            organization_label=_line(userinfo.get("organization_label")),
            roles=_words(userinfo.get("roles")),
            acr=_line(id_token.get("acr"), 128),
            amr=_words(id_token.get("amr")),
            sid=_line(id_token.get("sid")),
            proved_at=id_token["auth_time"] if isinstance(id_token.get("auth_time"), int) else None,
        )
        known = asdict(said)
        return replace(said, missing=tuple(one for one in required if not known.get(one, userinfo.get(one))))

    @property
    def reasons(self):
        """What teams may follow."""
        return {"roles": self.roles, "idp_id": self.idp_id, "siret": self.siret}

    @property
    def kept(self):
        """For a session, as JSON."""
        return asdict(self)

    @classmethod
    def load(cls, kept):
        return cls(**{name: tuple(value) if isinstance(value, list) else value for name, value in kept.items()})


def _name(userinfo):
    """As ProConnect says it, else as OpenID does."""
    parts = [_line(userinfo.get("given_name")), _line(userinfo.get("usual_name") or userinfo.get("family_name"))]
    return (" ".join(filter(None, parts)) or _line(userinfo.get("name")))[:128].strip()


def _siret(value):
    """One that cannot be is none: nobody is placed by it."""
    try:
        return numbers.siret(str(value or ""))
    except Invalid:
        return ""


def _line(value, most=256):
    text = " ".join(value.split()) if isinstance(value, str) else ""
    return text[:most] if text.isprintable() else ""


def _words(value):
    given = value.split() if isinstance(value, str) else value if isinstance(value, list) else []
    return tuple(_line(one, 128) for one in given[:50] if isinstance(one, str))

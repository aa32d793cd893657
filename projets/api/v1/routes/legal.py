"""What the instance says of itself, as the law asks for it (B-04, E-02, E-03)."""

from typing import Annotated, Literal

from django.utils import timezone
from pydantic import StringConstraints, create_model

from projets.accounts.legal import fields
from projets.accounts.legal.actions.saying import set_legal_information
from projets.accounts.legal.models import legal_information
from projets.accounts.queries import instance
from projets.api.v1 import models
from projets.api.v1.answers import send
from projets.api.v1.door import ADMIN, api
from projets.api.v1.once import acted, once
from projets.api.v1.parsing import Sent, left_out
from projets.api.v1.shapes import moment

TAGS = ["legal information"]


def _sent_as(field):
    return Annotated[str, StringConstraints(max_length=field.most)], left_out()


LegalTexts = create_model(
    "LegalTexts", __base__=Sent, **{name: _sent_as(field) for name, field in fields.FIELDS.items()}
)


class LegalInformation(models.Out):
    texts: dict[str, str]
    missing: list[str]
    conformity: Literal["not", "partially", "fully"]
    version: int
    updated_at: models.At | None


@api.get("/legal-information", response=LegalInformation, tags=TAGS)
def read_legal_information(request):
    """The texts of the legal pages, by name, those that the law asks for and nobody has filled in, and how far pages
    conform to accessibility (`conformity`)."""
    return send(_said())


@api.put("/legal-information", response=LegalInformation, auth=ADMIN, tags=TAGS)
def put_legal_information(request, body: LegalTexts):
    """For administrators. What is left out stays; an empty text is none."""
    act = once(
        request,
        set_legal_information,
        lambda actor: None,
        lambda actor, _none: set_legal_information(actor, instance(), **body.given),
    )
    return acted(act, _said())


def _said():
    row = legal_information()
    return {
        "texts": row.texts,
        "missing": fields.missing(row.texts),
        "conformity": fields.conformity(row.texts, timezone.localdate()),
        "version": row.version,
        "updated_at": moment(row.updated_at),
    }

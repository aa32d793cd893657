"""What administrators fill in of the legal pages, and the list of what is still missing (B-04)."""

from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from projets.accounts.legal import fields
from projets.accounts.legal.actions.saying import set_legal_information
from projets.accounts.legal.models import legal_information as saved_information
from projets.accounts.queries import instance
from projets.usecase.errors import Invalid
from projets.usecase.rights import require
from projets.web.door import actor_of, signed_in
from projets.web.wanting import see_other

INPUTS = {"email": "email", "link": "url", "date": "date"}


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def legal_information(request):
    actor = actor_of(request)
    require(actor, "set_legal_information", instance())
    if request.method != "POST":
        return _page(request, saved_information().texts)
    given = {name: request.POST.get(name, "") for name in fields.FIELDS if name in request.POST}
    try:
        set_legal_information(actor, instance(), **given)
    except Invalid:
        return _page(request, saved_information().texts | given, fields.checked(given)[1])
    return see_other(f"{reverse('legal_information')}?enregistre=1")


def _page(request, texts, errors=None):
    today = timezone.localdate()
    groups = [(key, title, [_shown(field, texts, errors or {}) for field in its]) for key, title, its in fields.GROUPS]
    kept = fields.checked(texts)[0]
    context = {
        "groups": groups,
        "missing": [fields.FIELDS[name] for name in fields.missing(kept)],
        "past": [fields.FIELDS[name] for name in _dates(kept) if fields.is_past(kept[name], today)],
        "errors": len(errors or {}),
        "saved": "enregistre" in request.GET,
    }
    return render(request, "pages/legal/settings.html", context, status=422 if errors else 200)


def _dates(texts):
    """Of an audit and of the declaration as it was last brought up to date."""
    declared = "declaration_updated_on" if "declaration_updated_on" in texts else "declared_on"
    return [name for name in ("audited_on", declared) if name in texts]


def _shown(field, texts, errors):
    return {
        "name": field.name,
        "id": f"legal-{field.name}",
        "label": field.label,
        "hint": field.hint,
        "needed": field.needed,
        "most": field.most,
        "is_text": field.kind == "text",
        "type": INPUTS.get(field.kind, "text"),
        "value": texts.get(field.name, ""),
        "error": errors.get(field.name, ""),
    }

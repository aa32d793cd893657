"""Sentences about what was sent: what is wrong with it, and what to do."""

from django.utils.translation import gettext as _

from projets.api.v1.problems import Problem


def no_token(given):
    if given:
        return _("This token opens nothing (any more): make another one in your profile.")
    return _("Send a token: Authorization: Bearer projets_… You make one in your profile.")


def scope_too_low(has, needs):
    return _("This token has the scope %(has)s, and this needs %(needs)s: make another one in your profile.") % {
        "has": has,
        "needs": needs,
    }


def too_often(wait):
    return _("Too many requests: try again in %(wait)s seconds.") % {"wait": wait}


def not_done_here(method):
    return _("%(method)s is not answered at this address: see /api/v1/docs.") % {"method": method}


def not_minded():
    return _(
        "If-Match holds for acts on one row that carries an etag, named by the address: leave it out here, and nothing"
        " is promised."
    )


def no_form():
    """Its parts have a kilobyte each for what they are called: room for 200 characters of any script."""
    return _("This form cannot be read: send it whole, and its files under names of 200 characters at most.")


def unknown_parameter(names):
    if not names:
        return _("This address takes no parameter.")
    return _("This address does not know this parameter; it knows: %(names)s.") % {"names": ", ".join(sorted(names))}


def given_twice():
    return _("This is given twice: give it once.")


def not_valid(errors):
    """A Problem that says of each value what is wrong with it."""
    found = [_error(one) for one in errors]
    status = 422
    return Problem(status, found[0]["detail"] if len(found) == 1 else _("Several values are not accepted."), found)


def _error(error):
    source, *where = error["loc"]
    said = sentence(error)
    if source == "body":
        return {"pointer": "#" + "".join(f"/{part}" for part in where[1:]), "detail": said}
    if source in ("form", "file"):
        return {"pointer": f"#/{where[-1]}", "detail": said}
    names = [part for part in where if isinstance(part, str)]
    return {"parameter": names[-1] if names else source, "detail": said}


def sentence(error):
    kind, about = error["type"], error.get("ctx", {})
    if kind in ("string_too_long", "string_too_short", "too_long", "too_short"):
        return _bounded(kind, about)
    if kind in ("greater_than_equal", "less_than_equal", "greater_than", "less_than"):
        least = about.get("ge", about.get("gt"))
        if least is not None:
            return _("This is too small: %(least)s at least.") % {"least": least}
        return _("This is too great: %(most)s at most.") % {"most": about.get("le", about.get("lt"))}
    if kind == "literal_error":
        return _("This is not one of the choices: %(choices)s.") % {"choices": about["expected"]}
    if kind == "value_error":
        return _when(about.get("error"))
    return _KINDS.get(kind, _not_accepted)()


def _bounded(kind, about):
    most, least = about.get("max_length"), about.get("min_length")
    if kind == "string_too_long":
        return _("This text is too long: %(most)s characters at most.") % {"most": most}
    if kind == "string_too_short":
        return _("This cannot be empty: type something.")
    if kind == "too_long":
        return _("These are too many: %(most)s at most.") % {"most": most}
    return _("These are too few: %(least)s at least.") % {"least": least}


def _when(said):
    if said == "day":
        return _("This is no date: send it as 2027-12-31.")
    if said == "moment":
        return _("This is no moment: send it with its zone, as 2027-12-31T17:00:00Z.")
    return _not_accepted()


def _not_accepted():
    return _("This value is not accepted.")


_KINDS = {
    "missing": lambda: _("This is missing."),
    "extra_forbidden": lambda: _("This is not known here: check its name, or leave it out."),
    "string_type": lambda: _("This must be a text."),
    "string_pattern_mismatch": lambda: _("This is not written as it should be."),
    "int_type": lambda: _("This must be a whole number."),
    "int_parsing": lambda: _("This must be a whole number."),
    "int_from_float": lambda: _("This must be a whole number."),
    "float_type": lambda: _("This must be a number."),
    "finite_number": lambda: _("This must be a number."),
    "bool_type": lambda: _("This must be true or false."),
    "bool_parsing": lambda: _("This must be true or false."),
    "list_type": lambda: _("This must be a list."),
    "dict_type": lambda: _("This must be an object."),
    "model_type": lambda: _("This must be an object."),
    "model_attributes_type": lambda: _("This must be an object."),
}

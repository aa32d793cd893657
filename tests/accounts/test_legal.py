"""What the instance says of itself: the rules of B-01 and B-04, what may be typed, and announcements."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from projets.accounts.legal import fields
from projets.accounts.legal.actions.saying import make_announcement, remove_announcement, set_legal_information
from projets.accounts.legal.models import Announcement, legal_information
from projets.accounts.queries import instance
from projets.usecase.errors import Invalid, NotFound, Refused
from projets.usecase.log import revision_of, since

TODAY = date(2027, 3, 12)
AUDIT = {"audited_on": "2026-03-12", "auditor": "Cabinet", "rate": "72.5"}

STATES = {
    "nothing": ({}, "not"),
    "half met": (AUDIT | {"rate": "50"}, "partially"),
    "less than half": (AUDIT | {"rate": "49.99"}, "not"),
    "nearly all": (AUDIT | {"rate": "99.99"}, "partially"),
    "all": (AUDIT | {"rate": "100"}, "fully"),
    "three years ago": (AUDIT | {"audited_on": "2024-03-12"}, "partially"),
    "more than three years ago": (AUDIT | {"audited_on": "2024-03-11"}, "not"),
    "tomorrow": (AUDIT | {"audited_on": "2027-03-13"}, "not"),
    "by nobody": ({"audited_on": "2026-03-12", "rate": "100"}, "not"),
    "without a date": ({"auditor": "Cabinet", "rate": "100"}, "not"),
}


@pytest.mark.parametrize(("texts", "state"), STATES.values(), ids=STATES)
def test_b01_b04_without_a_valid_audit_the_only_lawful_word_is_not_compliant(texts, state):
    assert fields.conformity(texts, TODAY) == state


KEPT = {
    ("contact", " contact@ministere.example "): "contact@ministere.example",
    ("rate", "72,50 %"): "72.5",
    ("rate", "100"): "100",
    ("audited_on", "2027-03-12"): "2027-03-12",
    ("source_code", "https://code.example/projets"): "https://code.example/projets",
    ("host_address", "1 rue\r\n75000 Paris"): "1 rue\n75000 Paris",
}


@pytest.mark.parametrize(("typed", "kept"), KEPT.items())
def test_what_is_kept(typed, kept):
    assert fields.checked(dict([typed])) == ({typed[0]: kept}, {})


WRONG = [
    ("dpo", "le délégué"),
    ("rate", "101"),
    ("rate", "NaN"),
    ("rate", "beaucoup"),
    ("audited_on", "12/03/2027"),
    ("source_code", "javascript:alert(1)"),
    ("source_code", "https://["),
    ("host", "Un\nDeux"),
    ("host", "x" * 301),
    ("terms", "a\0b"),
]


@pytest.mark.parametrize(("name", "typed"), WRONG)
def test_what_is_wrong_is_said_and_changes_nothing(boards, name, typed):
    admin = boards.member("administrator")
    assert list(fields.checked({name: typed})[1]) == [name]
    with pytest.raises(Invalid) as refused:
        set_legal_information(admin, instance(), publisher="Ministère", **{name: typed})
    assert refused.value.field == name
    assert (legal_information().texts, revision_of("instance")) == ({}, 0)


def test_b04_the_fact_names_what_is_filled_in_and_nobody(boards):
    admin = boards.member("administrator")
    set_legal_information(admin, instance(), director="Ada Lovelace", dpo="dpo@ministere.example")
    set_legal_information(admin, instance(), director="")
    set_legal_information(admin, instance(), director="")  # nothing changes: no fact
    first, second = since("instance", 0)
    assert (first.kind, first.fact.after.filled) == ("legal_information.set", ("director", "dpo"))
    assert (second.fact.after.filled, second.fact.after.version) == (("dpo",), 2)
    assert "Ada" not in str(first.columns)
    assert legal_information().texts == {"dpo": "dpo@ministere.example"}


@pytest.mark.parametrize("role", [None, "reader", "editor", "project manager"])
def test_only_administrators_speak_for_the_instance(boards, role):
    admin, somebody = boards.member("administrator"), boards.member(role)
    now = timezone.now()
    make_announcement(admin, instance(), "Coupure", "info", now, now + timedelta(hours=1))
    before = revision_of("instance")
    acts = [
        lambda: set_legal_information(somebody, instance(), publisher="Moi"),
        lambda: make_announcement(somebody, instance(), "Bonjour", "info", now, now + timedelta(hours=1)),
        lambda: remove_announcement(somebody, instance(), Announcement.objects.get().pk),
    ]
    for act in acts:
        with pytest.raises(Refused):
            act()
    assert (legal_information().texts, Announcement.objects.count(), revision_of("instance")) == ({}, 1, before)


def test_an_announcement_is_made_and_removed(boards):
    admin = boards.member("administrator")
    now = timezone.now()
    make_announcement(admin, instance(), "  Coupure\nce soir ", "warning", now, now + timedelta(hours=1))
    made = Announcement.objects.get()
    assert (made.text, made.level) == ("Coupure ce soir", "warning")
    remove_announcement(admin, instance(), made.pk)
    assert not Announcement.objects.exists()
    assert [event.kind for event in since("instance", 0)] == ["announcement.made", "announcement.removed"]
    with pytest.raises(NotFound):
        remove_announcement(admin, instance(), made.pk)


HOUR = timedelta(hours=1)
REFUSED = {
    "no text": ((" ", "info", -HOUR, HOUR), "text"),
    "too long": (("x" * 301, "info", -HOUR, HOUR), "text"),
    "no such level": (("a", "loud", -HOUR, HOUR), "level"),
    "ends before it begins": (("a", "info", 2 * HOUR, HOUR), "ends_at"),
    "over already": (("a", "info", -2 * HOUR, -HOUR), "ends_at"),
}


@pytest.mark.parametrize(("given", "field"), REFUSED.values(), ids=REFUSED)
def test_an_announcement_that_makes_no_sense(boards, given, field):
    text, level, begins, ends = given
    now = timezone.now()
    with pytest.raises(Invalid) as refused:
        make_announcement(boards.member("administrator"), instance(), text, level, now + begins, now + ends)
    assert (refused.value.field, Announcement.objects.count(), revision_of("instance")) == (field, 0, 0)

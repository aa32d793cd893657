"""E-23: 80 bits by the password alone, after CNIL's deliberation 2022-100."""

import pytest

from projets.accounts import wording
from projets.accounts.models import User
from projets.usecase.errors import Invalid


def checked(password, role=User.Role.BOARD_USER):
    person = User(name="Nadia Benali", email="nadia.benali@ministere.example", username="nbenali", role=role)
    return wording.password(password, person)


@pytest.mark.parametrize(
    "password",
    [
        "Kx7!mQ2#vLp9",  # 12 of 4 kinds
        "kestrel7marble!",  # 15 of 3 kinds
        "Colombes du Vercors",  # 19 of 3 kinds
        "lampe verte sous notre grand escalier bleu",  # 7 words
        "Kx7!" + "y2#V" * 63,  # 256: the longest
    ],
)
def test_strong_enough(password):
    assert checked(password) == password


@pytest.mark.parametrize(
    "password",
    [
        "Kx7!mQ2#vLp",  # 11
        "kestrel7marbl",  # 13 of 2 kinds
        "kestrelmarble!",  # 14 of 2 kinds
        "Kestrelmarb!e",  # 13 of 3 kinds
        "lampe verte sous notre grand escalier",  # 6 words
        "lampe lampe lampe lampe lampe lampe lampe",  # one word
        "Aa1!Aa1!Aa1!",  # four characters
        "Nadia.Benali2026!",  # who they are
        "Kx7!" + "y2#V" * 64,  # 260
        "",
        None,
    ],
)
def test_not_strong_enough(password):
    with pytest.raises(Invalid) as refused:
        checked(password)
    assert refused.value.field == "password"


def test_administrators_have_sixteen_where_others_come_in(settings):
    """E-23; on one's own machine scripts go on as they are."""
    assert checked("Kx7!mQ2#vLp9", User.Role.ADMINISTRATOR)
    settings.PUBLIC = True
    assert checked("Kx7!mQ2#vLp9")
    with pytest.raises(Invalid, match="4"):
        checked("Kx7!mQ2#vLp9", User.Role.ADMINISTRATOR)
    assert checked("Kx7!mQ2#vLp9wT5?", User.Role.ADMINISTRATOR)

"""What leaves in one piece leaves only so often (E-24)."""

import pytest

from projets.accounts.models import User
from projets.exchange.exporters import counting
from projets.usecase.guard import writes_allowed

MINUTES = 60


@pytest.fixture
def clock(settings):
    """Two exports an hour; `clock["now"]` is set by hand."""
    settings.EXPORTS_PER_HOUR, moment = 2, {"now": 10 * counting.HOUR}
    counting.limiter.cache_clear()
    counting.limiter().clock = lambda: moment["now"]
    yield moment
    counting.limiter.cache_clear()


@pytest.fixture
def manager(boards, browser):
    """A browser of who manages the project and administers the instance."""
    actor = boards.member("project manager")
    with writes_allowed():
        User.objects.filter(pk=actor.user_id).update(role="administrator", is_demo=True)
    return browser(actor)


def doors(boards):
    return [
        ("post", "/profil/donnees/archive/"),
        ("post", f"/projets/{boards.project.pk}/export/"),
        ("post", "/administration/audit/export/"),
        ("get", "/administration/revues/export/"),
    ]


def ask(browser, method, path, **headers):
    answer = getattr(browser, method)(path, headers={"accept-language": "fr"} | headers)
    if answer.streaming:
        answer.getvalue()  # which closes the file
    return answer


@pytest.mark.parametrize("place", range(4))
def test_two_are_enough_whatever_is_taken_out(boards, manager, clock, place):
    other, others = doors(boards)[place], doors(boards)
    for one in (others[place - 1], others[place - 2]):
        assert ask(manager, *one).status_code == 200
    clock["now"] += 50 * MINUTES
    refused = ask(manager, *other)
    assert (refused.status_code, refused.headers["Retry-After"]) == (429, str(10 * MINUTES))
    said = "Vous avez fait 2 exports en une heure, le maximum. Réessayez dans 10 minutes."
    assert said in refused.content.decode()
    told = ask(manager, *other, accept="application/json")
    assert (told.status_code, told.json(), told.headers["Retry-After"]) == (429, {"refused": said}, "600")
    clock["now"] += 10 * MINUTES
    assert ask(manager, *other).status_code == 200


def test_it_is_counted_for_each_person(boards, manager, browser, clock):
    path = f"/projets/{boards.project.pk}/export/"
    assert [ask(manager, "post", path).status_code for _time in range(3)] == [200, 200, 429]
    other = browser(boards.member("project manager", name="Awa Diop"))
    assert ask(other, "post", path).status_code == 200


def test_what_is_refused_takes_nothing_out_and_is_in_the_security_log(boards, manager, clock, caplog):
    for _time in range(2):
        ask(manager, *doors(boards)[2])
    with caplog.at_level("INFO", logger="projets.security"):
        assert ask(manager, *doors(boards)[2]).status_code == 429
    assert [record.getMessage() for record in caplog.records if record.name == "projets.security"] == ["limit"]


def test_the_operator_may_set_no_limit(boards, manager, settings):
    settings.EXPORTS_PER_HOUR = 0
    counting.limiter.cache_clear()
    path = f"/projets/{boards.project.pk}/export/"
    assert {ask(manager, "post", path).status_code for _time in range(30)} == {200}
    counting.limiter.cache_clear()

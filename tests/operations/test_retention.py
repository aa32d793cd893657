"""E-06, E-07: what is kept for how long, what goes when it is over, and who is told before."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from projets.accounts.actions.people import activate_user, deactivate_user
from projets.accounts.factors.models import LastSeen
from projets.accounts.legal.retention import kinds
from projets.accounts.models import User
from projets.boards.actions.cards import bin_cards, create_cards
from projets.boards.actions.projects import archive_project
from projets.boards.departures import silence
from projets.boards.departures.actions.departures import open_departure
from projets.boards.departures.models import Departure, SilenceWarning
from projets.boards.models import Card, Project
from projets.notifications.mail import jobs
from projets.notifications.mail.models import MailServer
from projets.notifications.models import Notification
from projets.operations import cli, daily, retention
from projets.usecase.actor import Actor
from projets.usecase.dispatch import dispatch
from projets.usecase.guard import writes_allowed
from projets.usecase.ids import first_of
from projets.usecase.models import Act, Event

REGISTER = Path(__file__).parents[2] / "docs" / "registre-des-traitements.md"
DAY = timedelta(days=1)
TWO_YEARS = 24 * silence.MONTH


@pytest.fixture
def mail(db):
    with writes_allowed():
        MailServer.objects.create(pk=1, host="mail.example")


@pytest.fixture
def at(monkeypatch):
    """`at(days)`: from now on it is so many days later."""
    start = timezone.now()

    def later(days):
        monkeypatch.setattr(timezone, "now", lambda: start + days * DAY)

    return later


def due(name):
    return retention.RULES[name].due()


def test_the_register_says_what_the_code_does():
    rows = re.findall(r"^\| (.+) \| (.+) \| (.+) \| (?:`(\w+)`)? ?\|$", REGISTER.read_text(), re.M)
    assert [row for row in rows if row[0] in {one.said for one in kinds()}] == [
        (one.said, one.delay, one.then, one.setting) for one in kinds()
    ]


def test_every_kind_has_its_rule_but_what_is_not_ours_to_remove():
    assert {one.name for one in kinds()} - retention.RULES.keys() == {"exports", "security-log"}
    assert retention.RULES.keys() <= {one.name for one in kinds()}


def test_everybody_reads_the_table(client, settings, db):
    settings.NOTIFICATION_MONTHS = 5
    page = client.get("/donnees-personnelles/").content.decode()
    for one in kinds():
        assert f"<td>{one.said}</td><td>{one.delay}</td>" in page
    assert "<td>5 mois</td>" in page


def test_a_dry_run_counts_and_changes_nothing(boards, editor, capsys, at, transactional_db):
    bin_cards(editor, [boards.card("A"), boards.card("B")])
    with writes_allowed():
        Card.objects.filter(title="A").update(binned_at=timezone.now() - 31 * DAY)
    facts = Event.objects.count()
    assert cli.main(["retention", "--dry-run", "--json"]) == 0
    told = {one["kind"]: one["due"] for one in json.loads(capsys.readouterr().out)}
    assert (told["bin"], told["notifications"], told["security-log"]) == (1, 0, None)
    assert (Event.objects.count(), Card.objects.count()) == (facts, 6)
    assert cli.main(["retention"]) == 0
    assert re.search(r"^bin +1  Corbeille : 30 jours$", capsys.readouterr().out, re.M)
    assert (due("bin"), Card.objects.count()) == (0, 5)


def test_one_that_fails_lets_the_others_go_on(boards, capsys, monkeypatch, transactional_db):
    def broken():
        raise OSError("the disk is away")

    monkeypatch.setitem(retention.RULES, "bin", retention.Rule("bin", lambda: 1, broken))
    assert cli.main(["retention"]) == 1
    said = capsys.readouterr()
    assert said.err == "projets: bin: the disk is away\n"
    assert "Projets archivés" in said.out


def test_notifications_go_after_six_months(boards, editor):
    about = {"user_id": editor.user_id, "kind": "added", "reason": "given", "board_id": 1, "card_id": 1}
    with writes_allowed():
        for months, event in ((7, 1), (5, 2)):
            Notification.objects.create(pk=first_of(timezone.now() - months * silence.MONTH), event_id=event, **about)
    assert due("notifications") == 1
    retention.forget_old_notifications()
    assert [one.event_id for one in Notification.objects.all()] == [2]


def test_archived_projects_are_signalled_and_stay(boards, at, caplog, capsys, transactional_db):
    archive_project(boards.member("project manager"), boards.project)
    day = f"{timezone.now():%Y-%m-%d}"
    assert due("projects") == 0
    at(735)
    assert due("projects") == 1
    retention.signal_archived_projects()
    assert "1 archived projects are over" in caplog.text
    assert cli.main(["retention", "--dry-run"]) == 0
    assert f"archived on {day}: PORT, Portail" in capsys.readouterr().out
    assert Project.objects.get().binned_at is None


def test_the_inactive_are_warned_twice_then_closed_then_erased(boards, at, mail):
    """E-06."""
    user = boards.person("Luce Part")
    at(699)
    assert due("inactive") == 0
    told = []
    for day in range(700, 800):
        at(day)
        assert daily.do_all() == []
        dispatch()
        row = User.objects.get(pk=user.pk)
        warning = SilenceWarning.objects.filter(user=user).first()
        state = (warning and warning.days, row.is_active, row.pseudonym)
        if not told or told[-1][1] != state:
            told.append((day, state))
    closes = round(TWO_YEARS / DAY)  # 730.5
    assert [state for _day, state in told] == [
        (None, True, None),
        (30, True, None),
        (7, True, None),
        (7, False, None),
        (None, False, 1),
    ]
    assert [day - closes for day, _state in told[1:]] == [-29, -6, 1, 31]
    assert Departure.objects.get().reason == "silence"
    assert DBTaskResult.objects.filter(task_path=jobs.tell_of_silence.module_path).count() == 2


def test_whoever_comes_back_is_left_alone(boards, at, mail, browser):
    user = boards.person("Luce Part")
    actor = Actor(user.pk, "web")
    at(715)
    retention.see_to_the_inactive()
    assert SilenceWarning.objects.get().days == 30
    browser(actor)  # signs in
    assert LastSeen.objects.get().user_id == user.pk
    at(760)
    assert due("inactive") == 0
    assert daily.do_all() == []
    assert User.objects.get(pk=user.pk).is_active


def test_doing_something_is_being_here(boards, editor, at, mail):
    create_cards(editor, boards.todo, ["G"])
    with writes_allowed():
        Act.objects.update(done_at=timezone.now() + 100 * DAY)
    at(740)
    assert [one.user.pk for one in silence.silent(timezone.now())] == []


def test_a_late_beginning_still_warns_a_month_before(boards, at, mail):
    """The setting was changed, or the night failed: nobody is closed out without both warnings."""
    user = boards.person("Luce Part")
    for day, left in ((900, 30), (901, 30), (923, 7), (929, 7)):
        at(day)
        retention.see_to_the_inactive()
        assert (SilenceWarning.objects.get().days, User.objects.get(pk=user.pk).is_active) == (left, True)
    at(931)
    retention.see_to_the_inactive()
    assert not User.objects.get(pk=user.pk).is_active


def test_without_mail_nobody_is_closed_out(boards, at):
    boards.person("Luce Part")
    at(2000)
    assert due("inactive") == 0


def test_neither_the_last_administrator_nor_the_invented(boards, at, mail, caplog):
    administrator = boards.member("administrator", name="Ada Min")
    demo = boards.person("Nadia", is_demo=True)
    for day in (800, 830, 840):
        at(day)
        retention.see_to_the_inactive()
    assert User.objects.filter(is_active=True).count() == 2
    assert not SilenceWarning.objects.filter(user=demo).exists()
    assert f"account {administrator.user_id} stays open" in caplog.text


def test_never_means_never(boards, at, mail, settings):
    settings.INACTIVE_MONTHS = 0
    boards.person("Luce Part")
    at(5000)
    assert due("inactive") == 0


def test_who_came_back_and_was_closed_again_is_not_erased_for_the_departure_of_before(boards, at):
    administrator, user = boards.member("administrator", name="Ada Min"), boards.person("Luce Part")
    open_departure(administrator, user)
    at(5)
    activate_user(administrator, User.objects.get(pk=user.pk))
    deactivate_user(administrator, User.objects.get(pk=user.pk))
    at(40)
    assert due("departed") == 0
    retention.erase_who_left()
    assert User.objects.get(pk=user.pk).name == "Luce Part"


def test_the_letter(boards, mail, monkeypatch):
    user, sent = boards.person("Luce Part", language="fr"), []
    monkeypatch.setattr(jobs, "send", lambda server, to, subject, text: sent.append((to, subject, text)))
    jobs.tell_of_silence.call(str(user.pk), "2027-03-01T10:00:00+00:00")
    ((to, subject, text),) = sent
    assert (to, subject) == (user.email, "Votre compte Projets va être fermé")
    assert "1 mars 2027" in text
    with writes_allowed():
        User.objects.update(is_active=False)
    jobs.tell_of_silence.call(str(user.pk), "2027-03-01T10:00:00+00:00")
    assert len(sent) == 1

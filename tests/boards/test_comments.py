import pytest

from projets.boards.actions.comments import bin_comment, edit_comment, react, words_said, write_comment
from projets.boards.models import Comment, TextVersion
from projets.boards.queries import text_of
from projets.usecase.errors import Invalid, Outdated, Refused
from projets.usecase.models import Event


@pytest.fixture
def comment(boards, editor):
    write_comment(editor, boards.card("A"), " Bonjour ")
    return Comment.objects.get()


def test_the_log_knows_a_comment_by_its_version(boards, editor, comment):
    written, counted = Event.objects.filter(stream=boards.board.stream).order_by("revision")
    assert (written.fact.after.author_id, written.fact.after.text_version) == (editor.user_id, 1)
    assert "Bonjour" not in str(written.columns)
    assert text_of(comment.pk, 1) == "Bonjour"
    assert (counted.kind, boards.card("A").comments_total) == ("card.counted", 1)


def test_every_version_is_kept(editor, comment):
    edit_comment(editor, comment, "Bonsoir", read_version=1)
    versions = TextVersion.objects.filter(owner_id=comment.pk).values_list("version", "text", "author_id")
    assert list(versions) == [(1, "Bonjour", editor.user_id), (2, "Bonsoir", editor.user_id)]
    assert Comment.objects.get().edited_at > Comment.objects.get().written_at


def test_nothing_changes_when_nothing_does(editor, comment):
    assert edit_comment(editor, comment, "Bonjour").facts == []


def test_the_second_of_two_tabs_is_told(editor, comment):
    edit_comment(editor, comment, "Bonsoir", read_version=1)
    with pytest.raises(Outdated) as outdated:
        edit_comment(editor, comment, "Bonne nuit", read_version=1)
    assert (outdated.value.version, Comment.objects.get().text) == (2, "Bonsoir")


def test_only_its_author_edits_it_and_managers_may_bin_it(boards, editor, comment):
    other, manager = boards.member("editor", name="Awa Diop"), boards.member("project manager", name="Inès Fabre")
    for who in (other, manager):
        with pytest.raises(Refused):
            edit_comment(who, comment, "Autre")
    with pytest.raises(Refused):
        bin_comment(other, comment)
    assert (Comment.objects.get().text, Comment.objects.get().in_bin) == ("Bonjour", False)
    bin_comment(manager, comment)
    assert (Comment.objects.get().in_bin, boards.card("A").comments_total) == (True, 0)


@pytest.mark.parametrize(("role", "may"), [("contributor", True), ("commenter", True), ("reader", False)])
def test_who_may_speak(boards, role, may):
    actor = boards.member(role)
    if may:
        write_comment(actor, boards.card("A"), "Oui")
    else:
        with pytest.raises(Refused):
            write_comment(actor, boards.card("A"), "Non")
    assert Comment.objects.count() == may


def test_words(boards, editor, comment):
    other = boards.member("commenter", name="Awa Diop")
    react(editor, comment, "agreed")
    react(other, comment, "agreed")
    assert react(other, comment, "agreed").facts == []
    react(other, comment, "thanks")
    react(other, comment, "agreed", said=False)
    assert words_said([comment.pk]) == {comment.pk: {"agreed": [editor.user_id], "thanks": [other.user_id]}}
    assert Event.objects.filter(kind="comment.reacted").count() == 4
    with pytest.raises(Invalid):
        react(editor, comment, "🤷")


@pytest.mark.parametrize("text", ["", "   ", "\ud800", "a\0b", None, "x" * 1_048_577])
def test_a_comment_says_something(boards, editor, text):
    with pytest.raises(Invalid):
        write_comment(editor, boards.card("A"), text)
    assert (Comment.objects.count(), Event.objects.count()) == (0, 0)

"""What a card holds, by hand in a browser: files, mentions, tasks, versions, drafts, who else is there."""

import base64
import io

import pytest
from PIL import Image
from playwright.sync_api import expect

from projets.accounts.models import User
from projets.boards.actions.cards import bin_cards, describe_card
from projets.boards.actions.tasks import create_task_list, create_tasks
from projets.boards.models import Attachment, Comment, Task, TaskList
from tests.browser.axe import violations
from tests.domain import make_boards


@pytest.fixture
def world(site):
    return make_boards()


@pytest.fixture
def nadia(world):
    return world.member("editor", name="Nadia Benali")


@pytest.fixture
def at_card(browsers, world, nadia):
    """The board with the dialog of card A over it."""

    def opened(actor=nadia, **options):
        page = browsers.open(f"/tableaux/{world.board.pk}/", User.objects.get(pk=actor.user_id), **options)
        page.locator(".card__link").first.click()
        expect(page.get_by_role("dialog")).to_be_visible()
        return page

    return opened


def picture():
    made = io.BytesIO()
    Image.new("RGB", (400, 300), "teal").save(made, "PNG")
    return made.getvalue()


def in_order(world):
    return list(
        Task.objects.filter(task_list__card=world.card("A")).order_by("position").values_list("name", flat=True)
    )


def test_files_are_chosen_shown_and_binned(at_card):
    page = at_card()
    files = [
        {"name": "vue.png", "mimeType": "image/png", "buffer": picture()},
        {"name": "note.txt", "mimeType": "text/plain", "buffer": b"Bonjour"},
    ]
    page.locator("#card-file").set_input_files(files)
    expect(page.locator(".files__item")).to_have_count(2)
    expect(page.locator("#card-uploads li")).to_have_count(0)
    shown = page.locator(".files__picture")
    expect(shown).to_have_js_property("complete", True)
    assert shown.evaluate("picture => picture.naturalWidth") == 400
    page.get_by_role("button", name="Actions de vue.png").click()
    page.get_by_role("button", name="En faire la couverture").click()
    expect(page.locator(".list .card__cover img")).to_have_count(1)
    page.get_by_role("button", name="Actions de note.txt").click()
    page.locator(".files__item", has_text="note.txt").get_by_role("button", name="Mettre à la corbeille").click()
    expect(page.locator(".files__item")).to_have_count(1)


def test_a_file_that_is_too_large_is_refused_before_it_leaves(at_card, settings):
    settings.UPLOAD_LIMIT = 10
    page = at_card()
    page.locator("#card-file").set_input_files({"name": "a.txt", "mimeType": "text/plain", "buffer": b"x" * 11})
    expect(page.locator("#card-uploads .field__error")).to_contain_text("Trop gros")
    assert Attachment.objects.count() == 0


PASTE = """([id, bytes]) => {
  const field = document.getElementById(id);
  const data = new DataTransfer();
  const raw = Uint8Array.from(atob(bytes), (one) => one.charCodeAt(0));
  data.items.add(new File([raw], "image.png", { type: "image/png" }));
  field.dispatchEvent(new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
}"""


def test_a_pasted_picture_stands_in_the_comment(at_card):
    page = at_card()
    page.locator("#new-comment").fill("Voir : ")
    page.evaluate(PASTE, ["new-comment", base64.b64encode(picture()).decode()])
    expect(page.locator("#new-comment")).to_have_value(
        f"Voir : ![image.png](/pieces-jointes/{_when_attached(page)}/apercu/720/)"
    )
    page.get_by_role("button", name="Commenter").click()
    shown = page.locator(".comment .prose img")
    expect(shown).to_have_count(1)
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("complete", True)
    assert shown.evaluate("picture => picture.naturalWidth") == 400


def _when_attached(page):
    expect(page.locator(".files__item")).to_have_count(1)
    return Attachment.objects.get().pk


def test_a_dropped_file(at_card):
    page = at_card()
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["Bonjour"], "note.txt", { type: "text/plain" }));
          const target = document.querySelector("[data-card] h1");
          for (const name of ["dragover", "drop"])
            target.dispatchEvent(new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator(".files__name")).to_have_text("note.txt")


def test_somebody_is_mentioned_by_keyboard(at_card, world):
    camille = world.member("editor", name="Camille Roussel")
    page = at_card()
    field = page.locator("#new-comment")
    field.click()
    page.keyboard.type("Peux-tu relire, @rou")
    expect(page.locator(".mentions__one")).to_have_text("CRCamille Roussel")
    assert violations(page) == []
    page.keyboard.press("Enter")
    expect(field).to_have_value(f"Peux-tu relire, @[Camille Roussel]({camille.user_id}) ")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".comment .mention")).to_have_text("@Camille Roussel")
    assert Comment.objects.get().text == f"Peux-tu relire, @[]({camille.user_id})"


def test_escape_closes_the_list_then_the_card(at_card):
    page = at_card()
    page.locator("#new-comment").click()
    page.keyboard.type("@nad")
    expect(page.locator(".mentions__one")).to_have_count(1)
    page.keyboard.press("Escape")
    expect(page.locator(".mentions__one")).to_have_count(0)
    expect(page.get_by_role("dialog")).to_be_visible()


def test_the_title_is_renamed_where_it_stands(at_card, world):
    page = at_card()
    page.get_by_role("heading", level=1, name="A", exact=True).last.click()
    field = page.get_by_role("textbox", name="Titre")
    expect(field).to_be_focused()
    field.fill("Un autre titre")
    page.keyboard.press("Enter")
    expect(page.locator("#card-title")).to_have_text("Un autre titre")
    expect(page.locator(".list .card__link").first).to_have_text("Un autre titre")
    expect(page.locator("#card-saved")).to_contain_text("Enregistré à ")


def test_tasks_by_hand_and_by_menu(at_card, world, nadia):
    create_task_list(nadia, world.card("A"), "Liste")
    create_tasks(nadia, TaskList.objects.get(), ["un", "deux", "trois"])
    page = at_card()
    rows = page.locator(".tasks__item")
    rows.nth(2).hover()
    handle, first = rows.nth(2).locator("[data-handle]").bounding_box(), rows.nth(0).bounding_box()
    page.mouse.move(handle["x"] + 8, handle["y"] + 8)
    page.mouse.down()
    page.mouse.move(handle["x"] + 8, first["y"] + 20, steps=4)
    page.mouse.move(handle["x"] + 8, first["y"] + 3, steps=2)
    page.mouse.up()
    expect(page.locator(".tasks__name")).to_have_text(["trois", "un", "deux"])
    expect(page.locator("[data-announcer]").first).to_contain_text("Tâche déplacée, 1 sur 3")
    page.get_by_text("Modifier « trois »").locator("..").click()
    page.get_by_role("button", name="Descendre").click()
    expect(page.locator(".tasks__name")).to_have_text(["un", "trois", "deux"])
    assert in_order(world) == ["un", "trois", "deux"]


def test_a_former_text_is_compared_and_put_back(at_card, world, nadia):
    for text in ("ancien", "nouveau"):
        describe_card(nadia, world.card("A"), text)
    page = at_card()
    page.get_by_role("link", name="2 versions").click()
    expect(page.locator(".versions del")).to_have_text("ancien")
    expect(page.locator(".versions ins")).to_have_text("nouveau")
    assert violations(page) == []
    page.get_by_role("button", name="Rétablir cette version").click()
    expect(page.locator(".dialog__first .prose")).to_have_text("ancien")
    assert world.card("A").description_version == 3


def test_a_draft_comes_back_after_a_reload(at_card):
    page = at_card()
    page.locator("#new-comment").fill("Pas encore envoyé")
    page.reload()
    expect(page.locator("#new-comment")).to_have_value("Pas encore envoyé")
    expect(page.locator(".draft")).to_contain_text("Brouillon de")


def test_who_else_has_the_card_open(at_card, world):
    awa = world.member("editor", name="Awa Diop")
    mine, theirs = at_card(), at_card(awa)
    expect(mine.get_by_role("group", name="Aussi sur cette carte : Awa Diop")).to_be_visible()
    theirs.keyboard.press("Escape")
    expect(theirs.get_by_role("dialog")).to_have_count(0)
    expect(mine.locator("#card-presence > *")).to_have_count(0)


def test_a_card_that_somebody_bins_says_so_where_one_types(at_card, world, browsers):
    awa = world.member("editor", name="Awa Diop")
    page = at_card()
    page.locator("#new-comment").fill("Je réponds")
    bin_cards(awa, [world.card("A")])
    expect(page.locator(".card-gone")).to_contain_text("gardé en brouillon")
    expect(page.locator("#new-comment")).to_have_value("Je réponds")
    page.wait_for_load_state("networkidle")
    browsers.forgive("404")


def test_the_menu_puts_in_the_bin_and_undoes(at_card, browsers, world):
    page = at_card()
    page.get_by_role("button", name="Actions de la carte").last.click()
    assert violations(page) == []
    page.get_by_role("button", name="Mettre à la corbeille", exact=True).click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator(".list").first.locator(".card__link")).to_have_text(["B", "C"])
    page.get_by_role("button", name="Annuler").click()
    expect(page.locator(".list").first.locator(".card__link")).to_have_text(["A", "B", "C"])
    browsers.forgive("404 (Not Found)")  # told by its socket before the answer comes, it looks at the card once more


def test_the_menu_sends_the_card_elsewhere_by_keyboard(at_card, world):
    page = at_card()
    page.get_by_role("button", name="Actions de la carte").last.focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Déplacer vers…").focus()
    page.keyboard.press("Enter")
    panel = page.get_by_role("dialog", name="Déplacer vers…")
    expect(panel).to_be_visible()
    assert violations(page) == []
    page.keyboard.type("cours")
    page.keyboard.press("Enter")
    expect(page.locator(".list").nth(1).locator(".card__link")).to_have_text(["D", "E", "F", "A"])
    expect(page.locator("#card-list option:checked")).to_have_text("En cours")
    assert world.titles(world.doing) == "DEFA"

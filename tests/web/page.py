"""A page as a browser has it, patched as its script would: `shown` before plus messages must be `shown` after."""

from contextlib import contextmanager
from html.parser import HTMLParser

from django.conf import settings
from django.test import Client
from django.utils.html import escape

from projets.accounts.models import User
from projets.usecase.log import revision_of, since
from projets.web.patches import message

VOID = {"input", "img", "br", "hr", "meta", "link", "use", "path", "source"}


class Element:
    def __init__(self, tag, attributes=(), parent=None):
        self.tag, self.attributes, self.parent, self.children = tag, dict(attributes), parent, []

    def __getitem__(self, name):
        return self.attributes.get(name)

    def walk(self):
        yield self
        for child in self.children:
            if isinstance(child, Element):
                yield from child.walk()

    @property
    def elements(self):
        return [child for child in self.children if isinstance(child, Element)]

    @property
    def html(self):
        inner = "".join(child.html if isinstance(child, Element) else escape(child) for child in self.children)
        attributes = "".join(f' {name}="{escape(value or "")}"' for name, value in sorted(self.attributes.items()))
        return f"<{self.tag}{attributes}>{inner}</{self.tag}>"


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__()
        self.root = self.at = Element("root")

    def handle_starttag(self, tag, attrs):
        element = Element(tag, attrs, self.at)
        self.at.children.append(element)
        if tag not in VOID:
            self.at = element

    def handle_startendtag(self, tag, attrs):
        self.at.children.append(Element(tag, attrs, self.at))

    def handle_endtag(self, tag):
        if tag not in VOID:
            assert self.at.tag == tag, f"</{tag}> closes <{self.at.tag}>"
            self.at = self.at.parent

    def handle_data(self, data):
        if data.strip():
            self.at.children.append(" ".join(data.split()))


def parse(html):
    builder = _Builder()
    builder.feed(html)
    return builder.root


class Page:
    """The board page of one person."""

    def __init__(self, actor, board, language="fr"):
        self.language = language
        self.client = Client()
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        self.client.force_login(User.objects.get(pk=actor.user_id))
        self.address = f"/tableaux/{board.pk}/"
        html = self.client.get(self.address).content.decode()
        self.root = parse(html[html.index("<board-page") : html.index("</board-page>") + len("</board-page>")])

    @property
    def shown(self):
        """Without what is the page's own: its revisions, tokens, and the counts that its script keeps."""
        for element in self.root.walk():
            element.attributes = {
                name: value
                for name, value in element.attributes.items()
                if name not in ("data-revision",)
                and not (name == "value" and element["name"] == "csrfmiddlewaretoken")
            }
            if {"data-count", "data-counted", "data-tab-count"} & element.attributes.keys():
                element.children = []
            element.attributes.pop("class", None) if element.tag == "section" else None
            if element["id"] == "filter-count" or element["class"] == "list-tabs":
                element.children = []
        return self.root.html

    def receive(self, message):
        for patch in message["patches"]:
            self.apply(patch)

    def apply(self, patch):
        match patch:
            case {"place": name, "in": column, "position": position}:
                self.place(name, column, position, patch.get("html"))
            case {"replace": name, "html": html}:
                for element in self.named(name):
                    self.fill(element, html)
            case {"remove": name}:
                for element in self.named(name):
                    element.parent.children.remove(element)
            case {"refresh": name}:
                for element in self.named(name):
                    answer = self.client.get(self.address, headers={"x-fragment": name})
                    self.fill(element, answer.content.decode())

    def place(self, name, column, position, html):
        found = [element for element in self.named(name) if "data-position" in element.attributes]
        into = self.items(column)
        for element in found:
            element.parent.children.remove(element)
        if into is None:
            return
        element = found[0] if found else Element("li", {"data-element": name})
        element.attributes["data-position"] = str(position)
        element.parent = into
        if html is not None:
            self.fill(element, html)
        others = [other for other in into.elements if "data-position" in other.attributes]
        index = sum(_order(other) < _order(element) for other in others)
        into.children.insert(index, element)

    def items(self, name):
        for element in self.named(name):
            for inner in element.walk():
                if "data-items" in inner.attributes:
                    return inner
        return None

    def named(self, name):
        return [element for element in self.root.walk() if element["data-element"] == name]

    def fill(self, element, html):
        filled = parse(html.strip())
        if len(filled.elements) == 1 and filled.elements[0]["data-element"] == element["data-element"]:
            element.tag, element.attributes = filled.elements[0].tag, filled.elements[0].attributes
            filled = filled.elements[0]
        element.children = filled.children
        for child in element.elements:
            child.parent = element


def _order(element):
    return float(element["data-position"]), int(element["data-element"].partition(":")[2])


@contextmanager
def patches_tell_all(actor, *boards, language="fr", changes=True):
    """What happens inside reaches open pages of these boards by patches alone, even when told twice."""
    pages = {board: Page(actor, board, language) for board in boards}
    streams = {board: (board.stream, f"project:{board.project_id}") for board in boards}
    starts = {stream: revision_of(stream) for both in streams.values() for stream in both}
    before = {board: page.shown for board, page in pages.items()}
    yield
    for board, page in pages.items():
        messages = [message(event, language) for stream in streams[board] for event in since(stream, starts[stream])]
        for one in messages:
            page.receive(one)
        after = Page(actor, board, language).shown
        assert _lines(page.shown) == _lines(after)
        assert (before[board] != after) == changes
        for one in messages:
            page.receive(one)
        assert page.shown == after


def _lines(html):
    """So that a difference can be read."""
    return html.replace("><", ">\n<").split("\n")

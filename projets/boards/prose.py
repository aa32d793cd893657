"""Long texts: Markdown as people and tools write it, shown as safe HTML. Pure: no database, no clock.

Two walls: the parser writes no HTML that was typed, and what it writes passes an allow-list. No class or id comes
from the text. Mentions are kept as `@[](id)` and get their name on the way out, so that nobody's name stays in a
text; editors and clients of the API see `@[Name](id)`. What stands in code is nobody's mention.
"""

import re
from functools import lru_cache
from html import escape
from itertools import islice

import nh3
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.token import Token

MOST_KEPT = 500  # formatted texts, of 32 kB at most, in this process
FORMATTED = 32_768  # characters; what follows in a longer text is shown as typed, lest one page take half a minute
BRACKETS = 1_500  # that may open a link; each is held against all that follows it
NESTING = 40  # levels of the parser: 20 of lists
MARKS = 12  # of quotes and lists before one line; further ones are not shown
SHIFT = 2  # a heading of the text stands below those of the page: # is h3

_MENTION = re.compile(r"@\[([^\[\]\n]{0,200})\]\(([1-9]\d{0,18})\)", re.ASCII)
_CODE = re.compile(
    r"(^ {0,3}(?:```[^`\n]*$|~~~).*?(?:^ {0,3}(?:```|~~~)[ \t]*$|\Z)|(?<!`)`++[^`\n]++`++)", re.M | re.S
)
_MARK = r"[ \t]*(?:>|(?:[-+*]|\d{1,9}[.)])(?=[ \t]))"
_TOO_MANY_MARKS = re.compile(rf"^((?:{_MARK}){{{MARKS}}})(?:{_MARK})+", re.M | re.ASCII)
_NUMBER = r"(?<![\w/.-])[A-Z]{2,10}-[1-9][0-9]{0,8}(?![\w-])"
_SPOTS = re.compile(
    rf"(?P<number>{_NUMBER})"
    r"|(?P<www>(?<![\w/.@-])www\.[^\s<>\"`\\]{3,2000})"
    r"|(?P<mail>(?<![\w.+/@-])[a-zA-Z0-9_.+-]{1,64}@(?:[a-zA-Z0-9-]{1,63}\.){1,6}[a-zA-Z]{2,24}(?![\w@-]))"
)
_ADDRESS = re.compile(r"[^\s<>\"`\\]{1,2000}")
_LINK = re.compile(r"(?:https?://|mailto:|/(?![/\\]))", re.I)
_CLIMBING = r"(?!.*/(?:\.|%2e){1,2}(?:/|\Z))"  # `/pieces-jointes/1/../../` is not one of our files
_OWN_FILE = re.compile(_CLIMBING + r"/(?:pieces-jointes|attachments)/\d{1,19}/[^?#\\]*", re.ASCII | re.I)
_BOX = re.compile(r"\[([ xX])\] ")

_CLEANER = nh3.Cleaner(
    tags={
        *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "h3", "h4", "h5", "h6"),
        *("a", "img", "span", "table", "thead", "tbody", "tr", "th", "td"),
    },
    attributes={"a": {"href", "title"}, "img": {"src", "alt", "title", "loading"}, "ol": {"start"}},
    allowed_classes={
        "span": {"mention"},
        "a": {"prose__card"},
        "th": {"prose__cell--center", "prose__cell--right"},
        "td": {"prose__cell--center", "prose__cell--right"},
    },
    url_schemes={"http", "https", "mailto"},
    link_rel="noopener noreferrer nofollow",
)


def render(text, names=None, card_links=None):
    """Safe HTML of a text. `names` are those of the people it mentions, by id; `card_links` addresses by number."""
    head, rest = _cut(text or "")
    named = tuple(sorted((id, name_of(id, names or {})) for id in mentioned(head)))
    html = _formatted(head, named, tuple(sorted((card_links or {}).items())))
    html += "".join(f"<p>{escape(line)}</p>\n" for line in rest.split("\n") if line.strip())
    return SafeString(html)


@lru_cache(MOST_KEPT)
def _formatted(text, names, card_links):
    """What takes time, and hostile text a tenth of a second: once for a text that many read."""
    around = {"names": dict(names), "card_links": dict(card_links)}
    return _CLEANER.clean(_PARSER.render(_TOO_MANY_MARKS.sub(r"\1", text), around))


def mentioned(text):
    """Ids of the people whom a kept text speaks to."""
    return {int(found[2]) for plain in _pieces(text)[::2] for found in _MENTION.finditer(plain)}


def card_numbers(text):
    """What looks like the number of a card: PORT-150."""
    return {found for plain in _pieces(text)[::2] for found in re.findall(_NUMBER, plain)}


def from_typed(text, candidates):
    """The text to keep, mentions without the names.

    `candidates` are the people who can be mentioned, with the spellings that do: {id: ("Camille Roussel", "camille")}.
    Give those of the former version too, lest an edit strike out who has left. A mention of anybody else becomes the
    words that were typed, and a spelling that two people share mentions nobody.
    """
    spellings, pattern = _spellings(candidates)

    def kept(plain):
        plain = _MENTION.sub(by_id, plain)
        return pattern.sub(by_spelling, plain) if pattern else plain

    def by_id(found):
        name, id = found.groups()
        return f"@[]({id})" if int(id) in candidates else f"@{name or '?'}"

    def by_spelling(found):
        id = spellings.get(found[1].casefold())
        return f"@[]({id})" if id else found[0]

    return _outside_code(kept, text)


def to_typed(text, names):
    """The text as an editor shows it, mentions with the names."""

    def named(found):
        return f"@[{_bracketed(name_of(int(found[2]), names))}]({found[2]})"

    return _outside_code(lambda plain: _MENTION.sub(named, plain), text)


def from_api(text, names):
    """The text to keep of what a client sent: mentions without the names, but for a word that is nobody's name.

    What a client calls somebody by itself, « @[boss](id) », it gets back; our pages show the person's name instead.
    """

    def kept(found):
        word, id = found.groups()
        return f"@[]({id})" if word == _bracketed(names.get(int(id), "")) else found[0]

    return _outside_code(lambda plain: _MENTION.sub(kept, plain), text)


def to_api(text, names):
    """The text as clients know it, each mention with the person's name or their own word for them."""

    def named(found):
        return found[0] if found[1] else f"@[{_bracketed(name_of(int(found[2]), names))}]({found[2]})"

    return _outside_code(lambda plain: _MENTION.sub(named, plain), text)


def told(text, names):
    """The text as it is told elsewhere than on a page: « @Name » for each mention."""
    return _outside_code(lambda plain: _MENTION.sub(lambda found: f"@{name_of(int(found[2]), names)}", plain), text)


def name_of(id, names):
    return names.get(id) or _("Former account")


def _bracketed(name):
    """A name as it can stand within brackets."""
    return re.sub(r"[\[\]\s]+", " ", str(name)).strip()[:200]


def _spellings(candidates):
    """({spelling: id, None when it is shared}, the pattern of them all, longest first)."""
    said = {}
    for id, spellings in candidates.items():
        for spelling in {one.casefold() for one in spellings if one}:
            said[spelling] = None if spelling in said else id
    every = "|".join(re.escape(one) for one in sorted(said, key=len, reverse=True))
    return said, every and re.compile(rf"(?<![\w@/.+-])@({every})(?![\w@-])", re.I)


def _pieces(text):
    """Plain text and code in turn, beginning with plain text."""
    return _CODE.split(text or "")


def _outside_code(change, text):
    return "".join(piece if place % 2 else change(piece) for place, piece in enumerate(_pieces(text)))


def _cut(text):
    """What is formatted, up to the end of a line, and the rest."""
    beyond = next(islice(re.finditer(r"\[", text), BRACKETS, None), None)
    most = min(FORMATTED, beyond.start() if beyond else FORMATTED)
    if len(text) <= most:
        return text, ""
    end = text.rfind("\n", most // 2, most)
    end = most if end < 0 else end
    return text[:end], text[end:]


def _is_link(address):
    return bool(_LINK.match(address))


def _mention(state, silent):
    """`@[](id)`, whatever a client of the API has put in the brackets."""
    found = _MENTION.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("mention", "", 0).meta = {"id": int(found[2])}
    state.pos = found.end()
    return True


def _bare_address(state, silent):
    """`https://…` as typed, before its `_` and `*` can mean something."""
    scheme = re.search(r"(?<![^\W_])https?\Z", state.pending[-6:], re.I)
    if silent or state.linkLevel or not scheme or not state.src.startswith("://", state.pos):
        return False
    found = _ADDRESS.match(state.src, state.pos + 3, state.posMax)
    if not found:
        return False
    address = scheme[0] + "://" + _without_tail(found[0])
    state.pending = state.pending[: -len(scheme[0])]
    for token in _link(address, address):
        _push(state, token)
    state.pos += len(address) - len(scheme[0])
    return True


def _push(state, token):
    pushed = state.push(token.type, token.tag, token.nesting)
    pushed.content, pushed.attrs = token.content, token.attrs


def _without_tail(address):
    """Without what belongs to the sentence around it: a full stop, the bracket that was opened before."""
    while address and (
        address[-1] in ".,;:!?'*_~»”’…" or (address[-1] in ")]" and address.count(address[-1]) > _opened(address))
    ):
        address = address[:-1]
    return address


def _opened(address):
    return address.count("(" if address[-1] == ")" else "[")


def _link(address, text, **attributes):
    return [
        Token("link_open", "a", 1, attrs={"href": address, **attributes}),
        Token("text", "", 0, content=text),
        Token("link_close", "a", -1),
    ]


def _finish(state):
    """After parsing: headings lower, boxes of tasks, links to cards, pictures of others as links."""
    for token in state.tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(6, int(token.tag[1]) + SHIFT)}"
        elif token.type in ("th_open", "td_open"):
            side = str(token.attrs.pop("style", "")).removeprefix("text-align:")
            if side in ("center", "right"):
                token.attrs["class"] = f"prose__cell--{side}"
    for before, token in zip(_three_before(state.tokens), state.tokens, strict=True):
        if token.type == "inline" and token.children:
            if before == "list_item_open":
                _tick(token.children[0])
            token.children = list(_spotted(token.children, state.env["card_links"]))


def _three_before(tokens):
    """The type of what opened before a paragraph: list item, paragraph, its text."""
    return [None, None, *(token.type for token in tokens)][: len(tokens)]


def _tick(first):
    """`[ ] ` and `[x] ` at the head of a list item."""
    if first.type == "text" and (found := _BOX.match(first.content)):
        first.content = ("☐ " if found[1] == " " else "☑ ") + first.content[found.end() :]


def _spotted(tokens, card_links):
    inside = 0
    for token in tokens:
        inside += {"link_open": 1, "link_close": -1}.get(token.type, 0)
        if token.type == "image" and not _OWN_FILE.fullmatch(str(token.attrs["src"])):
            text = token.content or str(token.attrs["src"])
            yield from [Token("text", "", 0, content=text)] if inside else _link(token.attrs["src"], text)
        elif token.type == "text" and not inside:
            yield from _linked(token, card_links)
        else:
            yield token


def _linked(token, card_links):
    text, at = token.content, 0
    for found in _SPOTS.finditer(text):
        spot = found[0]
        if found["number"]:
            made = _link(card_links[spot], spot, **{"class": "prose__card"}) if spot in card_links else None
        elif found["www"]:
            spot = _without_tail(spot)
            made = _link(f"https://{spot}", spot)
        else:
            made = _link(f"mailto:{spot}", spot)
        if made:
            yield Token("text", "", 0, content=text[at : found.start()])
            yield from made
            at = found.start() + len(spot)
    yield Token("text", "", 0, content=text[at:]) if at else token


def _shown_mention(self, tokens, index, options, env):
    return f'<span class="mention">@{escape(name_of(tokens[index].meta["id"], env["names"]))}</span>'


def _shown_image(self, tokens, index, options, env):
    token = tokens[index]
    token.attrs |= {"alt": token.content, "loading": "lazy"}
    return self.renderToken(tokens, index, options, env)


def _parser():
    parser = MarkdownIt("commonmark", {"breaks": True, "html": False, "maxNesting": NESTING})
    parser.enable(["table", "strikethrough"]).disable(["html_block", "html_inline"])
    parser.validateLink = _is_link
    parser.inline.ruler.before("link", "mention", _mention)
    parser.inline.ruler.before("link", "bare_address", _bare_address)
    parser.core.ruler.push("finish", _finish)
    parser.add_render_rule("mention", _shown_mention)
    parser.add_render_rule("image", _shown_image)
    return parser


_PARSER = _parser()

"""What of Markdown is shown, on an allow-list (E-27)."""

import re

import pytest
from django.utils.safestring import SafeString
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from projets.boards import prose
from projets.boards.prose import card_numbers, from_api, from_typed, mentioned, render, to_api, to_typed

NAMES = {7: "Camille Roussel", 8: "Awa <b>Diop</b>"}
TAGS = {
    *("p", "br", "hr", "strong", "em", "s", "code", "pre", "blockquote", "ul", "ol", "li", "h3", "h4", "h5", "h6"),
    *("a", "img", "span", "table", "thead", "tbody", "tr", "th", "td"),
}
REL = ' rel="noopener noreferrer nofollow"'


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        (None, ""),
        ("une\ndeux", "<p>une<br>\ndeux</p>\n"),
        ("# Un\n## Deux\n##### Cinq", "<h3>Un</h3>\n<h4>Deux</h4>\n<h6>Cinq</h6>\n"),
        ("Un\n==", "<h3>Un</h3>\n"),
        ("**a** _b_ ~~c~~ `d`", "<p><strong>a</strong> <em>b</em> <s>c</s> <code>d</code></p>\n"),
        ("- [ ] a\n- [x] b\n- c", "<ul>\n<li>☐ a</li>\n<li>☑ b</li>\n<li>c</li>\n</ul>\n"),
        ("[ ] a", "<p>[ ] a</p>\n"),
        ("3. a", '<ol start="3">\n<li>a</li>\n</ol>\n'),
        ("```python\n<b>\n```", "<pre><code>&lt;b&gt;\n</code></pre>\n"),
        ("> a", "<blockquote>\n<p>a</p>\n</blockquote>\n"),
        ("a\n\n---", "<p>a</p>\n<hr>\n"),
        ('[a](https://b.fr "t")', f'<p><a href="https://b.fr" title="t"{REL}>a</a></p>\n'),
        ("[a](/cartes/PORT-1/)", f'<p><a href="/cartes/PORT-1/"{REL}>a</a></p>\n'),
        ("<https://b.fr>", f'<p><a href="https://b.fr"{REL}>https://b.fr</a></p>\n'),
        ("<a@b.fr>", f'<p><a href="mailto:a@b.fr"{REL}>a@b.fr</a></p>\n'),
    ],
)
def test_markdown(text, html):
    assert render(text) == html
    assert isinstance(render(text), SafeString)


def test_tables_align_by_class():
    html = render("|a|b|c|\n|-:|:-:|-|\n|1|2|3|")
    assert '<th class="prose__cell--right">a</th>\n<th class="prose__cell--center">b</th>\n<th>c</th>' in html
    assert '<td class="prose__cell--right">1</td>' in html
    assert "style" not in html


@pytest.mark.parametrize(
    ("text", "linked", "after"),
    [
        ("https://b.fr", "https://b.fr", ""),
        ("voir https://b.fr/a_b__c*d.", "https://b.fr/a_b__c*d", "."),
        ("(https://b.fr/x_(y))", "https://b.fr/x_(y)", ")"),
        ("HTTP://b.fr!", "HTTP://b.fr", "!"),
        ("« https://b.fr »", "https://b.fr", " »"),
        ("**https://b.fr**", "https://b.fr", "</strong>"),
        ("https://b.fr?a=1&b=2", "https://b.fr?a=1&amp;b=2", ""),
    ],
)
def test_bare_addresses(text, linked, after):
    assert f'<a href="{linked}"{REL}>{linked}</a>{after}' in render(text)


@pytest.mark.parametrize(
    "text", ["https://", "ahttps://b.fr", "`https://b.fr`", "xwww.b.fr", "a@b", "www.", "ftp://b.fr"]
)
def test_no_address(text):
    assert "<a" not in render(text)


def test_www_and_mail():
    assert render("www.b.fr, a.b@c.fr.") == (
        f'<p><a href="https://www.b.fr"{REL}>www.b.fr</a>, <a href="mailto:a.b@c.fr"{REL}>a.b@c.fr</a>.</p>\n'
    )


def test_no_link_in_a_link():
    html = render("[https://a.fr PORT-1 www.b.fr](https://c.fr)", card_links={"PORT-1": "/cartes/PORT-1/"})
    assert html == f'<p><a href="https://c.fr"{REL}>https://a.fr PORT-1 www.b.fr</a></p>\n'


def test_pictures_of_others_are_links_and_ours_are_shown():
    assert render("![Vue](https://tiers.example/a.png)") == (
        f'<p><a href="https://tiers.example/a.png"{REL}>Vue</a></p>\n'
    )
    assert render("![](https://tiers.example/a.png)").count(">https://tiers.example/a.png<") == 1
    for ours in ("/pieces-jointes/12/", "/pieces-jointes/12/apercu/720/", "/attachments/12/download/vue.png"):
        assert render(f"![Vue]({ours})") == f'<p><img src="{ours}" alt="Vue" loading="lazy"></p>\n'
    for others in (
        "/pieces-jointes/12/a.png?x",
        "//x.example/pieces-jointes/1/a",
        "/pieces-jointes/1/../../x",
        "/pieces-jointes/1/%2E./x",
        "/deconnexion",
        "data:image/png,x",
    ):
        assert "<img" not in render(f"![Vue]({others})")
    assert render("[![Vue](https://t.example/a.png)](https://c.fr)") == f'<p><a href="https://c.fr"{REL}>Vue</a></p>\n'


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "[a](javascript:alert(1))",
        "[a](JaVaScRiPt:alert(1))",
        "[a](java\tscript:alert(1))",
        "[a](&#106;avascript:alert(1))",
        "[a](data:text/html,<script>)",
        "[a](vbscript:x)",
        "<javascript:alert(1)>",
        "![a](javascript:alert(1))",
        "[a]: javascript:alert(1)\n\n[a]",
        '[a](https://b.fr "\\" onclick=\\"alert(1)")',
        '[a](https://b.fr" onclick="alert(1))',
        '```"><script>\nx\n```',
        'https://b.fr/"onmouseover="alert(1)',
        '<div id="board" class="modal" style="x">',
        "@[](7)<script>",
        "<svg/onload=alert(1)>",
        "<!-- x -->",
        "&lt;script&gt;",
    ],
)
def test_nothing_typed_runs(text):
    html = render(text, NAMES)
    tags = re.findall(r"<(/?[a-zA-Z][^>]*)>", html)
    assert {tag.strip("/").split()[0] for tag in tags} <= {"p", "a", "pre", "code", "span", "br"}
    for tag in tags:
        bare = re.sub(r'"[^"]*"', '""', tag)
        assert not re.search(r"\s(on\w+|style|id)=", bare)
        assert not re.search(r'(href|src)="(?!https?:|mailto:|/(?!/))', tag)


@settings(max_examples=60, deadline=None)
@given(st.text(alphabet="ab@[]()<>!*_`~#-+.:/\\\"'&;|1 \n\thttps", max_size=120))
def test_whatever_is_typed(text):
    html = render(text, NAMES)
    assert set(re.findall(r"</?([a-z0-9]+)", html)) <= TAGS
    assert card_numbers(text) == set(re.findall(r"a{3}", ""))
    known = dict.fromkeys(mentioned(text), ())
    assert mentioned(from_typed(to_typed(text, NAMES), known)) == set(known)


def test_mentions():
    html = render("Bonjour @[](7), @[](8) et @[](9)", NAMES)
    assert '<span class="mention">@Camille Roussel</span>, ' in html
    assert '<span class="mention">@Awa &lt;b&gt;Diop&lt;/b&gt;</span> et ' in html
    assert html.count('class="mention"') == 3
    assert mentioned("Bonjour @[](7), @[](8) @[](7) `@[](9)`\n```\n@[](10)\n```\n@[](0) @[x](11)") == {7, 8, 11}
    assert mentioned("") == set()
    assert render("`@[](7)`", NAMES) == "<p><code>@[](7)</code></p>\n"


def test_a_client_gets_its_own_word_for_somebody_back():
    """A page shows the name, whatever the client calls them; a name that is the person's is not kept."""
    sent = "@[Camille Roussel](7), @[chef](7) et @[Inconnue](12) `@[Camille Roussel](7)`"
    kept = from_api(sent, NAMES)
    assert kept == "@[](7), @[chef](7) et @[Inconnue](12) `@[Camille Roussel](7)`"
    assert to_api(kept, NAMES) == sent
    assert to_api(kept, {7: "Camille [Petit]"}).startswith("@[Camille Petit](7), @[chef](7)")
    assert "chef" not in render(kept, NAMES)
    assert mentioned(kept) == {7, 12}


def test_a_mention_of_a_former_account():
    with override("fr"):
        assert render("@[](9)") == '<p><span class="mention">@Ancien compte</span></p>\n'
    with override("en"):
        assert render("@[](9)") == '<p><span class="mention">@Former account</span></p>\n'


CANDIDATES = {7: ("Camille Roussel", "camille"), 8: ("Awa Diop", "awa"), 9: ("Awa Diop", "a.diop"), 10: (None, "")}


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("@[Camille Roussel](7) bonjour", "@[](7) bonjour"),
        ("@[Autre nom](7)", "@[](7)"),
        ("@[](7)", "@[](7)"),
        ("@[Inconnu](99)", "@Inconnu"),
        ("@[](99)", "@?"),
        ("@camille, @CAMILLE ROUSSEL et @Awa.", "@[](7), @[](7) et @[](8)."),
        ("@Awa Diop et @a.diop", "@Awa Diop et @[](9)"),
        ("@camillex x@camille camille @@camille @camille-x", "@camillex x@camille camille @@camille @camille-x"),
        ("`@camille` @camille", "`@camille` @[](7)"),
        ("```\n@[Camille](7) @awa\n```\n@awa", "```\n@[Camille](7) @awa\n```\n@[](8)"),
        ("mail a@camille", "mail a@camille"),
    ],
)
def test_from_typed(typed, kept):
    assert from_typed(typed, CANDIDATES) == kept


def test_nobody_can_be_mentioned():
    assert from_typed("@[x](7) @camille", {}) == "@x @camille"


def test_to_typed_and_back():
    kept = "Vu avec @[](7), @[](8) et @[](9) ; `@[](7)`"
    with override("en"):
        typed = to_typed(kept, {7: "Camille [DINUM]\nRoussel", 8: "Awa"})
    assert typed == "Vu avec @[Camille DINUM Roussel](7), @[Awa](8) et @[Former account](9) ; `@[](7)`"
    assert from_typed(typed, {7: (), 8: (), 9: ()}) == kept


def test_card_numbers_become_links():
    links = {"PORT-150": "/cartes/PORT-150/"}
    html = render("Voir PORT-150, PORT-151, xPORT-150, a/PORT-150, PORT-150-b et `PORT-150`.", card_links=links)
    linked = f'<a href="/cartes/PORT-150/" class="prose__card"{REL}>PORT-150</a>'
    assert html == (f"<p>Voir {linked}, PORT-151, xPORT-150, a/PORT-150, PORT-150-b et <code>PORT-150</code>.</p>\n")
    assert card_numbers("Voir PORT-150, (FC-2) port-1 X-1 PORT-0 `PORT-9` https://x.fr/PORT-8") == {"PORT-150", "FC-2"}


def test_deep_nesting_is_capped_and_nothing_is_lost():
    html = render("> " * 500 + "fin")
    assert html.count("<blockquote>") == prose.MARKS
    assert "fin" in html
    assert "fin" in render("- " * 500 + "fin")
    assert render("- - - - - - - - - - - - - - - -") == "<hr>\n"


def test_a_very_long_text_is_shown_whole():
    text = "**a** <b>\n\n" * 90_000 + "fin"
    html = render(text)
    assert html.startswith("<p><strong>a</strong> &lt;b&gt;</p>")
    assert html.endswith("<p>**a** &lt;b&gt;</p>\n<p>fin</p>\n")
    assert len(text) == 990_003
    assert html.count("<p>") == 90_001


@pytest.mark.parametrize("bomb", ["[", "`", "&", "> ", "<"])
def test_a_mebibyte_of_hostile_text_ends(bomb):
    text = (bomb * 2**20)[: 2**20]
    assert render(text)
    assert mentioned(text) == card_numbers(text) == set()
    assert from_typed(text, CANDIDATES) == text


def test_beyond_so_many_brackets_a_text_is_shown_as_typed():
    html = prose.render("**a**\n" + "![\n" * (prose.BRACKETS + 5) + "**b**")
    assert html.startswith("<p><strong>a</strong>")
    assert html.endswith("<p>**b**</p>\n")
    assert html.count("![") == prose.BRACKETS + 5

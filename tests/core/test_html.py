"""People's text made HTML and back: nothing dangerous passes, nothing harmless is lost, nothing is slow."""

import time
from html import unescape
from urllib.parse import urlsplit

import html5lib
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cocreation.core.html import (
    MAX_MARKDOWN,
    MAX_SOURCE,
    TextTooLong,
    plain_text,
    render_markdown,
    render_plain,
    safe_link,
)
from tests.core.hostile import LINKS, TEXTS, Hostile, too_long

ELEMENTS = {"p", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "h5", "h6"}
ELEMENTS |= {"a", "br", "code", "em", "hr", "pre", "strong"}
# Seconds of processor. The worst costs half a second; work that grows with the square of a text costs minutes.
SLOWEST = 20.0


def elements_of(html: str) -> list[tuple[str, dict[str, str]]]:
    """Return name and attributes of each element a browser would see in `html`."""
    fragment = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return [(node.tag, dict(node.attrib)) for node in fragment.iter() if node.tag != "DOCUMENT_FRAGMENT"]


def assert_harmless(html: str) -> None:
    """Fail unless every element and attribute of `html` is on the list."""
    for name, attributes in elements_of(html):
        assert name in ELEMENTS
        for attribute, value in attributes.items():
            assert attribute in {"dir", "href", "rel", "start"}
            assert attribute != "href" or safe_link(value) == value
        if name == "a":
            assert attributes.get("rel") == "nofollow ugc noopener"


def text_of(html: str) -> str:
    """Return the text a reader sees in `html`."""
    fragment = html5lib.parseFragment(html, treebuilder="etree", namespaceHTMLElements=False)
    return "".join(fragment.itertext())


@pytest.mark.parametrize("item", [item for item in TEXTS if item.number != 10], ids=str)
def test_hostile_texts_come_out_harmless(item: Hostile) -> None:
    assert_harmless(render_markdown(item.text))
    assert_harmless(render_plain(item.text))


@pytest.mark.parametrize("item", [item for item in TEXTS if item.number in {36, 44, 45, 46, 47}], ids=str)
def test_markup_and_templates_show_as_typed(item: Hostile) -> None:
    # One template is also Markdown, where a star would be emphasis.
    typed = item.text.replace("*", r"\*")
    assert text_of(render_markdown(typed)).strip() == item.text.strip()
    assert text_of(render_plain(item.text)).strip() == item.text.strip()


def test_comparisons_are_escaped_once() -> None:
    assert text_of(render_markdown("2 < 3 & a>b &lt; &amp;")) == "2 < 3 & a>b &lt; &amp;\n"
    assert "&amp;amp;lt;" not in render_markdown("&lt;")


@pytest.mark.parametrize("link", LINKS)
def test_links_that_lie_are_refused(link: str) -> None:
    assert safe_link(link) is None
    html = render_markdown(f"[x](<{link}>) {link}")
    assert_harmless(html)
    assert not {urlsplit(a["href"]).hostname for _, a in elements_of(html) if "href" in a} - {"www.gov.ma", "a.ma"}


@pytest.mark.parametrize(
    "link",
    [
        "http://ogp.ma",
        "https://www.gouvernement-ouvert.ma/fr/p?a=1&b=2#c",
        "HTTPS://A.MA:8443/",
        "https://ar.wikipedia.org/wiki/المغرب",
        "http://بوابة.المغرب/",
    ],
)
def test_honest_links_are_kept(link: str) -> None:
    assert safe_link(link) == link
    [(_, attributes)] = [found for found in elements_of(render_markdown(f"voir {link}")) if found[0] == "a"]
    assert attributes["rel"] == "nofollow ugc noopener"
    assert set(attributes) == {"href", "rel"}


def test_what_markdown_people_may_use() -> None:
    html = render_markdown("# Titre\n\n**gras** *italique* `code`\nligne 2\n\n3. trois\n\n- un\n\n> cité\n\n---")
    assert [name for name, _ in elements_of(html)] == [
        *("h3", "p", "strong", "em", "code", "br", "ol", "li", "ul", "li", "blockquote", "p", "hr"),
    ]
    assert '<ol start="3" dir="auto">' in html
    assert '<h2 dir="auto">Titre</h2>' in render_markdown("# Titre", heading=2)
    assert "<h6" in render_markdown("###### Titre")


def test_each_block_finds_its_own_direction() -> None:
    html = render_markdown("Une idée\n\nمقترح\n\n- بند")
    blocks = [attributes for name, attributes in elements_of(html) if name in {"p", "ul", "li"}]
    assert blocks == [{"dir": "auto"}] * 4


@pytest.mark.parametrize("typed", ["plan_d_action", "__init__", "![i](x.png)", "[1]: http://x.ma", "a | b\n--|--"])
def test_what_would_change_silently_stays_as_typed(typed: str) -> None:
    assert text_of(render_markdown(typed)).strip() == typed
    assert all(name in {"p", "a", "br"} for name, _ in elements_of(render_markdown(typed)))


@pytest.mark.parametrize("length", [MAX_MARKDOWN, MAX_SOURCE])
@pytest.mark.parametrize("name", [item.name for item in too_long(10)])
def test_no_text_is_slow(name: str, length: int) -> None:
    [text] = [item.text for item in too_long(length) if item.name == name]
    for work in (render_markdown, render_plain, plain_text):
        start = time.process_time()
        work(text)
        assert time.process_time() - start < SLOWEST, work


@pytest.mark.parametrize("item", too_long(), ids=str)
def test_a_text_past_the_limit_is_refused_before_it_is_parsed(item: Hostile) -> None:
    start = time.process_time()
    for work in (render_markdown, render_plain, plain_text):
        with pytest.raises(TextTooLong):
            work(item.text)
    assert time.process_time() - start < 0.1


def test_long_texts_keep_every_word() -> None:
    source = "ligne un & <deux>\n\nمقترح\n" * 4_000
    html = render_markdown(source)
    assert len(source) > MAX_MARKDOWN
    assert_harmless(html[: html.index("</p>", 10_000) + 4])
    assert unescape(html).count("ligne un & <deux>") == 4_000


PIECES = [*"ab \n*_`[]()<>!#&;:/\\\"'-1.=", "http://", "م", "\u202e"]
MARKDOWN = st.lists(st.sampled_from(PIECES)).map("".join)


@given(MARKDOWN)
def test_no_text_breaks_the_writer(source: str) -> None:
    assert_harmless(render_markdown(source))
    assert isinstance(plain_text(source), str)


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Bonjour &eacute;t&eacute; &amp; <b>ami</b></p>\n<p>Deux<br/>lignes\nencore</p>",
         "Bonjour été & ami\n\nDeux\nlignes encore"),
        ("<ul><li>un</li><li>deux</li></ul>", "- un\n- deux"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("<h2>Titre</h2><div>texte&nbsp;!</div>", "Titre\n\ntexte !"),
        ("<script>x()</script><style>p{}</style><p>مقترح</p>", "مقترح"),
        ('voir <a href="http://x.ma/a?b=1&amp;c=2" onclick="x()">le site</a>', "voir le site (http://x.ma/a?b=1&c=2)"),
        ('<a href="http://x.ma">http://x.ma</a> <a href="javascript:x">ici</a>', "http://x.ma ici"),
        ("un\ndeux <i>trois</i>", "un\ndeux trois"),
        ("2 < 3 & a>b", "2 < 3 & a>b"),
        ("ligne\r\nligne\r\n\r\n\r\nfin &lt;b&gt;", "ligne\nligne\n\nfin <b>"),
        ("<!-- rien --><p><p></p></p>", ""),
        ("<svg><p><style><a id=\"</style><img src=x onerror=alert(1)>\">", '">'),
    ],
)  # fmt: skip
def test_foreign_html_becomes_text(html: str, text: str) -> None:
    assert plain_text(html) == text

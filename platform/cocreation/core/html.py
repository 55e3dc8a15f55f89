"""People's text made HTML, and foreign HTML made text: the only module that does either.

Markdown-it writes the HTML, with people's own HTML off; bleach keeps what is on the list; nh3 has the
last word.  Every text is rendered once, when written, and kept beside its source.  The hostile corpus
of the tests runs through all of it.
"""

import re
from collections.abc import MutableMapping
from html import escape, unescape
from typing import Any
from urllib.parse import urlsplit

import bleach
import nh3
from linkify_it import LinkifyIt  # type: ignore[import-untyped]
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline, emphasis
from markupsafe import Markup

# Limits on the source, in characters.  Callers check their own, shorter ones first; these hold for
# everyone.  Past the second one, or with more entities than the third (bleach takes a time that grows
# with their square), the text is shown in plain paragraphs.
MAX_SOURCE = 200_000
MAX_MARKDOWN = 30_000
MAX_ENTITIES = 5_000
MAX_LINK = 2_000

_BLOCKS = frozenset({"p", "ul", "ol", "li", "blockquote", "h2", "h3", "h4", "h5", "h6"})
_TAGS = _BLOCKS | {"a", "br", "code", "em", "hr", "pre", "strong"}
_ATTRIBUTES = {**{tag: {"dir"} for tag in _BLOCKS}, "ol": {"dir", "start"}, "a": {"href"}}
_RELATION = "nofollow ugc noopener"
_FORBIDDEN_IN_LINKS = re.compile(
    '[\x00-\x20\x7f-\xa0\\\\<>"`\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff]'
)


def as_markup(html: str) -> Markup:
    """Say that `html` was written by this module or by one of our templates, and so is shown as it is."""
    return Markup(html)  # noqa: S704


class TextTooLong(ValueError):
    """A text past MAX_SOURCE: refused before any parser sees it."""


def safe_link(url: str) -> str | None:
    """Return `url` when it is http or https with a host and nothing hidden in it, else None.

    Control, bidirectional and invisible characters, backslashes and user names before the host
    («https://bank.ma@evil.example») are how links lie.
    """
    if not url or len(url) > MAX_LINK or _FORBIDDEN_IN_LINKS.search(url):
        return None
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not url.lower().startswith(("http://", "https://")):
        return None
    # An encoded character in the host is either a mistake or a trick: browsers decode it.
    if not host or not host.strip(".") or "%" in parts.netloc or "@" in parts.netloc:
        return None
    return url


def render_markdown(source: str, *, heading: int = 3) -> str:
    """Return the safe HTML of a text in Markdown, its first level of headings being `h<heading>` (2 to 6).

    Each block carries `dir="auto"`, for one text may hold two scripts.  Images, HTML, tables and
    reference definitions are not Markdown here: they show as typed.  Raises TextTooLong past 200,000
    characters; past 30,000 the text comes back in plain paragraphs.
    """
    if len(source) > MAX_SOURCE:
        raise TextTooLong(f"{len(source)} characters, at most {MAX_SOURCE}")
    if len(source) > MAX_MARKDOWN:
        return _last_word(_plain_paragraphs(source))
    rendered = _MARKDOWN.render(source, {"heading": heading})
    if rendered.count("&") > MAX_ENTITIES:
        return _last_word(_plain_paragraphs(source))
    return _last_word(_first_word(rendered))


def render_plain(source: str) -> str:
    """Return the safe HTML of a text shown exactly as typed: paragraphs and line breaks, nothing else.

    Raises TextTooLong past 200,000 characters.
    """
    if len(source) > MAX_SOURCE:
        raise TextTooLong(f"{len(source)} characters, at most {MAX_SOURCE}")
    return _last_word(_plain_paragraphs(source))


def plain_text(html: str) -> str:
    """Return the text of foreign HTML: entities decoded, paragraphs, line breaks and addresses of links kept.

    A text without tags keeps its own lines.  Raises TextTooLong past 200,000 characters.
    """
    if len(html) > MAX_SOURCE:
        raise TextTooLong(f"{len(html)} characters, at most {MAX_SOURCE}")
    html = html.replace("\r\n", "\n").replace("\r", "\n")
    if not _LOOKS_LIKE_HTML.search(html):
        return _tidy(unescape(html))
    # nh3 parses as a browser does and writes back a canonical form, which expressions can then read.
    text = nh3.clean(html, tags=set(_TEXT_TAGS - _INLINE), attributes={"a": {"href"}}, link_rel=None)
    if _BREAKS_LINES.search(text):
        text = re.sub(r"[ \t\n]+", " ", text)
    text = re.sub(r'<a href="([^"]*)">([^<]*)</a>', _words_and_address, text)
    text = re.sub(r" ?<(?:br|hr)> ?", "\n", text)
    text = re.sub(r" ?<li> ?", "\n- ", text)
    text = re.sub(r" ?<(?:tr|dt|dd)> ?", "\n", text)
    text = re.sub(r" ?</?(?:p|div|h[1-6]|blockquote|pre|ul|ol|table|section|article)> ?", "\n\n", text)
    text = re.sub(r"</?[a-z][a-z0-9]*(?: [^<>]*)?>", "", text.replace("</td>", " ").replace("</th>", " "))
    return _tidy(unescape(text).replace("\N{NO-BREAK SPACE}", " "))


_LOOKS_LIKE_HTML = re.compile(r"</?[a-zA-Z][^<>]{0,2000}>|<!--|<!\[CDATA\[")
_BREAKS_LINES = re.compile(r"<(?:p|br|div|li|h[1-6]|tr)\b")
_INLINE = frozenset({"code", "em", "strong"})
_TEXT_TAGS = _TAGS | {"h1", "div", "table", "tr", "td", "th", "dt", "dd", "section", "article"}


def _words_and_address(match: re.Match[str]) -> str:
    """Keep the address of a link beside its words, for a source quoted in a proposal is part of it."""
    address, words = match[1], match[2]
    if not safe_link(unescape(address)) or address in words or not words.strip():
        return words if words.strip() or not safe_link(unescape(address)) else address
    return f"{words} ({address})"


def _tidy(text: str) -> str:
    text = re.sub(r"[ \t]+", " ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _plain_paragraphs(source: str) -> str:
    parts = re.split(r"\n{2,}", source.replace("\r\n", "\n").replace("\r", "\n").strip("\n"))
    written = (escape(part.strip("\n"), quote=False).replace("\n", "<br>\n") for part in parts)
    return "".join(f'<p dir="auto">{part}</p>\n' for part in written)


def _is_allowed(tag: str, name: str, value: str) -> bool:
    if name not in _ATTRIBUTES.get(tag, ()) and (tag, name) != ("a", "rel"):
        return False
    if name == "dir":
        return value == "auto"
    if name == "start":
        return value.isascii() and value.isdigit() and len(value) < 10
    if name == "rel":
        return value == _RELATION
    return safe_link(value) is not None


def _first_word(html: str) -> str:
    """Clean with bleach; returning `html` untouched here is all it takes to do without bleach."""
    return str(bleach.clean(html, tags=_TAGS, attributes=_is_allowed, protocols={"http", "https"}, strip=True))


def _last_word(html: str) -> str:
    return nh3.clean(
        html,
        tags=set(_TAGS),
        attributes=_ATTRIBUTES,
        attribute_filter=lambda tag, name, value: value if _is_allowed(tag, name, value) else None,
        url_schemes={"http", "https"},
        link_rel=_RELATION,
    )


def _emphasis_by_stars(state: StateInline, silent: bool) -> bool:
    """Read * as emphasis and leave _ alone: names like `plan_d_action` and `__class__` show as typed."""
    return state.src[state.pos] != "_" and emphasis.tokenize(state, silent)


def _mark_blocks(state: StateCore) -> None:
    """Give each block its own direction, and move headings under those of the page."""
    lowest = int(state.env.get("heading", 3)) - 1
    for token in state.tokens:
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(6, int(token.tag[1]) + lowest)}"
        if token.nesting == 1 and token.tag in _BLOCKS:
            token.attrSet("dir", "auto")


def _build_markdown() -> MarkdownIt:
    options: MutableMapping[str, Any] = {"html": False, "linkify": True, "breaks": True, "typographer": False}
    markdown = MarkdownIt("commonmark", options)
    # Everything here would change silently what a person typed, or bring in what is not text.
    markdown.disable(["image", "entity", "html_block", "html_inline", "reference", "code", "lheading"])
    markdown.enable("linkify")
    markdown.linkify = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False, "fuzzy_ip": False})
    markdown.validateLink = lambda url: safe_link(url) is not None  # type: ignore[method-assign]
    markdown.inline.ruler.at("emphasis", _emphasis_by_stars)
    markdown.core.ruler.push("mark_blocks", _mark_blocks)
    return markdown


_MARKDOWN = _build_markdown()

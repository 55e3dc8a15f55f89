"""Every form a page shows, read as a browser reads it, filled and sent."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import html5lib
from flask import url_for
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from cocreation.text.cleaning import clean_text
from tests.fixtures.browser import EMAILS
from tests.journeys.routes import EXAMPLES, Example
from tests.security.house import House

# What none of our pages holds, and where our addresses lead: our own paths, parts of the page, the web, a mail.
FOREIGN = frozenset({"iframe", "object", "embed", "base", "style", "math", "applet"})
LEADS = re.compile(r"(/(?![/\\])|#|\?|https?://[^/@]+(/|$)|mailto:[^\s]|$)")
WRITTEN = frozenset({"text", "textarea", "search", "url"})


@dataclass(frozen=True)
class Form:
    """One form: where it goes, what it would send untouched, and the fields one writes in."""

    method: str
    action: str
    values: MultiDict[str, str] = field(compare=False)
    written: tuple[str, ...]

    def filled(self, text: str, *, only_first: bool) -> MultiDict[str, str]:
        """What is sent when `text` is written in every field one writes in, or in the first alone."""
        values = MultiDict(self.values)
        for name in self.written[:1] if only_first else self.written:
            values[name] = text
        return values

    def send(self, client: FlaskClient, values: MultiDict[str, str]) -> TestResponse:
        """Send it, byte for byte: half a pair of UTF-16, which no browser sends, comes from whoever writes to us."""
        packed = urlencode(list(values.items(multi=True)), errors="surrogatepass")
        if self.method == "GET":
            return client.get(self.action, query_string=packed)
        return client.post(self.action, data=packed, content_type="application/x-www-form-urlencoded")


def words_of(response: TestResponse) -> str:
    """The words of a page as a reader sees them, its white space made single spaces."""
    return " ".join(unescape(response.get_data(as_text=True)).split())


def kept_of(text: str) -> str:
    """What a page gives back of a text that was sent: cleaned, and as `words_of` reads it."""
    # Bytes that are no UTF-8 are read as the letters they were sent with.
    received = text.replace("\ud800", "%ED%A0%80")
    return " ".join(clean_text(received).split())


def live_parts(response: TestResponse) -> list[str]:
    """What would run, load or send something in a page and is not ours."""
    tree = html5lib.parse(response.get_data(as_text=True), namespaceHTMLElements=False)
    return [found for element in tree.iter() if isinstance(element.tag, str) for found in _live(element)]


def _live(element: Element) -> Iterator[str]:
    if element.tag in FOREIGN or (element.tag == "script" and not element.get("nonce") and not element.get("src")):
        yield element.tag
    for name, value in element.attrib.items():
        if name.startswith("on") or name in {"style", "srcdoc"}:
            yield f"{element.tag} {name}"
        if name in {"href", "src", "action", "formaction"} and not LEADS.match(value):
            yield f"{element.tag} {name}={value[:40]}"


def page_of(house: House, example: Example) -> str:
    """The address of an example on a house."""
    values = example.filled(house)
    with house.app.test_request_context():
        return url_for(example.endpoint, language="fr", **values) + example.query


def examples(date: str) -> list[Example]:
    """The pages of a date whose values the house has."""
    return [example for example in EXAMPLES if example.date == date]


def client_of(house: House, example: Example) -> FlaskClient:
    """The browser of the person who asks for an example."""
    return house.as_(EMAILS[example.person] if example.person else "visitor")


def forms_in(response: TestResponse, address: str) -> Iterator[Form]:
    """The forms of a page in which something is written."""
    tree = html5lib.parse(response.get_data(as_text=True), namespaceHTMLElements=False)
    for form in tree.iter("form"):
        values, written = MultiDict[str, str](), []
        for element in form.iter():
            name = element.get("name")
            if not name or element.get("readonly") is not None or element.get("disabled") is not None:
                continue
            if _kind(element) in WRITTEN:
                written.append(name)
            elif (value := _value(element)) is not None and (name not in values or _kind(element) == "hidden"):
                values.add(name, value)
        if written:
            action = (form.get("action") or address).partition("#")[0]
            yield Form(form.get("method", "get").upper(), action, values, tuple(written))


def _kind(element: Element) -> str:
    return element.tag if element.tag != "input" else element.get("type", "text")


def _value(element: Element) -> str | None:
    """What a field sends; the first of a choice where none is chosen, so that the form is whole but for its texts."""
    kind = _kind(element)
    if kind in {"hidden", "radio", "checkbox", "button"}:
        return element.get("value", "")
    if kind == "select":
        options = [option.get("value", "") for option in element.iter("option")]
        return next((value for value in options if value), None)
    return {"email": "quelquun@example.org", "password": "Chellah-et-Oudayas-2020"}.get(kind)

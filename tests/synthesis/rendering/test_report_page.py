"""The report as one page: it stands alone, its contents lead somewhere, people keep their language and direction."""

import re
from dataclasses import replace

import html5lib
import pytest

from cocreation.synthesis.document import ReportDocument
from cocreation.synthesis.rendering.html import render
from tests.synthesis.rendering.reports import report, with_text

NAMESPACE = "{http://www.w3.org/1999/xhtml}"


def opened(document: ReportDocument):
    return html5lib.HTMLParser(strict=True).parse(render(document))


def all_of(tree, tag: str) -> list:
    return list(tree.iter(NAMESPACE + tag))


@pytest.mark.parametrize("language", ["fr", "ar", "en"])
def test_the_page_asks_nobody_for_anything(language: str) -> None:
    tree = opened(report(language))
    assert not [tag for tag in ("script", "link", "img", "iframe", "object") if all_of(tree, tag)]
    text = render(report(language)).decode()
    assert "url(" in text
    assert set(re.findall(r"url\(\"([a-z]+:)", text)) == {"data:"}
    assert "@import" not in text
    policy = next(meta.get("content") for meta in all_of(tree, "meta") if meta.get("http-equiv"))
    assert policy.startswith("default-src 'none'")


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_the_contents_lead_to_every_heading(language: str) -> None:
    tree = opened(report(language))
    known = [element.get("id") for element in tree.iter() if element.get("id")]
    assert len(known) == len(set(known))
    nav = all_of(tree, "nav")[0]
    leads = [link.get("href") for link in all_of(nav, "a")]
    headings = [element.get("id") for tag in ("h2", "h3") for element in all_of(tree, tag)]
    assert {lead.removeprefix("#") for lead in leads} == set(headings)
    assert {f"group-{group.number}" for group in report(language).groups} <= set(headings)


def test_the_page_reads_in_the_direction_of_the_report_and_quotes_in_their_own() -> None:
    tree = opened(report("ar"))
    root = tree if tree.tag == NAMESPACE + "html" else all_of(tree, "html")[0]
    assert (root.get("lang"), root.get("dir")) == ("ar", "rtl")
    quotes = {(quote.get("lang"), quote.get("dir")) for quote in all_of(tree, "blockquote")}
    assert {("ar", "rtl"), ("en", "ltr"), ("zgh", "ltr")} <= quotes


def test_fonts_inside_are_those_that_the_text_needs() -> None:
    assert b'Noto Sans Tifinagh";font-weight' in render(report("fr"))
    assert b'Noto Sans Tifinagh";font-weight' not in render(replace(report("fr"), chapters=(), annex=()))


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "@@STYLE@@", "</style><b>", '"><b>', "javascript:alert(1)"]
)
def test_words_of_people_stay_words(text: str) -> None:
    tree = opened(with_text(text))
    assert not all_of(tree, "script")
    assert len(all_of(tree, "style")) == 1
    assert text in "".join(all_of(tree, "h1")[0].itertext())
    assert all(link.get("href").startswith(("https://", "#")) for link in all_of(tree, "a"))

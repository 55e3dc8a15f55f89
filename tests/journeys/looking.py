"""What is looked at on a page: its outline, its labels, its language, its width, its mark-up."""

from __future__ import annotations

import re
from typing import Any

import html5lib
from axe_playwright_python.sync_playwright import Axe
from html5lib.html5parser import ParseError
from playwright.sync_api import APIResponse, Page

LOOK = """() => {
  const seen = new Map();
  for (const one of document.querySelectorAll('[id]')) seen.set(one.id, (seen.get(one.id) || 0) + 1);
  const wanted = 'input:not([type=hidden], [type=submit], [aria-hidden=true]), select, textarea';
  const fields = [...document.querySelectorAll(wanted)];
  const named = (one) => one.labels.length || one.hasAttribute('aria-label') || one.hasAttribute('aria-labelledby');
  return {
    h1: [...document.querySelectorAll('h1')].map((one) => one.textContent),
    title: document.title,
    language: document.documentElement.lang,
    direction: document.documentElement.dir,
    twice: [...seen].filter(([, count]) => count > 1).map(([id]) => id),
    unnamed: fields.filter((one) => !named(one)).map((one) => one.outerHTML.slice(0, 120)),
    dead: [...document.querySelectorAll('a[href^="#"]')].map((one) => decodeURIComponent(one.hash.slice(1)))
      .filter((id) => id && !document.getElementById(id)),
  };
}"""
# A table of a thousand rows alike takes axe a minute and teaches it nothing after the first ones.
SHORTEN = """() => document.querySelectorAll('tbody tr:nth-child(n + 13), .plain-list > li:nth-child(n + 13)')
  .forEach((one) => one.remove())"""
# The size of targets is the one rule of WCAG 2.2 AA that axe leaves out unless asked.
RULES: dict[str, Any] = {"resultTypes": ["violations"], "rules": {"target-size": {"enabled": True}}}
# How far the page can be moved aside, and the widest thing that sticks out.
OVERFLOW = """() => {
  const page = document.scrollingElement;
  const over = page.scrollWidth - page.clientWidth;
  if (over <= 0) return null;
  const out = [...document.body.querySelectorAll('*')].filter((one) => {
    const box = one.getBoundingClientRect();
    return box.width > 0 && (box.right > page.clientWidth + 1 || box.left < -1);
  });
  return over + ' px: ' + out.slice(0, 3).map((one) => one.outerHTML.slice(0, 140)).join(' | ');
}"""


def plain(text: str) -> str:
    """The words of a text, one space between two."""
    return re.sub(r"\s+", " ", text).strip()


def faults_of_outline(page: Page, language: str) -> list[str]:
    """What is wrong with the page's headings, title, language, ids, labels and own anchors."""
    found: dict[str, Any] = page.evaluate(LOOK)
    faults = []
    if len(found["h1"]) != 1:
        faults.append(f"{len(found['h1'])} h1: {found['h1']}")
    elif not plain(found["title"]).startswith(plain(found["h1"][0])):
        faults.append(f"title «{found['title']}» does not begin with h1 «{plain(found['h1'][0])}»")
    if (found["language"], found["direction"]) != (language, "rtl" if language == "ar" else "ltr"):
        faults.append(f"lang {found['language']}, dir {found['direction']}")
    faults += [f"{what}: {found[what]}" for what in ("twice", "unnamed", "dead") if found[what]]
    return faults


def faults_of_width(page: Page, *widths: int) -> list[str]:
    """Where the page can be moved aside at these widths."""
    faults = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 740})
        if over := page.evaluate(OVERFLOW):
            faults.append(f"at {width} px: {over}")
    return faults


def faults_of_markup(response: APIResponse) -> list[str]:
    """The first place where the page as sent is not HTML."""
    text = response.text()
    try:
        html5lib.HTMLParser(strict=True).parse(text)
    except ParseError as error:
        return [f"not HTML: {error}"]
    return []


def faults_of_access(page: Page, only: list[str] | None = None) -> list[str]:
    """What axe finds, by all its rules or some, one line a violation; the last look, for it shortens long tables."""
    assert page.evaluate("matchMedia('(scripting: enabled)').matches"), "axe waits for ever where scripts do not run"
    page.evaluate(SHORTEN)
    results = Axe().run(page, options={**RULES, **({"runOnly": only} if only else {})}).response
    return [
        f"axe {found['id']} ({found['impact']}): " + " | ".join(node["html"][:160] for node in found["nodes"][:3])
        for found in results["violations"]
    ]

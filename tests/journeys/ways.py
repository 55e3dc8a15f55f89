"""Ways of reading and of moving that no rule of axe tries: keyboard, spaced text, forced colours, dark, paper."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import Page

from tests.journeys.looking import OVERFLOW, faults_of_access

# WCAG 1.4.12, all four at once; a sheet made by script passes the content policy, as a person's own sheet does.
SPACE_OUT = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`
    * { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important; }
    p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""
# Words that a box hides. What is meant for the ear alone is one pixel; an excerpt is cut by its nature, and the whole
# text stands behind the link above it.
CUT = """() => [...document.body.querySelectorAll('*')].filter((one) => {
  if (!one.textContent.trim()) return;
  if (one.closest('svg, .visually-hidden, .excerpt, option, select, textarea, .skip')) return;
  const look = getComputedStyle(one);
  if (look.display === 'none' || look.display === 'inline' || look.visibility === 'hidden') return;
  const box = one.getBoundingClientRect();
  if (box.width < 2 || box.height < 2 || look.clipPath !== 'none') return;
  const hides = (axis) => ['hidden', 'clip'].includes(look['overflow' + axis]);
  return (hides('Y') && one.scrollHeight > one.clientHeight + 2)
    || (hides('X') && one.scrollWidth > one.clientWidth + 2);
}).map((one) => one.outerHTML.slice(0, 120))"""
# Each thing that takes the focus shows a ring, lies in the window and is covered by nothing.
FOCUS = """() => {
  const faults = [];
  const able = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  for (const one of document.querySelectorAll(able)) {
    if (one.disabled || one.tabIndex < 0 || !one.checkVisibility({visibilityProperty: true})) continue;
    const label = one.outerHTML.slice(0, 100);
    if (one.tabIndex > 0) faults.push('an order of its own: ' + label);
    one.focus();
    if (document.activeElement !== one) continue;
    const ring = [one, ...one.querySelectorAll('*'), one.parentElement].some((each) => {
      const look = getComputedStyle(each);
      return (look.outlineStyle !== 'none' && parseFloat(look.outlineWidth) >= 2)
        || (each instanceof SVGElement && parseFloat(look.strokeWidth) >= 3);
    });
    if (!ring) faults.push('no ring: ' + label);
    const box = [...one.getClientRects()].find((each) => each.width > 0 && each.height > 0);
    if (!box) { faults.push('no place: ' + label); continue; }
    const middle = (from, to, end) => (Math.max(from, 0) + Math.min(to, end)) / 2;
    const [x, y] = [middle(box.left, box.right, innerWidth), middle(box.top, box.bottom, innerHeight)];
    const apart = box.right < 0 || box.bottom < 0 || box.left > innerWidth || box.top > innerHeight;
    if (apart) { faults.push('outside: ' + label); continue; }
    const top = document.elementFromPoint(x, y);
    // Points of one map may lie on one another: where they are is what the map says, and its list stands beside.
    if (top && one.closest('svg') && top.closest('svg') === one.closest('svg')) continue;
    if (top && top !== one && !one.contains(top) && !top.contains(one)
        && ![...(one.labels || [])].some((each) => each.contains(top)))
      faults.push('covered by ' + top.outerHTML.slice(0, 60) + ': ' + label);
  }
  return faults;
}"""
# With the person's own colours nothing stands by its ground alone: buttons and fields keep an edge.
FORCED = """() => [...document.querySelectorAll('.button, .badge, .notice, input:not([type=hidden]), select, textarea')]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().width > 2)
  .filter((one) => {
    if (['checkbox', 'radio', 'range', 'file'].includes(one.type)) return false;
    const look = getComputedStyle(one);
    return look.borderBlockStartStyle === 'none' && look.borderInlineStartStyle === 'none';
  }).map((one) => 'no edge: ' + one.outerHTML.slice(0, 100))"""
PAPER = """() => [...document.querySelectorAll(
  'nav a, .skip, .menu, .button, input:not([type=hidden]), textarea, .band')]
  .filter((one) => !one.closest('.report-contents, .contents') && one.checkVisibility())
  .map((one) => 'printed: ' + one.outerHTML.slice(0, 100))"""
# One word of sixty letters without a place to break at, wherever there are words.
LENGTHEN = """() => {
  const walk = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walk.nextNode()) texts.push(walk.currentNode);
  const long = 'Anticonstitutionnellement'.repeat(3);
  for (const text of texts)
    if (text.data.trim().length > 3 && !text.parentElement.closest('svg, .visually-hidden, .number, script, time, bdi'))
      text.data = long + ' ' + text.data;
}"""


def faults_of_focus(page: Page) -> list[str]:
    """What takes the focus without showing it, or hidden by something."""
    # After one key the browser shows the focus as for someone at a keyboard.
    page.keyboard.press("Tab")
    found: list[str] = page.evaluate(FOCUS)
    return found[:8]


def faults_of_spacing(page: Page, *widths: int) -> list[str]:
    """Words cut, or a page that moves aside, once lines, letters, words and paragraphs stand apart; the last look."""
    page.evaluate(SPACE_OUT)
    faults = []
    for width in widths:
        page.set_viewport_size({"width": width, "height": 740})
        faults += [f"cut when spaced out at {width} px: {what}" for what in page.evaluate(CUT)[:4]]
        if over := page.evaluate(OVERFLOW):
            faults.append(f"spaced out at {width} px: {over}")
    return faults


def faults_in_forced_colours(page: Page) -> list[str]:
    """What loses its edge with the person's own colours."""
    page.emulate_media(forced_colors="active")
    found: list[str] = page.evaluate(FORCED)
    page.emulate_media(forced_colors="none")
    return found[:6]


def faults_in_the_dark(page: Page) -> list[str]:
    """Contrasts too low on a dark screen."""
    page.emulate_media(color_scheme="dark")
    found = faults_of_access(page, only=["color-contrast"])
    page.emulate_media(color_scheme="light")
    return found


def faults_on_paper(page: Page) -> list[str]:
    """What is printed and serves nobody on paper."""
    found: list[str] = page.evaluate(PAPER)
    return found[:6]


class Keys:
    """Someone who has a keyboard and nothing else; every key is counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def press(self, key: str) -> None:
        """Press a key."""
        self.page.keyboard.press(key)
        self.count += 1

    def where(self, attribute: str) -> Any:
        """An attribute of what has the focus."""
        return self.page.locator(":focus").get_attribute(attribute)

    def _until(self, wanted: str, argument: str) -> None:
        for _ in range(250):
            self.press("Tab")
            if self.page.evaluate(wanted, argument):
                return
        raise AssertionError(f"Tab never reaches {argument}")

    def to(self, selector: str) -> None:
        """Press Tab until what a selector names has the focus."""
        self._until("selector => document.activeElement.matches(selector)", selector)

    def to_button(self, name: str) -> None:
        """Press Tab until a button with these words has the focus."""
        wanted = "name => document.activeElement.matches('button') && document.activeElement.innerText.trim() === name"
        self._until(wanted, name)

    def to_submit(self) -> None:
        """Press Tab until a button that sends a form of the page has the focus."""
        self.to("main form button:not([type=button])")

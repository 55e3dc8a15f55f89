"""The charter holds: contrast, directions, weight, and no component that needs what a page may lack."""

from __future__ import annotations

import hashlib
import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops

from cocreation.core import cards, stylesheet
from cocreation.core.i18n import LANGUAGES
from tests.core import components_page

CORE = Path(stylesheet.__file__).parent
CSS = CORE / "static" / "css"
TEMPLATES = sorted((CORE / "templates").rglob("*.html"))

# Words on their grounds need 4.5:1, the edges of what one acts on and the signs of a state 3:1 (WCAG 1.4.3, 1.4.11).
WORDS = [
    *((words, ground) for words in ("ink", "soft") for ground in ("paper", "sheet", "tint")),
    *(("ink", ground) for ground in ("green-wash", "red-wash", "ochre-wash", "blue-wash")),
    *((words, ground) for words in ("green", "green-deep", "red") for ground in ("paper", "sheet", "tint")),
    *((f"{colour}", f"{colour}-wash") for colour in ("green", "red", "ochre", "blue")),
    *(("soft", ground) for ground in ("green-wash", "blue-wash")),
    ("ochre", "paper"),
    ("green", "blue-wash"),
    ("green-deep", "green-wash"),
    ("on-green", "green"),
    ("on-green", "green-deep"),
]
SIGNS = [
    *((sign, ground) for sign in ("edge", "focus") for ground in ("paper", "sheet", "tint")),
    *((sign, "paper") for sign in ("green", "red", "ochre", "blue")),
    ("green", "tint"),
    ("blue", "tint"),
    ("ochre", "tint"),
]


def tokens(dark: bool) -> dict[str, str]:
    """The colours of a scheme, those of the light one where the dark one says nothing."""
    text = re.sub(r"/\*.*?\*/", "", (CSS / "tokens.css").read_text("utf-8"), flags=re.DOTALL)
    light, rest = text.split("@media screen and (prefers-color-scheme: dark)")
    named = re.compile(r"--([a-z-]+): (#[0-9a-f]{6});")
    return dict(named.findall(light)) | (dict(named.findall(rest)) if dark else {})


def luminance(colour: str) -> float:
    """The relative luminance of a colour, as WCAG 2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, from 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def test_contrast_of_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize(("least", "pairs"), [(4.5, WORDS), (3.0, SIGNS)], ids=["words", "signs"])
def test_every_pair_of_colours_can_be_told_apart(dark: bool, least: float, pairs: list[tuple[str, str]]) -> None:
    colours = tokens(dark)
    faint = {
        f"{one} on {other}": round(found, 2)
        for one, other in pairs
        if (found := contrast(colours[one], colours[other])) < least
    }
    assert faint == {}


def test_the_colours_of_the_brief_are_kept() -> None:
    colours = tokens(dark=False)
    brief = {
        "ink": "#1d1b18",
        "paper": "#fdfbf7",
        "green": "#0b5d3b",
        "red": "#a4161a",
        "ochre": "#8a5a00",
        "blue": "#1f4e79",
        "line": "#d9d2c3",
    }
    assert {name: colours[name] for name in brief} == brief


def test_colours_are_named_once() -> None:
    """A colour written outside the tokens would follow neither the dark scheme nor the contrast test."""
    text = re.sub(r"/\*.*?\*/", "", (CSS / "app.css").read_text("utf-8"), flags=re.DOTALL)
    assert set(re.findall(r"#[0-9a-f]{3,8}\b", text)) <= {"#fff", "#000"}


PHYSICAL = re.compile(
    r"(?<![\w-])(?:left|right|top|bottom|width|height|(?:min|max)-(?:width|height)"
    r"|(?:margin|padding|border|scroll-padding)-(?:left|right|top|bottom)[\w-]*)\s*:"
    r"|(?<![\w-])(?:text-align|float|clear)\s*:\s*(?:left|right)"
    r"|(?<![\w-])(?:margin|padding|inset)\s*:(?:\s+[^;\s]+){4}\s*[;}]"
)


@pytest.mark.parametrize("name", stylesheet.SOURCES)
def test_only_logical_properties(name: str) -> None:
    text = re.sub(r"/\*.*?\*/", "", (CSS / name).read_text("utf-8"), flags=re.DOTALL)
    rules = re.sub(r"@media[^{]*", "", text)
    assert [found.group() for found in PHYSICAL.finditer(rules)] == []


@pytest.mark.parametrize(
    "rule", ["margin-left: 0", "float: right", "padding: 1px 2px 3px 4px;", "width: 3px", "left:0"]
)
def test_a_physical_property_would_be_seen(rule: str) -> None:
    assert PHYSICAL.search("a { " + rule + " }")


@pytest.mark.parametrize(
    "rule", ["margin-inline: 0", "inline-size: 3px", "stroke-width: 2", "border-block-end-width: 1px"]
)
def test_a_logical_property_passes(rule: str) -> None:
    assert not PHYSICAL.search("a { " + rule + "; }")


def test_no_letter_spacing() -> None:
    """Spacing tears joined letters apart."""
    text = (CSS / "app.css").read_text("utf-8")
    assert set(re.findall(r"letter-spacing: ([\w.]+)", text)) <= {"inherit"}


def test_the_served_sheet_is_its_sources() -> None:
    assert stylesheet.SERVED.read_text("utf-8") == stylesheet.build(), "run python -m cocreation.core.stylesheet"


def test_weights() -> None:
    """The sheet and the modules stay light enough for a first visit on a slow line."""
    assert stylesheet.SERVED.stat().st_size < 50_000
    assert sum(path.stat().st_size for path in (CORE / "static" / "js").glob("*.js")) < 30_000
    assert all(path.stat().st_size < 50_000 for path in (CORE / "static" / "fonts").glob("*.woff2"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_picture_of_a_shared_link_has_the_size_networks_show_and_is_drawn_in_its_language(language: str) -> None:
    made = Image.open(BytesIO(cards.drawn(language)))
    served = Image.open(cards.CARDS / f"{language}.png")
    assert made.size == served.size == (1200, 630)
    # Machines round the edges of letters each in its way: other words would change far more points than that.
    changed = ImageChops.difference(made.convert("L"), served.convert("L")).point(
        lambda value: 255 if value > 96 else 0
    )
    assert sum(changed.histogram()[1:]) < 400, "run python -m cocreation.core.cards"


def test_fonts_are_those_of_the_manifest() -> None:
    fonts = CORE / "static" / "fonts"
    listed = {
        file["file"]: file["sha256"]
        for font in json.loads((fonts / "manifest.json").read_text("utf-8"))["fonts"]
        for file in (font["web"], font["print"])
    }
    kept = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in fonts.glob("Noto*")}
    assert kept == listed
    assert "SIL OPEN FONT LICENSE" in (fonts / "OFL.txt").read_text("utf-8")


def test_the_sheet_asks_nothing_of_another_host() -> None:
    addresses = re.findall(r"url\(\"?([^)\"]+)", stylesheet.build())
    assert addresses
    for address in addresses:
        assert (CSS / address).resolve().is_file(), address


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_need_no_inline_style_or_script(path: Path) -> None:
    text = path.read_text("utf-8")
    assert not re.search(r"\sstyle=|<style|\son[a-z]+=\"|javascript:", text)
    assert all("nonce=" in tag for tag in re.findall(r"<script[^>]*>", text))


@pytest.mark.parametrize(("language", "direction"), [("fr", "ltr"), ("ar", "rtl")])
def test_the_page_of_components_is_well_made(language: str, direction: str) -> None:
    page = components_page.page(language)
    assert f'<html lang="{language}" dir="{direction}">' in page
    assert page.count("<h1") == 1
    assert page.count("<main") == 1
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(ids) == sorted(set(ids))
    for target in re.findall(r'(?:aria-describedby|aria-labelledby|for|popovertarget)="([^"]+)"', page):
        assert set(target.split()) <= set(ids), target


def test_a_field_speaks_its_hint_its_error_and_its_limit() -> None:
    page = components_page.page("fr")
    assert 'aria-describedby="problem-hint problem-error problem-count"' in page
    assert '<a href="#problem">' in page
    asked = re.findall(r"<(?:input|textarea|select)[^>]*>", page[page.index('id="error-summary"') :])
    # A browser that cuts or refuses what is typed says so in its own words, before ours.
    assert [tag for tag in asked if re.search(r"\s(?:maxlength|required|pattern)\b", tag)] == []


@pytest.mark.parametrize("state", ["done", "now", "next", "refused"])
def test_a_state_is_never_told_by_colour_alone(state: str) -> None:
    thread = components_page.environment("en", {}).from_string(
        '{% from "components/thread.html" import thread_of_idea %}'
        '{{ thread_of_idea([{"label": "Checked", "state": state}]) }}'
    )
    drawn = thread.render(state=state)
    word = {"done": "done:", "now": "now:", "next": "to come:", "refused": "ended:"}[state]
    assert word in drawn
    assert '<svg class="mark"' in drawn


def test_an_error_page_stands_alone_and_gives_the_text_back() -> None:
    """It is drawn when nothing else works: no menu, no language, no address known."""
    page = (
        components_page.environment("en", {})
        .get_template("errors/error.html")
        .render(
            title="The form has expired",
            message="An hour has passed.",
            what_to_do=["Send it again."],
            kept_text=[{"label": "Problem", "text": "<b>متى يأتي الباص؟</b>", "lang": "ar"}],
            retry={"action": "/en/proposals", "fields": {"csrf_token": "fresh"}, "label": "Send again"},
            reference="e-1234",
        )
    )
    assert "<h1>The form has expired</h1>" in page
    assert "&lt;b&gt;متى يأتي الباص؟&lt;/b&gt;</textarea>" in page
    assert 'value="fresh"' in page
    assert "e-1234" in page


def test_a_comment_hidden_keeps_its_place_without_its_words() -> None:
    page = components_page.page("fr")
    assert 'id="comment-4"' in page
    assert "attaque contre une personne" in page


def test_what_stands_beside_makes_two_columns() -> None:
    drawn = components_page.environment("en", {})
    page = drawn.from_string(
        '{% extends "base.html" %}{% block title %}Idea{% endblock %}{% block width %}wide{% endblock %}'
        "{% block content %}<h1>Idea</h1>{% endblock %}{% block aside %}{{ words }}{% endblock %}"
    )
    beside = page.render(words="The thread")
    assert '<div class="split">' in beside
    assert beside.count("The thread") == beside.count("<h1>Idea</h1>") == 1
    assert '<main id="content" class="wrap wide"' in beside
    assert "<title>Idea · Co-creation</title>" in beside
    assert '<div class="split">' not in page.render(words="")


def test_the_charter_names_every_token() -> None:
    told = (CORE.parents[2] / "docs" / "charter.md").read_text("utf-8")
    named = set(re.findall(r"--([a-z][a-z0-9-]*):", (CSS / "tokens.css").read_text("utf-8")))
    assert {name for name in named if f"`{name}`" not in told} == set()
    assert {
        path.name for path in TEMPLATES if f"`{path.name}`" not in told and path.parent.name == "components"
    } == set()

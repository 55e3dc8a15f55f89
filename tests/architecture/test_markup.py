"""Templates and style sheets keep to what makes right-to-left pages and safe pages possible."""

import re

from flask import Flask

from tests.architecture.tree import PACKAGE, python_files, shown

PHYSICAL = re.compile(
    r"(?:margin|padding|border|inset|scroll-margin|scroll-padding)-(?:left|right)\b"
    r"|border-(?:top|bottom)-(?:left|right)-radius"
    r"|(?:^|[;{\s])(?:left|right)\s*:"
    r"|text-align\s*:\s*(?:left|right)\b"
    r"|(?:float|clear)\s*:\s*(?:left|right)\b",
    re.MULTILINE,
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
UNESCAPED = re.compile(r"(?<![\x22\x27])\|\s*safe\b|\bMarkup\((?![\x22\x27])|autoescape\s+false|\|\s*forceescape")
TRUSTED = {
    "platform/cocreation/core/html.py": "the sanitiser itself, whose output this is",
    "platform/cocreation/proposals/writing/confirming.py": "the drawing of an address of ours, made of squares",
    "platform/cocreation/core/places.py": "a template rendered by an upper room, escaped there",
    "platform/cocreation/core/templates/components/icons.html": "drawings written in the same file",
    "platform/cocreation/synthesis/templates/synthesis/blocks.html": "drawings of synthesis/charts.py, escaped there",
}
# A file to keep: no page of the site, without scripts, and with a policy of its own that lets its one style in.
KEPT = "platform/cocreation/synthesis/templates/synthesis/standalone.html"


def test_style_sheets_know_start_and_end_but_neither_left_nor_right() -> None:
    found = {}
    for path in [*PACKAGE.rglob("*.css"), *PACKAGE.rglob("templates/**/*.html")]:
        text = COMMENT.sub("", path.read_text(encoding="utf-8"))
        if path.suffix == ".html":
            text = " ".join(re.findall(r"<style.*?</style>|style=\"[^\"]*\"", text, flags=re.DOTALL))
        if PHYSICAL.search(text):
            found[shown(path)] = PHYSICAL.findall(text)
    assert found == {}


def test_markup_is_trusted_only_where_it_is_known_to_be_ours() -> None:
    files = [*python_files(tests=False), *PACKAGE.rglob("templates/**/*.html"), *PACKAGE.rglob("templates/**/*.txt")]
    found = {shown(path) for path in files if UNESCAPED.search(path.read_text(encoding="utf-8"))}
    assert found - TRUSTED.keys() == set()
    assert TRUSTED.keys() - found == set(), "no longer needed: take it off the list"


def test_no_page_loads_anything_from_a_foreign_address() -> None:
    pattern = re.compile(
        r"(?:src|action|poster)=[\"'](?:https?:)?//|<link\b[^>]*href=[\"'](?:https?:)?//"
        r"|@import|url\(\s*[\"']?(?:https?:)?//|\bimport\b[^;\n]*[\"']https?:"
    )
    files = [*PACKAGE.rglob("*.css"), *PACKAGE.rglob("*.js"), *PACKAGE.rglob("templates/**/*.html")]
    assert [shown(path) for path in files if pattern.search(path.read_text(encoding="utf-8"))] == []


def test_no_page_has_a_script_or_a_style_without_the_nonce() -> None:
    for path in PACKAGE.rglob("templates/**/*.html"):
        text = path.read_text(encoding="utf-8")
        tags = re.findall(r"<(?:script|style)\b[^>]*>", text)
        bare = [tag for tag in tags if "src=" not in tag and "nonce" not in tag]
        assert bare == (["<style>"] if shown(path) == KEPT else []), shown(path)
        assert re.findall(r"\son(?:click|load|change|submit|input|error)=", text) == [], shown(path)


def test_every_template_compiles(app: Flask) -> None:
    for path in PACKAGE.rglob("templates/**/*"):
        if path.is_file():
            app.jinja_env.compile(path.read_text(encoding="utf-8"), filename=shown(path))

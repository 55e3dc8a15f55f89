"""Save the main pages as pictures, in French and Arabic, at 1280 and 360 pixels.

python tests/journeys/pictures.py FOLDER
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from playwright.sync_api import Browser, sync_playwright  # noqa: E402

from tests.fixtures.browser import CHROMIUM, Site  # noqa: E402
from tests.fixtures.database import migrate  # noqa: E402
from tests.fixtures.demonstration import COLLECTING, REPORTED, load_into  # noqa: E402
from tests.journeys.routes import PLAN, TALKED_OF  # noqa: E402

WIDTHS = (1280, 360)
LANGUAGES = ("fr", "ar")
# Name, person, date, path below the language.
PICTURES = (
    ("home", "", COLLECTING, "/"),
    ("list", "", COLLECTING, "/proposals"),
    ("proposal", "", COLLECTING, "/proposals/{reference}"),
    ("submit", "citizen-{language}", COLLECTING, "/proposals/new/theme"),
    ("queue", "moderator-1", COLLECTING, "/moderation"),
    ("drafts", "", COLLECTING, "/drafts"),
    ("plan", "", COLLECTING, f"/cycles/{PLAN}"),
    ("groups", "", REPORTED, f"/groups/{PLAN}"),
    ("report", "", REPORTED, f"/reports/{PLAN}/{{language}}/1"),
    ("report-desk", "administrator-1", REPORTED, f"/report-desk/{PLAN}/{{language}}"),
)


def prepare(folder: Path, date: str) -> None:
    """Make a folder with the demonstration at a date."""
    folder.mkdir()
    migrate(f"sqlite:///{folder / 'cocreation.sqlite'}", folder)
    load_into(folder / "cocreation.sqlite", date, folder)


def take(site: Site, out: Path) -> None:
    """Take every picture of a site's date."""
    reference = site.ask(TALKED_OF)
    for name, person, date, path in PICTURES:
        for language in LANGUAGES if date == site.date else ():
            for width in WIDTHS:
                page = site.person(person.format(language=language), width=width).new_page()
                page.goto(f"/{language}" + path.format(language=language, reference=reference))
                page.evaluate("document.fonts.ready")
                page.screenshot(path=out / f"{name}-{language}-{width}.png", full_page=name != "report")
                page.close()


def run(browser: Browser, work: Path, out: Path) -> None:
    """Load, serve and photograph each date."""
    for date in (COLLECTING, REPORTED):
        prepare(work / date, date)
        site = Site(work / date, date, browser)
        try:
            site.start()
            take(site, out)
        finally:
            site.stop()


def main() -> None:
    """Enter here from the shell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    out = parser.parse_args().folder
    out.mkdir(parents=True, exist_ok=True)
    work = Path(tempfile.mkdtemp())
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
            run(browser, work, out)
            browser.close()
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print(f"{len(list(out.glob('*.png')))} pictures in {out}")


if __name__ == "__main__":
    main()

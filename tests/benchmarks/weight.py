"""What a first visit to each of the ten main pages weighs, by kind, fonts apart: as it is, and compressed by gzip.

Run ``./dev bench weight [--language fr]``: the demonstration is loaded at both of its dates into a folder of its own.
The goal is 100 kB as it is, which `tests/journeys/test_weight.py` holds in French and in Arabic.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from cocreation.core.db import db  # noqa: E402
from tests.fixtures.database import close, make_app, migrate  # noqa: E402
from tests.fixtures.demonstration import COLLECTING, REPORTED, load_into  # noqa: E402
from tests.journeys.main_pages import KINDS, LABELS, Weight, weights  # noqa: E402


def weighed(folder: Path, date: str, language: str) -> dict[str, dict[str, Weight]]:
    """Load the demonstration at a date and weigh the main pages that are looked at then."""
    base = folder / f"{date}.sqlite"
    migrate(f"sqlite:///{base}", folder)
    load_into(base, date, folder)
    app = make_app(f"sqlite:///{base}", folder, PROCESS_DATE=date, ENVIRONMENT="development")
    try:
        with app.app_context():
            return weights(app, lambda statement: db.session.scalar(db.text(statement)), date, language)
    finally:
        close(app)


def table(found: dict[str, dict[str, Weight]]) -> None:
    """Print a line a page: each kind and all of them, in kB as it is and compressed."""
    heads = ["page", *KINDS, "all"]
    print("| " + " | ".join(heads) + " |\n|---" + "|---:" * (len(heads) - 1) + "|")
    for label in LABELS:
        kinds = [found[label][kind] for kind in KINDS]
        cells = [f"{weight.raw / 1000:.1f} ({weight.sent / 1000:.1f})" for weight in [*kinds, sum(kinds, Weight())]]
        print(f"| `{label}` | " + " | ".join(cells) + " |")


def main() -> None:
    """Weigh and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--language", default="fr")
    language = parser.parse_args().language
    with tempfile.TemporaryDirectory() as folder:
        found: dict[str, dict[str, Weight]] = {}
        for date in (COLLECTING, REPORTED):
            found |= weighed(Path(folder), date, language)
    table(found)


if __name__ == "__main__":
    main()

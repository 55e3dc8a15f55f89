"""The one style sheet the platform serves, made of its sources in static/css."""

from __future__ import annotations

import re
from pathlib import Path

FOLDER = Path(__file__).parent / "static" / "css"
SOURCES = ("fonts.css", "tokens.css", "app.css")
SERVED = FOLDER / "site.css"


def build() -> str:
    """Return the served style sheet: the sources in order, without comments and idle blanks.

    Returns:
        The text of site.css; the same sources always give the same text.
    """
    text = "\n".join((FOLDER / name).read_text(encoding="utf-8") for name in SOURCES)
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    lines = [re.sub(r"\s+", " ", line).strip() for line in text.splitlines()]
    packed = "\n".join(line for line in lines if line)
    packed = re.sub(r"\s*([{;]|,(?= ))\s+", r"\1", packed.replace("\n", " ")).replace(" }", "}").replace("} ", "}\n")
    # Neither does the sign between a parent and its child, and a line holds every rule up to the next at-rule.
    packed = re.sub(r"\}\n(?!@)", "}", packed.replace(" > ", ">"))
    # A declaration needs no blank after its colon, no zero before its point and no semicolon at the end of its block.
    packed = re.sub(r"([\w-]):\s+", r"\1:", packed)
    packed = re.sub(r"(?<=[\s:,(])0\.(?=\d)", ".", packed)
    return packed.replace(";}", "}") + "\n"


def write() -> None:
    """Write site.css beside its sources."""
    SERVED.write_text(build(), encoding="utf-8")


if __name__ == "__main__":
    write()

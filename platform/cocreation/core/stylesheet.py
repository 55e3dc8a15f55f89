"""The one style sheet the platform serves, made of its sources in static/css."""

from __future__ import annotations

import re
import string
from collections import Counter
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
    packed = re.sub(r"#(\w)\1(\w)\2(\w)\3\b", r"#\1\2\3", packed)
    return _with_short_names(packed.replace(";}", "}")) + "\n"


def _with_short_names(text: str) -> str:
    """The sheet with its custom properties renamed to a letter or two, the most used ones first.

    No page and no script names one: they are the words of the sources, and the sheet names them 850 times.
    """
    counted = Counter(re.findall(r"--[a-z][\w-]*", text))
    ranked = sorted(counted, key=lambda name: (-counted[name], name))
    letters = string.ascii_lowercase
    names = [*letters, *(first + second for first in letters for second in letters)]
    short = dict(zip(ranked, names, strict=False))
    return re.sub(r"--[a-z][\w-]*", lambda found: f"--{short[found[0]]}", text)


def write() -> None:
    """Write site.css beside its sources."""
    SERVED.write_text(build(), encoding="utf-8")


if __name__ == "__main__":
    write()

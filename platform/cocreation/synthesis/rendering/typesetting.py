"""Pages set by Typst with our fonts alone; every text goes in as JSON, never as markup."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import UTC, date, datetime, time

from cocreation.synthesis.rendering import compiling
from cocreation.synthesis.rendering.glyphs import drawable

# More words than these are compiled in a process of its own, for Typst keeps what it computed; in seconds at most.
LARGE, PATIENCE = 100_000, 600
# A word longer than this may break anywhere: a line would otherwise run off the page.
LONG_WORD = 34
_LONG = re.compile(rf"[^\s\u200b]{{{LONG_WORD},}}")


def as_pdf(template: str, data: object, day: date) -> bytes:
    """The template filled with data as PDF/UA, dated to that day.

    Args:
        template: the name of a file beside this module. data: what JSON can hold.

    Raises:
        typst.TypstError, subprocess.CalledProcessError: when the template itself is wrong; no text can cause it.
    """
    dated = datetime.combine(day, time(12), tzinfo=UTC)
    words = json.dumps(_ready(data), ensure_ascii=False)
    # The process that sets a large report needs the room this takes.
    del data
    return _apart(template, words, dated) if len(words) > LARGE else compiling.compiled(template, words, dated)


def _apart(template: str, words: str, dated: datetime) -> bytes:
    command = [sys.executable, "-I", compiling.__file__, template, dated.isoformat()]
    # The program and its arguments are ours; the words are its input.
    done = subprocess.run(command, input=words.encode(), capture_output=True, timeout=PATIENCE, check=True)
    return done.stdout


def as_png(template: str, data: object, density: int) -> bytes:
    """The one page of the template filled with data, as a picture of that many points an inch."""
    words = json.dumps(_ready(data), ensure_ascii=False)
    made = compiling.compiler(template, words).compile(format="png", ppi=density)
    assert isinstance(made, bytes)  # noqa: S101 - the template has one page; this narrows the type only.
    return made


def _ready(value: object, key: str = "") -> object:
    """The value with its texts ready for the page: drawable, with words that can break."""
    if isinstance(value, str):
        # Addresses and drawings have no lines to break.
        return drawable(value) if key in ("url", "svg") else _LONG.sub(_breakable, drawable(value))
    if isinstance(value, dict):
        return {name: _ready(item, name) for name, item in value.items()}
    return [_ready(item, key) for item in value] if isinstance(value, list | tuple) else value


def _breakable(match: re.Match[str]) -> str:
    word = match.group()
    return "\u200b".join(word[start : start + 12] for start in range(0, len(word), 12))

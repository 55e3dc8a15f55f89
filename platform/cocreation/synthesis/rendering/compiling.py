"""One compilation by Typst; run as a program it reads the words from its input and writes the PDF to its output.

It imports nothing of the platform: a large report is compiled in a process of its own, whose memory goes with it.
"""

import sys
from datetime import datetime
from functools import cache
from pathlib import Path

import typst

FOLDER = Path(__file__).parent
FONTS = FOLDER.parent.parent / "core" / "static" / "fonts"


def compiler(template: str, words: str) -> typst.Compiler:
    """A compiler of the template, filled with words (JSON); it knows our fonts alone."""
    return typst.Compiler(FOLDER / template, root=FOLDER, font_paths=_fonts(), sys_inputs={"data": words})


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[FONTS])


def compiled(template: str, words: str, dated: datetime) -> bytes:
    """The template as PDF/UA, dated to that moment."""
    return _pdf(compiler(template, words), dated)


def _pdf(ready: typst.Compiler, dated: datetime) -> bytes:
    made = ready.compile(format="pdf", pdf_standards=["ua-1"], timestamp=dated)
    assert isinstance(made, bytes)  # noqa: S101 - one output was asked for; this narrows the type only.
    return made


if __name__ == "__main__":
    asked_template, asked_moment = sys.argv[1:]
    # The compiler has a copy of the words: nothing else keeps them while it works.
    filled = compiler(asked_template, sys.stdin.buffer.read().decode())
    sys.stdout.buffer.write(_pdf(filled, datetime.fromisoformat(asked_moment)))

"""How long each format of a large report takes: 1,158 proposals in 64 groups, three languages.

Usage: ``./dev bench report``. Prints a line a format and a language: seconds, and kilobytes of the file.
"""

import resource
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from cocreation.synthesis.rendering import FORMATS
from tests.synthesis.rendering.reports import large


def main() -> None:
    """Draw every format once in every language."""
    for language in ("fr", "en", "ar"):
        document = large(language)
        for name, one in FORMATS.items():
            started = time.perf_counter()
            made = one.render(document)
            seconds = time.perf_counter() - started
            print(f"{language} {name:5} {seconds:6.2f} s {len(made) // 1024:6} kB")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


if __name__ == "__main__":
    main()

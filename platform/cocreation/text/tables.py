"""The small word tables that come with the room, one row a line, words separated by spaces."""

from importlib import resources


def read_table(name: str) -> list[list[str]]:
    """Return the rows of ``stopwords/name``; lines that begin with # are remarks."""
    text = resources.files("cocreation.text").joinpath("stopwords", name).read_text("utf-8")
    return [line.split() for line in text.splitlines() if line and not line.startswith("#")]

"""The kind of browser a person signs in from, in a few words: never its version, never its address."""

from __future__ import annotations

# The first mark found wins, so those that imitate others stand before them.
BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
    ("Mac OS X", "Mac"), ("Linux", "Linux"),
)  # fmt: skip


def words(user_agent: str) -> str:
    """«Firefox · Android», or what of it is known; empty where nothing is."""
    found = (_first(marks, user_agent[:400]) for marks in (BROWSERS, SYSTEMS))
    return " · ".join(name for name in found if name)


def _first(marks: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in marks if mark in text), "")

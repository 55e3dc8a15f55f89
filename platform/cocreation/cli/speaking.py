"""The language in which a command speaks: the one asked for, else the terminal's, else English."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Any, NoReturn

import click
from flask import current_app

from cocreation.core.clock import process_now
from cocreation.core.errors import Refused
from cocreation.core.i18n import LANGUAGES, N_, Translator, translator

REFUSED = 1
NO_CYCLE = N_("No cycle has the short name «%(slug)s». «cocreation cycle list» names those there are.")


def terminal_language() -> str:
    """The language of the terminal where the site has it, else English."""
    named = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return named[:2] if named[:2] in LANGUAGES else "en"


def with_language(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option --lang; it receives `lang`."""
    option = click.option("--lang", type=click.Choice([*LANGUAGES]), help="Language of the messages.")
    return option(command)


def speaker(lang: str | None) -> Translator:
    """The words of the language asked for with --lang, or of the terminal."""
    return translator(lang or terminal_language())


def say(text: str) -> None:
    """Print one line of what was done."""
    print(text)


def stop(lines: Iterable[str]) -> NoReturn:
    """Print what is wrong on the error stream and leave with status 1."""
    for line in lines:
        print(line, file=sys.stderr)
    sys.exit(REFUSED)


def words_of(error: Refused, words: Translator) -> str:
    """A refusal of a service in one sentence."""
    return words.gettext(error.message, **error.values)


def process_time() -> datetime:
    """The time at which the process stands, for commands."""
    return process_now(current_app.config["PROCESS_DATE"] or None)

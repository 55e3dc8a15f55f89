"""`cocreation report`: the files of the synthesis report."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import click
from flask.cli import with_appcontext

from cocreation.cli.speaking import NO_CYCLE, process_time, say, speaker, stop, with_language, words_of
from cocreation.core.clock import process_at
from cocreation.core.db import writing
from cocreation.core.errors import Refused
from cocreation.core.i18n import LANGUAGES, N_
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.synthesis import services
from cocreation.synthesis.rendering import FORMATS


@click.group("report")
def report() -> None:
    """Look after the synthesis reports."""


@report.command("build")
@click.option("--cycle", "slug", required=True, help="Short name of the cycle.")
@click.option("--language", required=True, type=click.Choice([*LANGUAGES]), help="Language of the report.")
@click.option("--format", "format_name", required=True, type=click.Choice([*FORMATS, "all"]), help="Kind of file.")
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder, made if missing.")
@click.option("--draft", is_flag=True, help="The current state, marked draft, instead of the last published version.")
@with_language
@with_appcontext
def build(slug: str, language: str, format_name: str, out: Path, draft: bool, lang: str | None) -> None:
    """Write the report of a cycle into a folder: 0 done, 1 refused, 2 wrong usage."""
    words = speaker(lang)
    names = [*FORMATS] if format_name == "all" else [format_name]
    with writing(False), process_at(process_time()):
        cycle = cycles.by_slug(slug)
        if cycle is None:
            stop([words.gettext(NO_CYCLE, slug=slug)])
        try:
            made = [_built(cycle, language, name, draft) for name in names]
        except Refused as error:
            hint = words.gettext(N_("With --draft the current state is built."))
            stop([f"{slug}: {words_of(error, words)} {'' if draft else hint}".rstrip()])
    try:
        paths = [_write(out, name, content) for name, content in made]
    except OSError as error:
        stop([f"{out}: {error.strerror}"])
    for path in paths:
        say(str(path))


def _built(cycle: Cycle, language: str, name: str, draft: bool) -> tuple[str, bytes]:
    return services.rendered(cycle=cycle, language=language, format_name=name, draft=draft)


def _write(folder: Path, name: str, content: bytes) -> Path:
    """Write a file whole or not at all: a report cut short must not be taken for one."""
    folder.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        os.chmod(temporary, 0o644)
        os.replace(temporary, folder / name)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return folder / name

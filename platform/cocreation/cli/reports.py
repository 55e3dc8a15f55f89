"""`cocreation report`: the files of the synthesis report, and whether a file is what was published."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

import click
from flask.cli import with_appcontext

from cocreation.cli.speaking import NO_CYCLE, process_time, say, speaker, stop, with_language, words_of
from cocreation.cli.verifying import verify
from cocreation.core.clock import process_at
from cocreation.core.db import writing
from cocreation.core.errors import Refused
from cocreation.core.i18n import LANGUAGES, N_, Translator
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.synthesis import freezing, queries, services
from cocreation.synthesis.changes import Change, changes
from cocreation.synthesis.rendering import FORMATS


@click.group("report")
def report() -> None:
    """Look after the synthesis reports."""


report.add_command(verify)


def _formats(ctx: click.Context, param: click.Parameter, value: str) -> list[str]:
    """The names between commas, each known; «all» is every one."""
    names = [*FORMATS] if value == "all" else [name.strip() for name in value.split(",")]
    if unknown := [name for name in names if name not in FORMATS]:
        raise click.BadParameter(f"{', '.join(unknown)}; known: {', '.join(FORMATS)}, all", ctx, param)
    return names


@report.command("build")
@click.option("--cycle", "slug", required=True, help="Short name of the cycle.")
@click.option("--language", required=True, type=click.Choice([*LANGUAGES]), help="Language of the report.")
@click.option(
    "--format", "names", required=True, callback=_formats, help=f"Kinds of files: {','.join(FORMATS)}, or all."
)
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path), help="Folder, made if missing.")
@click.option("--draft", is_flag=True, help="The current state, marked draft, instead of the last published version.")
@with_language
@with_appcontext
def build(slug: str, language: str, names: list[str], out: Path, draft: bool, lang: str | None) -> None:
    """Write the files of a report into a folder, each printed with its SHA-256: 0 done, 1 refused, 2 wrong usage.

    Beside the files of a published version stand its archive and its manifest, which `report verify` reads.
    """
    words = speaker(lang)
    with writing(False), process_at(process_time()):
        cycle = _cycle(slug, words)
        try:
            files = freezing.files_of(cycle=cycle, language=language, names=names, draft=draft, at=process_time())
        except Refused as error:
            hint = words.gettext(N_("With --draft the current state is built."))
            stop([f"{slug}: {words_of(error, words)} {'' if draft else hint}".rstrip()])
    try:
        paths = [_write(out, name, content) for name, content in files.items()]
    except OSError as error:
        stop([f"{out}: {error.strerror}"])
    for path, content in zip(paths, files.values(), strict=True):
        say(f"{hashlib.sha256(content).hexdigest()}  {path}")


def _cycle(slug: str, words: Translator) -> Cycle:
    cycle = cycles.by_slug(slug)
    if cycle is None:
        stop([words.gettext(NO_CYCLE, slug=slug)])
    return cycle


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


@report.command("today")
@click.option("--cycle", "slug", required=True, help="Short name of the cycle.")
@click.option("--language", required=True, type=click.Choice([*LANGUAGES]), help="Language of the report.")
@click.option(
    "--version", "number", type=click.IntRange(min=1), help="Of the report; the last published one if not said."
)
@with_language
@with_appcontext
def today(slug: str, language: str, number: int | None, lang: str | None) -> None:
    """Name the ideas and groups that would change if the report were published now: 0 said, 1 refused."""
    words = speaker(lang)
    with writing(False), process_at(process_time()):
        cycle = _cycle(slug, words)
        found = queries.version(cycle.id, language, number) if number else queries.last_published(cycle.id, language)
        if found is None:
            stop([f"{slug}: {words.gettext(services.NoVersion.message)}"])
        now = services.build_document(cycle=cycle, language=language, at=process_time())
        told = changes(services.document_of(found), now)
    for change in told:
        say(_said(change, words))
    if not told:
        say(words.gettext(N_("Nothing would change.")))


def _said(change: Change, words: Translator) -> str:
    message, values = change.what
    name = change.name
    if change.kind == "figure":
        name = words.gettext(name)
    elif change.kind == "group":
        name = words.gettext(N_("Group %(number)s"), number=name)
    return f"{name}: {words.gettext(message, **values)}"

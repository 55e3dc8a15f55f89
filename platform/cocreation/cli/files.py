"""`cocreation files`: are all attached files there, and unchanged; what belongs to nothing is deleted."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from cocreation.attachments import services
from cocreation.cli.speaking import say, speaker, with_language
from cocreation.core.db import begin_write
from cocreation.core.i18n import N_

WRONG: dict[str, str] = {"missing": N_("missing"), "changed": N_("changed since it was kept")}


@click.group("files")
def files() -> None:
    """Look after attached files."""


@files.command("verify")
@with_language
@with_appcontext
def verify(lang: str | None) -> None:
    """Check that every attached file is in its place and unchanged; the status is 1 where one is not."""
    words = speaker(lang)
    found = services.verify()
    for attachment, fault in found:
        say(words.gettext("Attachment %(number)s: %(fault)s", number=attachment.id, fault=words.gettext(WRONG[fault])))
    if found:
        sys.exit(1)
    say(words.gettext("Every attached file is in its place and unchanged."))


@files.command("sweep")
@with_language
@with_appcontext
def sweep(lang: str | None) -> None:
    """Delete files that belong to nothing any more, a day after they were kept."""
    begin_write()
    gone = services.sweep()
    say(speaker(lang).ngettext("%(num)s file deleted.", "%(num)s files deleted.", gone))

"""`cocreation progress`: the committee's table of any meeting, as a file."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

import click
from flask.cli import with_appcontext

from cocreation.cli.speaking import NO_CYCLE, process_time, speaker, stop, with_language
from cocreation.commitments import progress_files, progress_queries
from cocreation.core.clock import process_at
from cocreation.core.db import writing
from cocreation.core.i18n import LANGUAGES, N_
from cocreation.cycles import queries as cycles
from cocreation.meetings import queries as meetings


@click.group("progress")
def progress() -> None:
    """Follow the commitments of the plans."""


@progress.command("table")
@click.option("--cycle", "slug", required=True, help="Short name of the cycle.")
@click.option("--meeting", "day", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Day of the meeting.")
@click.option("--language", required=True, type=click.Choice([*LANGUAGES]), help="Language of the table.")
@click.option(
    "--format", "extension", required=True, type=click.Choice([*progress_files.FORMATS]), help="Kind of file."
)
@click.option("--changes", is_flag=True, help="The change since the meeting before stands beside.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="File to write, instead of the output.")
@with_language
@with_appcontext
def table(
    slug: str, day: datetime, language: str, extension: str, changes: bool, out: Path | None, lang: str | None
) -> None:
    """Write the table of progress as a meeting recorded it: 0 done, 1 where no such table is recorded."""
    words = speaker(lang)
    with writing(False), process_at(process_time()):
        cycle, meeting = cycles.by_slug(slug), meetings.on(day.date())
        if cycle is None:
            stop([words.gettext(NO_CYCLE, slug=slug)])
        if meeting is None or cycle not in progress_queries.plans_of(meeting.id):
            missing = N_("No meeting of %(day)s recorded the progress of this plan.")
            stop([words.gettext(missing, day=day.date().isoformat())])
        content = progress_files.made(cycle, meeting, language, extension, changes=changes)
    if out is None:
        sys.stdout.buffer.write(content)
    else:
        out.write_bytes(content)

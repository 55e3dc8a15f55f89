"""`cocreation reindex`: index everything anew, after the analyser changed."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from cocreation.cli.speaking import say, speaker, with_language
from cocreation.core import search
from cocreation.core.db import begin_write, db


@click.command("reindex")
@with_language
@with_appcontext
def reindex(lang: str | None) -> None:
    """Index everything that can be searched anew, and print how many things there are of each kind."""
    words = speaker(lang)
    begin_write()
    counts = search.reindex()
    db.session.commit()
    for kind, count in counts.items():
        say(f"{words.gettext(search.sources()[kind].label)}: {words.number(count)}")

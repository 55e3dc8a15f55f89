"""`cocreation cycle`: make a cycle where there is no page to do it in, and list those there are."""

from __future__ import annotations

import click
from flask.cli import with_appcontext

from cocreation.cli.speaking import process_time, say, speaker, stop, with_language, words_of
from cocreation.core.db import begin_write, db
from cocreation.core.errors import Refused
from cocreation.core.i18n import N_, OfficialText
from cocreation.cycles import queries, services

STATES = ("draft", "open", "past")


@click.group("cycle")
def cycle() -> None:
    """Look after the cycles of action plans."""


@cycle.command("create")
@click.option("--slug", required=True, help="Short name in addresses, never changed: pan-2020-2022.")
@click.option("--prefix", required=True, help="Start of the references, never changed: PAN2.")
@click.option("--title-fr", default="", help="Title in French; the short name where no title is given.")
@click.option("--title-ar", default="", help="Title in Arabic.")
@click.option("--title-en", default="", help="Title in English.")
@click.option("--state", type=click.Choice(STATES), default="open", show_default=True, help="Where the cycle stands.")
@with_language
@with_appcontext
def create(slug: str, prefix: str, title_fr: str, title_ar: str, title_en: str, state: str, lang: str | None) -> None:
    """Make a cycle with its seven phases, undated."""
    words = speaker(lang)
    titles = {"fr": title_fr, "ar": title_ar, "en": title_en}
    title = OfficialText({code: text.strip() for code, text in titles.items() if text.strip()})
    begin_write()
    try:
        services.create_cycle(
            slug=slug, prefix=prefix, title=title or OfficialText(fr=slug), by=None, at=process_time(), state=state
        )
    except Refused as error:
        stop([words_of(error, words)])
    db.session.commit()
    say(words.gettext(N_("Cycle %(slug)s made: its references begin with %(prefix)s."), slug=slug, prefix=prefix))


@cycle.command("list")
@with_language
@with_appcontext
def list_cycles(lang: str | None) -> None:
    """List the cycles: short name, prefix, state and title, separated by tabulators."""
    words = speaker(lang)
    found = queries.cycles(with_drafts=True)
    for each in found:
        say("\t".join((each.slug, each.prefix, each.state, each.title.shown(words.language)[0])))
    if not found:
        say(words.gettext(N_("There is no cycle yet.")))

"""`cocreation import`: bring in proposals and comments collected elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
from flask.cli import with_appcontext

from cocreation.cli.speaking import NO_CYCLE, process_time, say, speaker, stop, with_language
from cocreation.core.db import begin_write, db, writing
from cocreation.core.i18n import N_, Translator
from cocreation.cycles import queries as cycles
from cocreation.cycles.models import Cycle
from cocreation.notifications.services import be_quiet
from cocreation.proposals.models import CHANNELS, STATES

if TYPE_CHECKING:
    from cocreation.proposals.importing.loading import Order, Outcome

Work = Callable[[Cycle, "Order"], "Outcome"]


@click.group("import")
def import_group() -> None:
    """Bring in what was collected elsewhere: 0 done, 1 refused, 2 wrong usage."""


def _encoding(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    from cocreation.proposals.importing.encodings import is_text_encoding

    if value is not None and not is_text_encoding(value):
        raise click.BadParameter(f"{value!r} is not a text encoding")
    return value


FILE = click.Path(exists=True, dir_okay=False, readable=True, path_type=Path)
OPTIONS = (
    click.argument("file", type=FILE),
    click.option("--cycle", "slug", required=True, help="Short name of the cycle."),
    click.option("--mapping", type=FILE, help="TOML or JSON: which column is what, which word is which code."),
    click.option("--dry-run", is_flag=True, help="Check everything, write nothing."),
    click.option("--published", is_flag=True, help="Publish at once, as decided elsewhere; nothing enters the queue."),
    click.option("--encoding", callback=_encoding, help="Encoding of a text file that is not UTF-8: cp1256."),
    click.option("--channel", type=click.Choice([*CHANNELS]), help="How it was collected, for rows that do not say."),
    click.option("--sheet", help="Sheet of a workbook, where several hold something."),
)


def _with_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(OPTIONS):
        command = option(command)
    return command


@import_group.command("proposals")
@_with_options
@click.option("--create-themes", is_flag=True, help="Make the themes the cycle does not have, adopted.")
@with_language
@with_appcontext
def proposals(create_themes: bool, lang: str | None, **options: Any) -> None:
    """Import the proposals of FILE (CSV, XLSX or JSON Lines)."""
    from cocreation.proposals.importing.loading import import_proposals

    outcome = _run(options, lang, import_proposals, create_themes=create_themes)
    _report(outcome, options["dry_run"], speaker(lang), of_comments=False)


@import_group.command("comments")
@_with_options
@with_language
@with_appcontext
def comments(lang: str | None, **options: Any) -> None:
    """Import the comments of FILE (CSV, XLSX or JSON Lines) on proposals of the cycle."""
    from cocreation.proposals.importing.loading import import_comments

    outcome = _run(options, lang, import_comments)
    _report(outcome, options["dry_run"], speaker(lang), of_comments=True)


def _run(options: dict[str, Any], lang: str | None, work: Work, create_themes: bool = False) -> Outcome:
    from cocreation.proposals.importing.faults import Faulty
    from cocreation.proposals.importing.loading import Order

    words = speaker(lang)
    begin_write()
    be_quiet(True)
    with writing(not options["dry_run"]):
        cycle = cycles.by_slug(options["slug"])
        if cycle is None:
            stop([words.gettext(NO_CYCLE, slug=options["slug"])])
        given = {name: value for name, value in options.items() if name != "slug"}
        order = Order(**given, create_themes=create_themes, at=process_time())
        try:
            outcome = work(cycle, order)
        except Faulty as error:
            db.session.rollback()
            last = words.gettext(N_("Nothing was imported."))
            stop([f"{options['file'].name}: {line}" for line in error.lines(words)] + [last])
        db.session.rollback() if options["dry_run"] else db.session.commit()
    return outcome


COMMENT_STATES = {
    "visible": N_("Visible"),
    "waiting": N_("Visible, in the queue"),
    "hidden": N_("Hidden"),
    "withdrawn": N_("Withdrawn by its author"),
}


def _written(count: int, words: Translator, of_comments: bool) -> str:
    """How many rows were brought in, in words."""
    if of_comments:
        return words.ngettext("%(num)s comment imported", "%(num)s comments imported", count)
    return words.ngettext("%(num)s proposal imported", "%(num)s proposals imported", count)


def _report(outcome: Outcome, dry_run: bool, words: Translator, *, of_comments: bool) -> None:
    """Say what was done, or would be."""
    if dry_run:
        say(words.gettext(N_("Dry run: nothing was written. Without --dry-run:")))
    say(_written(outcome.written, words, of_comments))
    names = {**STATES, **COMMENT_STATES} if of_comments else STATES
    for state, count in sorted(outcome.states.items()):
        say(f"  {words.gettext(names[state])}: {words.number(count)}")
    if outcome.already:
        say(words.ngettext("%(num)s was there already", "%(num)s were there already", outcome.already))
    for slug, title in outcome.new_themes.items():
        say(words.gettext(N_("Theme made: %(title)s (%(slug)s)"), title=title.shown(words.language)[0], slug=slug))
    if outcome.unread:
        say(words.gettext(N_("Columns not read: %(names)s"), names=", ".join(outcome.unread)))
    for message, values in outcome.remarks:
        say(words.gettext(message, **values))
